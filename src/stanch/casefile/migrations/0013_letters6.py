"""Drafts beside the drafts that stand, until all of them are made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casefile", "0012_load4")]

    operations = [
        migrations.CreateModel(
            name="DraftedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField()),
                ("identity", models.TextField()),
                ("record", models.TextField()),
                ("form", models.TextField()),
                ("jurisdiction", models.TextField()),
                ("recipient", models.TextField()),
                ("person", models.TextField()),
            ],
        ),
    ]
