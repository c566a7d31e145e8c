"""Sums over a case's rows, kept from one start to the next."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casefile", "0009_tasks_and_fields")]

    operations = [
        migrations.CreateModel(
            name="KeptRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField(unique=True)),
                ("mark", models.TextField()),
                ("seconds", models.FloatField()),
                ("made", models.TextField()),
            ],
        ),
    ]
