"""What people say of the letters, and counsel's wording of them."""

from django.db import migrations, models


def _derived(**columns):
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("place", models.PositiveIntegerField(db_index=True)),
        ("identity", models.TextField(db_index=True)),
        ("record", models.TextField()),
        *columns.items(),
    ]


class Migration(migrations.Migration):
    dependencies = [("casefile", "0003_people")]

    operations = [
        migrations.CreateModel(name="SaidRow", fields=_derived(key=models.TextField(db_index=True)), options={"abstract": False}),
        migrations.CreateModel(name="WordingRow", fields=_derived(text=models.TextField(db_index=True)), options={"abstract": False}),
    ]
