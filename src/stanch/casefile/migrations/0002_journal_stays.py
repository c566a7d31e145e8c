"""The database itself refuses to change or remove an entry of the journal."""

from django.db import migrations

REFUSALS = {
    "journal_no_update": "UPDATE",
    "journal_no_delete": "DELETE",
}

FUNCTION = """
CREATE FUNCTION journal_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
        schema_editor.execute(
            "CREATE TRIGGER journal_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON casefile_journalrow "
            "FOR EACH STATEMENT EXECUTE FUNCTION journal_stays()"
        )
        return
    for name, verb in REFUSALS.items():
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON casefile_journalrow BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER IF EXISTS journal_stays ON casefile_journalrow")
        schema_editor.execute("DROP FUNCTION IF EXISTS journal_stays()")
        return
    for name in REFUSALS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("casefile", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
