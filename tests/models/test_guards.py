"""No guarded row comes, changes or goes without its event, whichever way somebody tries."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from annotations.models.articles import Article
from annotations.models.base import Guarded, new_uid
from annotations.models.guards import guard_names, guarded_models
from annotations.models.users import User
from tests.models.rows import PRIZES, columns_and_values, event_in_the_making, one_of_each, twin_of
from tests.story import MakeArticle

KINDS = [model.OBJECT_TYPE for model in guarded_models()]
sqlite_only = pytest.mark.skipif("sqlite" not in connection.vendor, reason="SQLite's own ways in")
postgres_only = pytest.mark.skipif("postgresql" not in connection.vendor, reason="PostgreSQL's own ways in")


@contextmanager
def refused() -> Iterator[None]:
    """The database says no, and names the guard."""
    if connection.vendor == "postgresql":  # or TRUNCATE fails over what the deferred constraints still wait for
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="claimdesk guard"), transaction.atomic():
        yield


@pytest.fixture
def rows(article: Article, ana: User) -> dict[str, Guarded]:
    return one_of_each(article, ana)


def test_every_guarded_model_is_attacked_here() -> None:
    assert set(KINDS) == set(PRIZES)


def test_a_bare_update_is_refused(rows: dict[str, Guarded]) -> None:
    for kind in KINDS:
        row, (name, value) = rows[kind], PRIZES[kind]
        with refused():
            type(row)._default_manager.filter(pk=row.pk).update(**{name: value})


def test_a_bare_save_is_refused(rows: dict[str, Guarded]) -> None:
    for kind in KINDS:
        row, (name, value) = rows[kind], PRIZES[kind]
        setattr(row, name, value)
        with refused():
            row.save()


def test_the_next_version_without_its_touch_is_refused(rows: dict[str, Guarded]) -> None:
    for kind in KINDS:
        row, (name, value) = rows[kind], PRIZES[kind]
        with refused():
            type(row)._default_manager.filter(pk=row.pk).update(row_version=F("row_version") + 1, **{name: value})


def test_a_touch_for_another_version_is_no_permission(rows: dict[str, Guarded]) -> None:
    for kind in KINDS:
        row, (name, value) = rows[kind], PRIZES[kind]
        event_in_the_making(touches=[(kind, row.uid, row.row_version + 2)])
        with refused():
            type(row)._default_manager.filter(pk=row.pk).update(row_version=row.row_version + 1, **{name: value})
        with refused():  # the version it names would leave one out
            type(row)._default_manager.filter(pk=row.pk).update(row_version=row.row_version + 2, **{name: value})


def test_a_touch_for_another_object_is_no_permission(rows: dict[str, Guarded]) -> None:
    for kind in KINDS:
        row, (name, value) = rows[kind], PRIZES[kind]
        other = KINDS[(KINDS.index(kind) + 1) % len(KINDS)]
        event_in_the_making(touches=[(kind, new_uid(), row.row_version + 1), (other, row.uid, row.row_version + 1)])
        with refused():
            type(row)._default_manager.filter(pk=row.pk).update(row_version=row.row_version + 1, **{name: value})


def test_first_the_event_then_the_row_is_allowed(rows: dict[str, Guarded]) -> None:
    for kind in KINDS:
        row, (name, value) = rows[kind], PRIZES[kind]
        event_in_the_making(touches=[(kind, row.uid, row.row_version + 1)])
        changed = type(row)._default_manager.filter(pk=row.pk).update(row_version=row.row_version + 1, **{name: value})
        assert changed == 1
        with refused():  # and a second change needs a second event
            type(row)._default_manager.filter(pk=row.pk).update(row_version=row.row_version + 1, **{name: value})


def test_a_row_cannot_move_to_another_uid_or_key(rows: dict[str, Guarded]) -> None:
    for kind in KINDS:
        row, uid = rows[kind], new_uid()
        event_in_the_making(touches=[(kind, row.uid, row.row_version + 1), (kind, uid, row.row_version + 1)])
        with refused():
            type(row)._default_manager.filter(pk=row.pk).update(row_version=row.row_version + 1, uid=uid)
        with refused():
            changes: dict[str, Any] = {"row_version": row.row_version + 1, "id": 987_654}
            type(row)._default_manager.filter(pk=row.pk).update(**changes)


def test_a_new_row_needs_its_event(rows: dict[str, Guarded]) -> None:
    for kind in KINDS:
        twin = twin_of(rows[kind])
        with refused():
            twin.save(force_insert=True)
        event_in_the_making(touches=[(kind, twin.uid, 1)])
        twin.save(force_insert=True)
        assert type(twin)._default_manager.filter(uid=twin.uid).exists()


def test_a_new_row_begins_at_version_one(rows: dict[str, Guarded]) -> None:
    for kind in KINDS:
        twin = twin_of(rows[kind])
        twin.row_version = 2
        event_in_the_making(touches=[(kind, twin.uid, 2)])
        with refused():
            twin.save(force_insert=True)


def test_bulk_create_is_refused(rows: dict[str, Guarded]) -> None:
    for kind in KINDS:
        twin = twin_of(rows[kind])
        with refused():
            type(twin)._default_manager.bulk_create([twin])


def test_an_upsert_over_a_row_is_refused(rows: dict[str, Guarded]) -> None:
    for kind in KINDS:
        row, (name, value) = rows[kind], PRIZES[kind]
        setattr(row, name, value)
        with refused():
            type(row)._default_manager.bulk_create(
                [row], update_conflicts=True, update_fields=[name], unique_fields=["uid"]
            )


def test_deleting_is_refused_with_or_without_an_event(rows: dict[str, Guarded]) -> None:
    for kind in KINDS:
        row = rows[kind]
        event_in_the_making(touches=[(kind, row.uid, row.row_version + 1)])
        with refused(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])
        with refused():
            type(row)._default_manager.filter(pk=row.pk)._raw_delete("default")


def test_raw_sql_is_refused(rows: dict[str, Guarded]) -> None:
    for kind in KINDS:
        row, (name, value) = rows[kind], PRIZES[kind]
        with refused(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {row._meta.db_table} SET {name} = %s WHERE id = %s", [value, row.pk])


@sqlite_only
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_insert_or_replace_is_refused_whatever_the_pragma(rows: dict[str, Guarded], recursive: str) -> None:
    for kind in KINDS:
        row, (name, value) = rows[kind], PRIZES[kind]
        setattr(row, name, value)
        event_in_the_making(touches=[(kind, row.uid, row.row_version + 1)])
        columns, values = columns_and_values(row)
        marks = ", ".join(["%s"] * len(values))
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA recursive_triggers = {recursive}")
            try:
                with refused():
                    cursor.execute(
                        f"INSERT OR REPLACE INTO {row._meta.db_table} ({', '.join(columns)}) VALUES ({marks})", values
                    )
                with refused():
                    cursor.execute(
                        f"INSERT OR REPLACE INTO {row._meta.db_table} (id, {', '.join(columns)}) VALUES (%s, {marks})",
                        [row.pk, *values],
                    )
            finally:
                cursor.execute("PRAGMA recursive_triggers = ON")


@postgres_only
def test_truncate_is_refused(rows: dict[str, Guarded]) -> None:
    for kind in KINDS:
        with refused(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {rows[kind]._meta.db_table} CASCADE")


@postgres_only
def test_a_replication_role_does_not_switch_the_guards_off(rows: dict[str, Guarded]) -> None:
    for kind in KINDS:
        row, (name, value) = rows[kind], PRIZES[kind]
        with refused(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(f"UPDATE {row._meta.db_table} SET {name} = %s WHERE id = %s", [value, row.pk])


def test_the_words_of_an_article_are_set_once(make_article: MakeArticle) -> None:
    article = make_article()
    event_in_the_making(touches=[("article", article.uid, article.row_version + 1)])
    with refused():
        Article.objects.filter(pk=article.pk).update(text="Other words.", row_version=F("row_version") + 1)
    with refused():
        Article.objects.filter(pk=article.pk).update(text=None, row_version=F("row_version") + 1)


def test_an_article_without_words_takes_them_with_its_event(article: Article) -> None:
    waiting = twin_of(article)
    waiting.text = None  # type: ignore[attr-defined]
    event_in_the_making(touches=[("article", waiting.uid, 1), ("article", waiting.uid, 2)])
    waiting.save(force_insert=True)
    Article.objects.filter(pk=waiting.pk).update(text="Words at last.", row_version=2)
    assert Article.objects.get(pk=waiting.pk).text == "Words at last."


# --- The ledger's own tables -------------------------------------------------------------------------------------

LEDGER_ATTACKS = {
    "annotations_ledgerevent": ("actor_label", "somebody else"),
    "annotations_ledgertouch": ("state_digest", "f" * 64),
    "annotations_ledgerpayload": ("body", "{}"),
}


@pytest.mark.parametrize("table", LEDGER_ATTACKS)
def test_the_ledger_is_never_changed_or_emptied(article: Article, table: str) -> None:
    name, value = LEDGER_ATTACKS[table]
    with refused(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {name} = %s", [value])
    with refused(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


@postgres_only
@pytest.mark.parametrize("table", [*LEDGER_ATTACKS, "annotations_ledgerhead"])
def test_the_ledger_is_never_truncated(article: Article, table: str) -> None:
    with refused(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


@sqlite_only
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("table", [*LEDGER_ATTACKS, "annotations_ledgerhead"])
def test_the_ledger_is_never_replaced(article: Article, table: str, recursive: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers = {recursive}")
        try:
            with refused():
                cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
        finally:
            cursor.execute("PRAGMA recursive_triggers = ON")


def test_an_event_that_is_complete_takes_no_more_touches(rows: dict[str, Guarded]) -> None:
    """Else a row could be changed under an old event's name."""
    claim, table = rows["claim"], "annotations_ledgertouch"
    with refused(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (event_id, object_type, object_id, object_version, state_digest) "
            f"SELECT max(event_id), 'claim', (SELECT uid FROM annotations_claim WHERE id = %s), %s, '0' FROM {table}",
            [claim.pk, claim.row_version + 1],
        )


@pytest.mark.parametrize(
    "change", ["seq = seq + 2", "seq = seq - 1", "hash = 'f'", "stream = stream || 'x', seq = seq + 1"]
)
def test_a_head_only_moves_by_one_event(article: Article, change: str) -> None:
    with refused(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE annotations_ledgerhead SET {change} WHERE stream = %s", [f"article:{article.uid}"])


def test_a_head_is_never_deleted_and_begins_at_nothing(article: Article) -> None:
    with refused(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM annotations_ledgerhead WHERE stream = %s", [f"article:{article.uid}"])
    with refused(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO annotations_ledgerhead (stream, seq, hash) VALUES ('site:x', 3, 'f')")


def test_every_guard_has_a_name_of_its_own() -> None:
    names = guard_names(connection.vendor)
    assert len(names) == len(set(names)) > 20
