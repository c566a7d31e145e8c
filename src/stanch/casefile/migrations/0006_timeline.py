"""Entries of the timeline that people noted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casefile", "0005_delivery")]

    operations = [
        migrations.CreateModel(
            name="NotedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(db_index=True)),
                ("identity", models.TextField(db_index=True)),
                ("record", models.TextField()),
                ("kind", models.TextField(db_index=True)),
            ],
            options={"abstract": False},
        ),
    ]
