# Decisions on who is who, lists that were handed in, clients, and who is not on the list.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casefile", "0002_journal_stays")]

    operations = [
        migrations.CreateModel(
            name="RulingRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identity", models.TextField(unique=True)),
                ("record", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="ListedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(db_index=True)),
                ("identity", models.TextField(db_index=True)),
                ("record", models.TextField()),
                ("kind", models.TextField(db_index=True)),
                ("source", models.TextField()),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="ClientRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(db_index=True)),
                ("identity", models.TextField(db_index=True)),
                ("record", models.TextField()),
                ("name", models.TextField()),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="LinkageRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(db_index=True)),
                ("identity", models.TextField(db_index=True)),
                ("record", models.TextField()),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="AsideRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(db_index=True)),
                ("identity", models.TextField(db_index=True)),
                ("record", models.TextField()),
                ("cause", models.TextField(db_index=True)),
                ("name", models.TextField()),
            ],
            options={"abstract": False},
        ),
    ]
