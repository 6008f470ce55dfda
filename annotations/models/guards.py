"""The walls in the database: no change without its ledger event, no change of the ledger at all.

Triggers, not model methods, because `QuerySet.update()`, raw SQL, the shell and forgotten code pass a method by. They
are walls against mistakes and against whoever has only the application's reach; whoever owns the database file or the
superuser role can take them down, and is then found by `verify_ledger`.

Installed after every migration, since SQLite drops the triggers of a table it rebuilds without a word.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from annotations.models import guards_postgres, guards_sqlite
from annotations.models.guarded import APPEND_ONLY, HEADS, MESSAGE, PREFIX, TOUCHES, guarded_models

__all__ = [
    "APPEND_ONLY",
    "HEADS",
    "MESSAGE",
    "PREFIX",
    "TOUCHES",
    "guard_names",
    "guarded_models",
    "guards_missing",
    "install_guards",
    "ledger_is_there",
    "lift_guards",
]


def install_guards(*, using: str = "default", **from_signal: Any) -> None:
    """Put every guard in place, replacing older ones. Run by `post_migrate`; safe to repeat."""
    if not ledger_is_there(using=using):
        return  # migrated to a point before the ledger
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def ledger_is_there(*, using: str = "default") -> bool:
    """Whether the database was migrated as far as the tables to guard. One query."""
    tables = set(connections[using].introspection.table_names())
    return set(APPEND_ONLY) <= tables and all(model._meta.db_table in tables for model in guarded_models())


def guards_missing(*, using: str = "default") -> list[str]:
    """Names of guards that are not in the database, are switched off there, or were replaced by something else. One
    query."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        else:
            # 'A' is ENABLE ALWAYS: it also fires while session_replication_role is replica.
            cursor.execute(
                "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
                "WHERE NOT t.tgisinternal AND t.tgenabled = 'A'"
            )
        present = dict(cursor.fetchall())
    return [name for name, text in texts(connection.vendor).items() if present.get(name) != text]


def guard_names(vendor: str) -> list[str]:
    """The triggers that have to be there."""
    return list(texts(vendor))


def lift_guards(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For a migration's RunPython: take the guards down before it rebuilds the touches' table on SQLite, whose RENAME
    refuses while other tables' triggers name it. They come back with `post_migrate`."""
    if schema_editor.connection.vendor == "sqlite":
        for name in guard_names("sqlite"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def texts(vendor: str) -> dict[str, str]:
    """Each guard's name with the text the database keeps of it: the statement on SQLite, the function's body else."""
    if vendor == "sqlite":
        return guards_sqlite.triggers()
    return {name: body for name, (_table, _statement, body) in guards_postgres.triggers().items()}


def statements(vendor: str) -> list[str]:
    """The SQL that puts the guards in place."""
    if vendor == "sqlite":
        pairs = guards_sqlite.triggers().items()
        return [line for name, create in pairs for line in (f"DROP TRIGGER IF EXISTS {name}", create)]
    result = guards_postgres.functions()
    for name, (table, create, _body) in guards_postgres.triggers().items():
        always = f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"
        result += [f"DROP TRIGGER IF EXISTS {name} ON {table}", create, always]
    return result
