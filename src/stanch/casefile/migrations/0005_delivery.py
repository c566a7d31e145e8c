from django.db import migrations, models


def text(**more):
    return models.TextField(**more)


KEY = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    dependencies = [("casefile", "0004_options")]

    operations = [
        migrations.CreateModel(
            name="PieceRow",
            fields=[
                KEY,
                ("piece", text(unique=True)),
                ("notice", text(db_index=True)),
                ("person", text(db_index=True)),
                ("channel", text()),
                ("attempt", models.PositiveIntegerField()),
                ("state", text(db_index=True)),
                ("address", text()),
                ("message_id", text(db_index=True)),
                ("batch", text(db_index=True)),
                ("sheets", models.PositiveIntegerField(default=0)),
                ("digest", text()),
                ("reply", text()),
                ("tries", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("tried_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
            ],
            options={"constraints": [models.UniqueConstraint(models.F("notice"), models.F("attempt"), name="one_piece_an_attempt")]},
        ),
        migrations.CreateModel(
            name="PieceEventRow",
            fields=[
                KEY,
                ("piece", text(db_index=True)),
                ("at", text()),
                ("what", text()),
                ("detail", text()),
                ("source", text()),
                ("entry", models.PositiveBigIntegerField(null=True, db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="BatchRow",
            fields=[
                KEY,
                ("batch", text(unique=True)),
                ("pieces", models.PositiveIntegerField()),
                ("sheets", models.PositiveIntegerField(default=0)),
                ("digest", text()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="AddressRow",
            fields=[
                KEY,
                ("person", text(db_index=True)),
                ("address", text()),
                ("source", text()),
                ("known_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CodeRow",
            fields=[
                KEY,
                ("code", text(unique=True)),
                ("service", text(db_index=True)),
                ("engagement", text()),
                ("provider", text()),
                ("months", models.PositiveIntegerField(null=True)),
                ("enrol_by", models.DateField()),
                ("help_line", text()),
                ("enrol_url", text()),
                ("person", text(db_index=True)),
                ("state", text(db_index=True)),
                ("assigned_at", models.DateTimeField(null=True)),
                ("activated_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CallRow",
            fields=[
                KEY,
                ("at", models.DateTimeField()),
                ("taken_by", text()),
                ("person", text()),
                ("verified", models.BooleanField()),
                ("topic", text()),
                ("note", text()),
            ],
        ),
    ]
