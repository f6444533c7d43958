"""The database itself refuses to change or remove what the log says, on both engines."""

from django.db import migrations

TABLES = ("log_entry", "log_subject")
SAYS = "the log is append-only"


def install(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    with schema_editor.connection.cursor() as cursor:
        for statement in statements(vendor):
            cursor.execute(statement)


def statements(vendor):
    """What creates the triggers on one engine."""
    if vendor == "postgresql":
        yield (
            "CREATE OR REPLACE FUNCTION log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$"
        )
    for table in TABLES:
        for event in ("update", "delete"):
            if vendor == "postgresql":
                yield (
                    f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION log_is_append_only()"
                )
            else:
                yield (
                    f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
                )
        if vendor == "postgresql":
            yield (
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only()"
            )


def remove(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    with schema_editor.connection.cursor() as cursor:
        for table in TABLES:
            for event in ("update", "delete", "truncate"):
                if vendor == "postgresql":
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event} ON {table}")
                elif event != "truncate":
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}")


class Migration(migrations.Migration):
    dependencies = [("log", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
