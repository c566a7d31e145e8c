"""What the team is told, kept until it has arrived."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casefile", "0013_letters6")]

    operations = [
        migrations.CreateModel(
            name="NewsRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message", models.TextField(unique=True)),
                ("listener", models.TextField(db_index=True)),
                ("body", models.TextField()),
                ("state", models.TextField(db_index=True)),
                ("reply", models.TextField()),
                ("tries", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("tried_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
