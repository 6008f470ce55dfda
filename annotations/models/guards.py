"""The walls in the database: no change without its ledger event, no change of the ledger at all.

Triggers, not model methods, because `QuerySet.update()`, raw SQL, the shell and forgotten code pass a method by. They
are walls against mistakes and against whoever has only the application's reach; whoever owns the database file or the
superuser role can take them down, and is then found by `verify_ledger`.

Installed after every migration, since SQLite drops the triggers of a table it rebuilds without a word.
"""

from typing import Any

from django.apps import apps
from django.db import connections

from annotations.models.base import Guarded

PREFIX = "claimdesk_guard"
MESSAGE = "claimdesk guard"

# Rows of these are never changed or removed; the columns are those that make a row the only one of its kind.
APPEND_ONLY = {
    "annotations_ledgerevent": (("id",), ("stream", "seq"), ("hash",)),
    "annotations_ledgertouch": (("id",), ("object_type", "object_id", "object_version")),
    "annotations_ledgerpayload": (("event_id",),),
}
HEADS = "annotations_ledgerhead"
TOUCHES = "annotations_ledgertouch"


def guarded_models() -> list[type[Guarded]]:
    """Every model whose rows need an event, in a fixed order."""
    found = [model for model in apps.get_app_config("annotations").get_models() if issubclass(model, Guarded)]
    return sorted(found, key=lambda model: model._meta.db_table)


def install_guards(*, using: str = "default", **from_signal: Any) -> None:
    """Put every guard in place, replacing older ones. Run by `post_migrate`; safe to repeat."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if not set(APPEND_ONLY) <= tables or any(model._meta.db_table not in tables for model in guarded_models()):
        return  # migrated to a point before the ledger
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def guards_missing(*, using: str = "default") -> list[str]:
    """Names of guards that are not in the database, or are switched off there. One query."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            # 'A' is ENABLE ALWAYS: it also fires while session_replication_role is replica.
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'")
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in guard_names(connection.vendor) if name not in present]


def statements(vendor: str) -> list[str]:
    """The SQL that puts the guards in place."""
    return sqlite_statements() if vendor == "sqlite" else postgres_statements()


def guard_names(vendor: str) -> list[str]:
    """The triggers that have to be there."""
    words = ("insert", "update", "delete") if vendor == "sqlite" else ("row", "truncate")
    tables = [*(model._meta.db_table for model in guarded_models()), *APPEND_ONLY, HEADS]
    names = [f"{PREFIX}_{table}_{word}" for table in tables for word in words]
    if vendor == "sqlite":
        names.remove(f"{PREFIX}_{HEADS}_insert")
    return names


# --- SQLite ------------------------------------------------------------------------------------------------------


def sqlite_trigger(table: str, word: str, when: str, complaint: str) -> list[str]:
    """Drop and create one trigger that refuses what `when` describes."""
    name = f"{PREFIX}_{table}_{word}"
    condition = f"WHEN {when} " if when else ""
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE {word.upper()} ON {table} FOR EACH ROW {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}: {table}: {complaint}'); END",
    ]


