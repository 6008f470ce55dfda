"""The guards come back after a migration, and one that is gone, off or toothless is named."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.models.guards import guard_names, guards_missing, install_guards, lift_guards

CLAIM = "claimdesk_guard_annotations_claim"
pytestmark = pytest.mark.django_db
sqlite_only = pytest.mark.skipif("sqlite" not in connection.vendor, reason="only SQLite rebuilds tables")
postgres_only = pytest.mark.skipif("postgresql" not in connection.vendor, reason="PostgreSQL's own ways in")


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def the_claims_guard() -> str:
    """The guard of changes of claims."""
    return f"{CLAIM}_update" if connection.vendor == "sqlite" else f"{CLAIM}_row"


def drop(name: str) -> None:
    run(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else " ON annotations_claim"))


def test_a_migrated_database_has_every_guard() -> None:
    assert guards_missing() == []


def test_a_dropped_guard_is_named_and_comes_back() -> None:
    drop(the_claims_guard())
    assert guards_missing() == [the_claims_guard()]
    install_guards()
    assert guards_missing() == []


def test_a_guard_that_lets_everything_through_counts_as_missing() -> None:
    name = the_claims_guard()
    if connection.vendor == "sqlite":
        drop(name)
        run(f"CREATE TRIGGER {name} BEFORE UPDATE ON annotations_claim BEGIN SELECT 1; END")
    else:
        run(
            "CREATE OR REPLACE FUNCTION claimdesk_guard_object() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN RETURN NEW; END'"
        )
    assert name in guards_missing()
    install_guards()
    assert guards_missing() == []


@postgres_only
@pytest.mark.parametrize("state", ["DISABLE TRIGGER", "ENABLE TRIGGER", "ENABLE REPLICA TRIGGER"])
def test_a_guard_that_does_not_always_fire_counts_as_missing(state: str) -> None:
    run(f"ALTER TABLE annotations_claim {state} {CLAIM}_row")
    assert guards_missing() == [f"{CLAIM}_row"]


@sqlite_only
def test_a_rebuilt_table_loses_its_guards_until_they_are_put_back() -> None:
    run(
        "CREATE TABLE new__sighting AS SELECT * FROM annotations_sighting",
        "DROP TABLE annotations_sighting",
        "ALTER TABLE new__sighting RENAME TO annotations_sighting",
    )
    gone = [f"claimdesk_guard_annotations_sighting_{word}" for word in ("insert", "update", "delete")]
    assert guards_missing() == gone
    install_guards()
    assert guards_missing() == []


@sqlite_only
def test_a_migration_can_lift_the_guards_to_rebuild_the_touches() -> None:
    """SQLite refuses to rename a table into one that other tables' triggers name."""
    lift_guards(None, connection.SchemaEditorClass(connection))
    run(
        "CREATE TABLE new__touch AS SELECT * FROM annotations_ledgertouch",
        "DROP TABLE annotations_ledgertouch",
        "ALTER TABLE new__touch RENAME TO annotations_ledgertouch",
    )
    assert guards_missing() == guard_names("sqlite")
    install_guards()
    assert guards_missing() == []


def test_migrating_puts_them_back() -> None:
    drop(the_claims_guard())
    call_command("migrate", verbosity=0, skip_checks=False)  # the check that finds them gone is no obstacle
    assert guards_missing() == []


def test_looking_for_them_is_one_query() -> None:
    with CaptureQueriesContext(connection) as queries:
        guards_missing()
    assert len(queries) == 1


def test_the_database_check_names_what_is_missing() -> None:
    call_command("check", databases=["default"], fail_level="WARNING", verbosity=0)
    drop(the_claims_guard())
    with pytest.raises(SystemCheckError, match=the_claims_guard()):
        call_command("check", databases=["default"], fail_level="WARNING", verbosity=0)
