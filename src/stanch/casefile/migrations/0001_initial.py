# The tables of a case.

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ActionRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(db_index=True)),
                ("identity", models.TextField(db_index=True)),
                ("record", models.TextField()),
                ("owner", models.TextField()),
                ("due", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AttackRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(db_index=True)),
                ("identity", models.TextField(db_index=True)),
                ("record", models.TextField()),
                ("events", models.BigIntegerField()),
                ("cause", models.TextField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identity", models.TextField()),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="DecisionRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.TextField(db_index=True)),
                ("subject", models.TextField(db_index=True)),
                ("verdict", models.TextField()),
                ("decided_by", models.TextField()),
                ("decided_at", models.DateTimeField()),
                ("grounds", models.TextField()),
                ("revision", models.TextField()),
                ("entry", models.PositiveBigIntegerField()),
                ("is_current", models.BooleanField(db_index=True, default=True)),
            ],
        ),
        migrations.CreateModel(
            name="DoubtfulPairRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(db_index=True)),
                ("identity", models.TextField(db_index=True)),
                ("record", models.TextField()),
                ("left", models.TextField(db_index=True)),
                ("right", models.TextField(db_index=True)),
                ("probability", models.FloatField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DutyRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(db_index=True)),
                ("identity", models.TextField(db_index=True)),
                ("record", models.TextField()),
                ("jurisdiction", models.TextField(db_index=True)),
                ("recipient", models.TextField(db_index=True)),
                ("required", models.TextField()),
                ("due", models.DateTimeField(db_index=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EventRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True)),
                ("tactic", models.TextField()),
                ("text", models.TextField()),
                ("evidence", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="EvidenceRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(db_index=True)),
                ("identity", models.TextField(db_index=True)),
                ("record", models.TextField()),
                ("role", models.TextField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExhibitRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(db_index=True)),
                ("identity", models.TextField(db_index=True)),
                ("record", models.TextField()),
                ("name", models.TextField()),
                ("role", models.TextField()),
                ("form", models.TextField()),
                ("sha256", models.TextField(db_index=True)),
                ("size", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FactRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.TextField(db_index=True)),
                ("value", models.TextField()),
                ("source", models.TextField()),
                ("known_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.TextField()),
                ("is_current", models.BooleanField(db_index=True, default=True)),
                ("is_withdrawn", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="HoldingRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.TextField(unique=True)),
                ("count", models.PositiveBigIntegerField()),
                ("digest", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="JournalRow",
            fields=[
                ("sequence", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("at", models.TextField()),
                ("actor", models.TextField()),
                ("action", models.TextField()),
                ("subject", models.TextField()),
                ("details", models.TextField()),
                ("previous", models.TextField()),
                ("mac", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="NoticeRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(db_index=True)),
                ("identity", models.TextField(db_index=True)),
                ("record", models.TextField()),
                ("form", models.TextField()),
                ("jurisdiction", models.TextField()),
                ("recipient", models.TextField()),
                ("person", models.TextField(db_index=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OfferRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(db_index=True)),
                ("identity", models.TextField(db_index=True)),
                ("record", models.TextField()),
                ("person", models.TextField(db_index=True)),
                ("service", models.TextField()),
                ("required", models.BooleanField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OrganisationRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(db_index=True)),
                ("identity", models.TextField(db_index=True)),
                ("record", models.TextField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PartRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField(db_index=True)),
                ("place", models.PositiveIntegerField()),
                ("path", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="PersonRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(db_index=True)),
                ("identity", models.TextField(db_index=True)),
                ("record", models.TextField()),
                ("name", models.TextField(db_index=True)),
                ("residence", models.TextField(db_index=True)),
                ("relation", models.TextField()),
                ("elements", models.TextField()),
                ("minor", models.BooleanField()),
                ("deceased", models.BooleanField()),
                ("confidence", models.FloatField()),
                ("haystack", models.TextField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StepRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField(unique=True)),
                ("fingerprint", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="UnreadRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(db_index=True)),
                ("identity", models.TextField(db_index=True)),
                ("record", models.TextField()),
                ("locator", models.TextField()),
                ("reason", models.TextField(db_index=True)),
                ("step", models.TextField()),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