def sqlite_statements() -> list[str]:
    """Guards for SQLite. INSERT OR REPLACE removes the old row without asking the DELETE trigger unless
    recursive_triggers is on, and another client may not set it: so inserting over a row is refused as well."""
    result: list[str] = []
    for model in guarded_models():
        table, kind = model._meta.db_table, model.OBJECT_TYPE
        no_event = (
            f"NOT EXISTS (SELECT 1 FROM {TOUCHES} t WHERE t.object_type = '{kind}' "
            "AND t.object_id = NEW.uid AND t.object_version = NEW.row_version)"
        )
        there = f"EXISTS (SELECT 1 FROM {table} o WHERE o.uid = NEW.uid OR o.id = NEW.id)"
        result += sqlite_trigger(
            table, "insert", f"NEW.row_version <> 1 OR {there} OR {no_event}", "a new row needs its event"
        )
        moved = "NEW.row_version <> OLD.row_version + 1 OR NEW.uid <> OLD.uid OR NEW.id <> OLD.id"
        if kind == "article":
            moved += " OR (OLD.text IS NOT NULL AND NEW.text IS NOT OLD.text)"
        result += sqlite_trigger(table, "update", f"{moved} OR {no_event}", "a change needs its event")
        result += sqlite_trigger(table, "delete", "", "rows are never deleted")
    for table, uniques in APPEND_ONLY.items():
        same = " OR ".join("(" + " AND ".join(f"o.{c} = NEW.{c}" for c in columns) + ")" for columns in uniques)
        result += sqlite_trigger(
            table, "insert", f"EXISTS (SELECT 1 FROM {table} o WHERE {same})", "events are never replaced"
        )
        result += sqlite_trigger(table, "update", "", "events are never changed")
        result += sqlite_trigger(table, "delete", "", "events are never deleted")
    result += sqlite_trigger(
        HEADS, "update", "NEW.seq <> OLD.seq + 1 OR NEW.stream <> OLD.stream", "a head moves by one event"
    )
    result += sqlite_trigger(HEADS, "delete", "", "heads are never deleted")
    return result


# --- PostgreSQL --------------------------------------------------------------------------------------------------

POSTGRES_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION {PREFIX}_object() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE complaint text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        complaint := 'rows are never deleted';
    ELSIF TG_OP = 'INSERT' AND NEW.row_version <> 1 THEN
        complaint := 'a new row begins at version 1';
    ELSIF TG_OP = 'UPDATE' AND (NEW.row_version <> OLD.row_version + 1 OR NEW.uid <> OLD.uid OR NEW.id <> OLD.id) THEN
        complaint := 'a change needs its event';
    ELSIF NOT EXISTS (
        SELECT 1 FROM {TOUCHES} t
        WHERE t.object_type = TG_ARGV[0] AND t.object_id = NEW.uid AND t.object_version = NEW.row_version
    ) THEN
        complaint := 'a change needs its event';
    END IF;
    IF complaint IS NULL AND TG_OP = 'UPDATE' AND TG_ARGV[0] = 'article' THEN
        IF (to_jsonb(OLD) ->> 'text') IS NOT NULL AND NEW.text IS DISTINCT FROM OLD.text THEN
            complaint := 'the text is set once';
        END IF;
    END IF;
    IF complaint IS NOT NULL THEN
        RAISE EXCEPTION '{MESSAGE}: %: %', TG_TABLE_NAME, complaint USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $guard$;

CREATE OR REPLACE FUNCTION {PREFIX}_ledger() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    RAISE EXCEPTION '{MESSAGE}: %: events are never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $guard$;

CREATE OR REPLACE FUNCTION {PREFIX}_head() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.seq <> OLD.seq + 1 OR NEW.stream <> OLD.stream THEN
        RAISE EXCEPTION '{MESSAGE}: %: a head moves by one event', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $guard$;
"""


def postgres_trigger(table: str, events: str, function: str) -> list[str]:
    """The row guard and the TRUNCATE guard of one table, on even while session_replication_role is replica."""
    row, truncate = f"{PREFIX}_{table}_row", f"{PREFIX}_{table}_truncate"
    return [
        f"DROP TRIGGER IF EXISTS {row} ON {table}",
        f"CREATE TRIGGER {row} BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {row}",
        f"DROP TRIGGER IF EXISTS {truncate} ON {table}",
        f"CREATE TRIGGER {truncate} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}_ledger()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {truncate}",
    ]


def postgres_statements() -> list[str]:
    """Guards for PostgreSQL."""
    result = [POSTGRES_FUNCTIONS]
    for model in guarded_models():
        result += postgres_trigger(
            model._meta.db_table, "INSERT OR UPDATE OR DELETE", f"{PREFIX}_object('{model.OBJECT_TYPE}')"
        )
    for table in APPEND_ONLY:
        result += postgres_trigger(table, "UPDATE OR DELETE", f"{PREFIX}_ledger()")
    result += postgres_trigger(HEADS, "UPDATE OR DELETE", f"{PREFIX}_head()")
    return result
