"""Tasks and fields of the organisation's own."""

from django.db import migrations, models


def row(*more: tuple[str, models.Field]) -> list[tuple[str, models.Field]]:  # type: ignore[type-arg]
    """The columns that rows of every kind have."""
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("place", models.PositiveIntegerField(db_index=True)),
        ("identity", models.TextField(db_index=True)),
        ("record", models.TextField()),
        *more,
    ]


class Migration(migrations.Migration):
    dependencies = [("casefile", "0008_words_found")]

    operations = [
        migrations.CreateModel(name="TaskRow", fields=row(("blocks", models.TextField(db_index=True))), options={"abstract": False}),
        migrations.CreateModel(name="OwnFieldRow", fields=row(), options={"abstract": False}),
        migrations.CreateModel(name="OwnValueRow", fields=row(), options={"abstract": False}),
    ]
