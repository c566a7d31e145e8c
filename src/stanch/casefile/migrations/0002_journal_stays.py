"""The database itself refuses to change or remove an entry of the journal."""

from django.db import migrations

REFUSALS = {
    "journal_no_update": "UPDATE",
    "journal_no_delete": "DELETE",
}


def add(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    for name, verb in REFUSALS.items():
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON casefile_journalrow BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )


def remove(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    for name in REFUSALS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("casefile", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
