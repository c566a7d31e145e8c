# A page of the list of people is found in an index alone.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casefile", "0006_timeline")]

    operations = [
        migrations.AddIndex(model_name="personrow", index=models.Index(fields=["name", "place"], name="person_by_name")),
        migrations.AddIndex(model_name="personrow", index=models.Index(fields=["residence", "name", "place"], name="person_by_residence")),
    ]
