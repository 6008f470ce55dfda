"""What `doctor` looks at in the database: is it there, is it at the state of the code, are the guards in place."""

from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connection

from annotations.engine.findings import Check, Finding, fail, ok, warn
from annotations.engine.preparation import waiting_migrations
from annotations.models.guards import guards_missing


def database() -> Iterator[Finding]:
    """Everything about it, or why it cannot be reached."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        name = connection.settings_dict["NAME"]
        yield fail("database", f"{name}: {str(error).strip()}", "start it, or correct DATABASE_URL")
        return
    yield ok("database", kind())
    yield from migrations()
    if connection.vendor == "postgresql":
        yield from role()


def kind() -> str:
    """Which one, and where."""
    version = ".".join(str(part) for part in connection.get_database_version())
    return f"{connection.display_name} {version}, {connection.settings_dict['NAME']}"


def migrations() -> Iterator[Finding]:
    """Tables and guards."""
    waiting = waiting_migrations()
    if waiting:
        yield fail("migrations", f"{len(waiting)} not applied, the first is {waiting[0]}", "manage.py migrate")
        return
    yield ok("migrations", "all applied")
    missing = guards_missing()
    if missing:
        said = f"{len(missing)} missing, the first is {missing[0]}"
        yield fail("guards", said, "manage.py migrate puts them back; then manage.py verify_ledger")
    else:
        yield ok("guards", "all in place")


def role() -> Iterator[Finding]:
    """On PostgreSQL: whoever owns the tables, or is a superuser, can take the guards down."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, current_setting('is_superuser') = 'on',"
            " (SELECT count(*) FROM pg_tables WHERE tablename LIKE 'annotations_%' AND tableowner = current_user)"
        )
        name, is_superuser, owned = cursor.fetchone()
    advice = "give the site a role of its own and put the owner into DATABASE_OWNER_URL (docs/operations.md)"
    if is_superuser:
        yield warn("database role", f"{name} is a superuser and could take the guards down", advice)
    elif owned:
        yield warn("database role", f"{name} owns the tables and could take the guards down", advice)
    else:
        separate = "DATABASE_OWNER_URL migrates" if settings.DATABASE_OWNER_URL else "somebody else migrates"
        yield ok("database role", f"{name} owns nothing; {separate}")


DATABASE_CHECKS: tuple[Check, ...] = (database,)
