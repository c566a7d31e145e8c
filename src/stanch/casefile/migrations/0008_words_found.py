# Words in the list of people are found in an index of every three letters.

from django.db import ProgrammingError, migrations, transaction

TABLE = "casefile_personwords"
INDEX = "casefile_personwords"


def add(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        schema_editor.execute(
            f"CREATE VIRTUAL TABLE {TABLE} USING fts5("
            "haystack, content='casefile_personrow', content_rowid='id', tokenize='trigram', detail='none')"
        )
        schema_editor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('rebuild')")
        return
    try:
        with transaction.atomic(using=connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public")
    except ProgrammingError:
        # Whoever owns the database has not allowed it: searching reads the list, which is slower and as right.
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm'")
        place = connection.ops.quote_name(cursor.fetchone()[0])
    schema_editor.execute(f"CREATE INDEX {INDEX} ON casefile_personrow USING gin (haystack {place}.gin_trgm_ops)")


def remove(apps, schema_editor):
    kind = "INDEX" if schema_editor.connection.vendor == "postgresql" else "TABLE"
    schema_editor.execute(f"DROP {kind} IF EXISTS {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("casefile", "0007_people_by_name")]

    operations = [migrations.RunPython(add, remove)]
