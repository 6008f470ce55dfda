"""What somebody who owns the database can do, and who finds it out. Guards are down while they do it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from annotations.models.articles import Article
from annotations.models.base import Guarded, new_uid
from annotations.models.blobs import BlobChunk
from annotations.models.claims import Claim
from annotations.models.guards import guarded_models
from annotations.models.ledger import LedgerEvent, LedgerHead, LedgerPayload, LedgerTouch
from annotations.models.releases import Release
from annotations.models.users import User
from annotations.selectors import verification
from annotations.selectors.verification import ledger_verdict
from annotations.services.articles import Source, article_import
from annotations.services.claims import claim_skip
from annotations.services.judgements import judgement_record, judgement_undo
from annotations.services.ledger import open_entry, subject_of
from annotations.services.projects import project_create
from annotations.services.releases import release_freeze
from annotations.services.verbs import Verb
from tests.models.rows import PRIZES, one_of_each, twin_of
from tests.selectors.attacks import erase, forge, rehash, repair_head, sql, without_guards
from tests.story import NOON, MakeArticle, claims_of, minutes, person


@dataclass
class Story:
    """An article with a history, and one row of each kind."""

    article: Article
    rows: dict[str, Guarded]
    stream: str

    @property
    def events(self) -> list[LedgerEvent]:
        return list(LedgerEvent.objects.filter(stream=self.stream).order_by("seq"))

    def where(self, number: int) -> str:
        """The place of the stream's event, counted from 0."""
        return f"{self.stream}/{self.events[number].seq}"


@pytest.fixture
def story(article: Article, ana: User, ben: User) -> Story:
    rows = one_of_each(article, ana)
    claims = claims_of(article)
    for at, label in enumerate(("disputed", "opinion"), start=1):
        judgement_record(actor=person(ben), claim=claims[1], label=label, at=minutes(at))
    judgement_undo(actor=person(ben), claim=claims[1], at=minutes(3))
    return Story(article=article, rows=rows, stream=f"article:{article.uid}")


def codes(**options: Any) -> list[str]:
    return [fault.code for fault in ledger_verdict(**options).faults]


def first() -> tuple[str, str]:
    fault = ledger_verdict().faults[0]
    return fault.code, fault.where


def places() -> set[str]:
    """Where something is wrong, besides the guards that are down."""
    return {fault.where for fault in ledger_verdict(most=500).faults if fault.code != "guard_missing"}


@contextmanager
def taken_back() -> Iterator[None]:
    """What is done inside is undone afterwards, so that one story serves many attacks."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_what_nobody_touched_is_intact(story: Story) -> None:
    verdict = ledger_verdict()
    assert verdict.faults == []
    assert verdict.events == LedgerEvent.objects.count()
    assert verdict.rows >= len(story.rows)


def test_taking_the_guards_down_and_up_again_leaves_no_fault(story: Story) -> None:
    """The negative control of every test below."""
    with without_guards():
        pass
    assert ledger_verdict().intact


# --- Events ------------------------------------------------------------------------------------------------------

EDITS: dict[str, object] = {
    "actor_label": "Somebody else",
    "actor_id": "x",
    "on_behalf_of": "Ben",
    "door": "api",
    "request_id": "another-request",
    "verb": "claim.flagged",
    "subject": "claim:x",
    "reason": "Because.",
    "at": minutes(60),
    "payload_digest": "0" * 64,
    "touches_digest": "0" * 64,
    "prev_hash": "0" * 64,
    "hash": "0" * 64,
    "mac": "0" * 64,
    "key_id": "another",
}


def test_an_edited_event_is_named_whatever_was_edited(story: Story) -> None:
    assert set(EDITS) | {"id", "stream", "seq"} == {field.name for field in LedgerEvent._meta.concrete_fields}
    event, where = story.events[2], story.where(2)
    with without_guards():
        for column, value in EDITS.items():
            with taken_back():
                LedgerEvent.objects.filter(pk=event.pk).update(**{column: value})
                assert where in places(), column


def test_what_is_no_digest_at_all_is_a_fault_and_no_crash(story: Story) -> None:
    event, where = story.events[2], story.where(2)
    with without_guards():
        for column in ("hash", "prev_hash", "mac", "payload_digest", "touches_digest"):
            for value in ("", "zz", "é" * 32, "0" * 63 + "ü"):
                with taken_back():
                    LedgerEvent.objects.filter(pk=event.pk).update(**{column: value})
                    assert where in places(), (column, value)


def test_an_edited_touch_is_named(story: Story) -> None:
    event = story.events[2]
    with without_guards():
        LedgerTouch.objects.filter(event=event).update(state_digest="0" * 64)
    assert first() == ("touches_changed", story.where(2))


def test_a_touch_more_is_named(story: Story) -> None:
    with without_guards():
        LedgerTouch.objects.create(
            event=story.events[2], object_type="claim", object_id=new_uid(), object_version=1, state_digest="0"
        )
    assert first() == ("touches_changed", story.where(2))


@pytest.mark.parametrize("change", [{"body": "{}"}, {"salt": "00" * 16}, {"salt": "no hex"}])
def test_an_edited_payload_is_named(story: Story, change: dict[str, str]) -> None:
    with without_guards():
        LedgerPayload.objects.filter(event=story.events[2]).update(**change)
    assert first() == ("payload_changed", story.where(2))


def test_a_payload_that_is_gone_is_named(story: Story) -> None:
    with without_guards():
        sql("DELETE FROM annotations_ledgerpayload WHERE event_id = %s", story.events[2].pk)
    assert first() == ("payload_missing", story.where(2))


def test_an_event_missing_in_the_middle_is_named(story: Story) -> None:
    where = story.where(2)
    with without_guards():
        erase(story.events[2])
    assert first() == ("event_missing", where)


def test_a_cut_tail_is_found_by_the_head(story: Story) -> None:
    where = story.where(-1)
    with without_guards():
        erase(story.events[-1])
    assert first() == ("tail_cut", where)


def test_a_cut_tail_with_a_repaired_head_is_found_by_a_receipt(story: Story, ana: User) -> None:
    """Of an event that touched no row: nothing else in the database knows that it was there."""
    receipt = claim_skip(actor=person(ana), claim=claims_of(story.article)[2], at=NOON).receipt
    assert codes(receipts=[receipt]) == []
    with without_guards():
        erase(story.events[-1])
        repair_head(story.stream)
    assert codes() == [], "the limit docs/audit.md speaks of"
    assert codes(receipts=[receipt]) == ["receipt_unknown"]


def test_a_cut_tail_with_a_repaired_head_is_found_by_the_rows_it_touched(story: Story) -> None:
    """The last event was Ben's undo: the rows it changed are now ahead of the ledger."""
    with without_guards():
        erase(story.events[-1])
        repair_head(story.stream)
    assert set(codes()) == {"row_version_wrong", "row_without_event"}


def test_a_cut_tail_is_found_by_a_release_that_was_taken_after_it(story: Story, ana: User) -> None:
    claim_skip(actor=person(ana), claim=claims_of(story.article)[2], at=NOON)
    where = story.where(-1)
    release_freeze(actor=person(ana), release=Release.objects.get(), at=NOON)
    with without_guards():
        erase(story.events[-1])
        repair_head(story.stream)
    assert first() == ("event_missing", where)


def test_a_stream_that_is_gone_with_its_head_is_found_by_its_rows(story: Story) -> None:
    with without_guards():
        for event in story.events:
            erase(event)
        sql("DELETE FROM annotations_ledgerhead WHERE stream = %s", story.stream)
    assert set(codes()) == {"row_without_event"}


def test_a_stream_without_its_head_is_named(story: Story) -> None:
    with without_guards():
        sql("DELETE FROM annotations_ledgerhead WHERE stream = %s", story.stream)
    assert first() == ("head_missing", story.where(-1))


def test_two_events_that_changed_places_are_found(story: Story) -> None:
    second, third = story.events[1], story.events[2]
    with without_guards():
        LedgerEvent.objects.filter(pk=second.pk).update(seq=999)
        LedgerEvent.objects.filter(pk=third.pk).update(seq=second.seq)
        LedgerEvent.objects.filter(pk=second.pk).update(seq=third.seq)
    assert first()[1] == story.where(1)


def test_an_event_moved_to_another_article_is_found_in_both(story: Story, make_article: MakeArticle) -> None:
    other = f"article:{make_article().uid}"
    length = LedgerHead.objects.get(stream=other).seq
    moved = story.events[-1]
    with without_guards():
        LedgerEvent.objects.filter(pk=moved.pk).update(stream=other, seq=length + 1)
    found = {fault.where.rpartition("/")[0] for fault in ledger_verdict().faults}
    assert found == {story.stream, other}


def test_a_forged_event_without_the_key_is_found_by_its_mac(story: Story) -> None:
    with without_guards():
        forge(story.stream)
    assert first() == ("event_forged", story.where(-1))


def test_a_chain_hashed_again_after_an_edit_is_found_by_its_macs(story: Story) -> None:
    with without_guards():
        LedgerEvent.objects.filter(pk=story.events[2].pk).update(actor_label="Somebody else")
        rehash(story.stream)
    assert first() == ("event_forged", story.where(2))
    assert set(codes()) == {"event_forged"}


def test_whoever_has_the_key_too_is_found_by_a_receipt(story: Story) -> None:
    receipt = story.events[3].receipt
    with without_guards():
        LedgerEvent.objects.filter(pk=story.events[2].pk).update(actor_label="Somebody else")
        rehash(story.stream, key=settings.LEDGER_KEY.encode())
    assert codes() == []
    assert codes(receipts=[receipt]) == ["receipt_unknown"]


@pytest.mark.parametrize("receipt", ["", "/", "site/x/y", "a/b/c/d", "site/1", "site/١/f", f"site/{'9' * 40}/f"])
def test_what_is_no_receipt_is_none(story: Story, receipt: str) -> None:
    assert codes(receipts=[receipt]) == ["receipt_unknown"]


# --- Rows --------------------------------------------------------------------------------------------------------


def test_a_changed_row_is_named(story: Story) -> None:
    with without_guards():
        for kind, (name, value) in PRIZES.items():
            row = story.rows[kind]
            type(row)._default_manager.filter(pk=row.pk).update(**{name: value})
    changed = {fault.where for fault in ledger_verdict().faults if fault.code == "row_changed"}
    assert changed == {f"{kind}:{row.uid}" for kind, row in story.rows.items()}


@pytest.mark.parametrize("model", guarded_models())
def test_every_column_of_a_row_is_vouched_for(model: type[Guarded]) -> None:
    """All but the keys inside, the text (its fingerprint is) and a release's heads (their digest is)."""
    columns = {field.name for field in model._meta.concrete_fields}
    apart = {"article": {"text"}, "release": {"heads"}}.get(model.OBJECT_TYPE, set())
    assert columns - {"id", "uid", "row_version"} - apart == set(model.LEDGER_FIELDS)


def test_a_row_nobody_made_is_named(story: Story) -> None:
    twins = [twin_of(row) for row in story.rows.values()]
    with without_guards():
        for twin in twins:
            twin.save(force_insert=True)
    made = {fault.where for fault in ledger_verdict().faults if fault.code == "row_without_event"}
    assert made == {f"{twin.OBJECT_TYPE}:{twin.uid}" for twin in twins}


def test_a_row_with_another_version_is_named(story: Story) -> None:
    with without_guards():
        Claim.objects.filter(pk=story.rows["claim"].pk).update(row_version=9)
    assert first() == ("row_version_wrong", f"claim:{story.rows['claim'].uid}")


@pytest.mark.parametrize("kind", ["sighting", "judgement", "membership"])
def test_a_row_that_is_gone_is_named(story: Story, kind: str) -> None:
    row = story.rows[kind]
    with without_guards():
        sql(f"DELETE FROM {row._meta.db_table} WHERE id = %s", row.pk)
    assert ("row_missing", f"{kind}:{row.uid}") in [(f.code, f.where) for f in ledger_verdict().faults]


def test_a_row_that_refers_to_nothing_is_found(story: Story) -> None:
    """An inner join would have left it out."""
    claim = claims_of(story.article)[3]
    with without_guards():
        # The constraint is deferred until the test ends; by then it holds again.
        sql("UPDATE annotations_claim SET article_id = 999999 WHERE id = %s", claim.pk)
        assert ("row_changed", f"claim:{claim.uid}") in [(f.code, f.where) for f in ledger_verdict(most=500).faults]
        sql("UPDATE annotations_claim SET article_id = %s WHERE id = %s", story.article.pk, claim.pk)
    assert codes() == []


@pytest.mark.parametrize("text", ["Other words.", "", None])
def test_other_words_in_an_article_are_found(story: Story, text: str | None) -> None:
    with without_guards():
        Article.objects.filter(pk=story.article.pk).update(text=text)
    assert ("text_changed", f"article:{story.article.uid}") in [(f.code, f.where) for f in ledger_verdict().faults]


def test_a_state_nobody_decided_is_found_even_with_its_event(story: Story, ana: User) -> None:
    """Written with key and event, by a service with a mistake in it."""
    claim = claims_of(story.article)[2]
    entry = open_entry(actor=person(ana), stream=story.stream, at=NOON)
    entry.change(claim, state="agreed", label="opinion")
    entry.record(verb=Verb.JUDGEMENT_RECORDED, subject=subject_of(claim))
    assert first() == ("state_drifted", f"claim:{claim.uid}")


def test_a_quote_that_is_not_in_its_text_is_found(story: Story, ana: User) -> None:
    claim = claims_of(story.article)[2]
    entry = open_entry(actor=person(ana), stream=story.stream, at=NOON)
    entry.change(claim, start=claim.start + 1)
    entry.record(verb=Verb.CLAIM_RESIZED, subject=subject_of(claim))
    assert first() == ("quote_drifted", f"claim:{claim.uid}")


# --- Stored bytes ------------------------------------------------------------------------------------------------


def test_a_releases_rows_are_found_when_they_are_others(story: Story, ana: User) -> None:
    release = Release.objects.get()
    release_freeze(actor=person(ana), release=release, at=NOON)
    assert ledger_verdict().intact
    release.refresh_from_db()
    BlobChunk.objects.filter(blob=release.sha256).update(data=b'{"label":"opinion"}\n')
    assert first() == ("release_changed", f"release:{release.uid}")


def test_a_releases_heads_are_found_when_they_are_others(story: Story, ana: User) -> None:
    release = Release.objects.get()
    release_freeze(actor=person(ana), release=release, at=NOON)
    with without_guards():
        Release.objects.filter(pk=release.pk).update(heads={})
    assert first() == ("release_moved", f"release:{release.uid}")


def test_an_original_file_is_found_when_it_is_another(story: Story, ana: User) -> None:
    source = Source(body=b"<p>A tide table.</p>", filename="tides.html", media_type="text/html")
    article = article_import(actor=person(ana), project=story.article.project, source=source, at=NOON).article
    assert ledger_verdict().intact
    BlobChunk.objects.filter(blob=article.original_sha256).update(data=b"<p>Another table.</p>")
    assert first() == ("original_changed", f"article:{article.uid}")


# --- One project, many faults, cost ------------------------------------------------------------------------------


def test_one_projects_check_looks_at_its_own_streams_and_rows(story: Story, mia: User) -> None:
    other, _event = project_create(actor=person(mia), name="Night desk", at=NOON)
    with without_guards():
        LedgerEvent.objects.filter(pk=story.events[2].pk).update(actor_label="Somebody else")
    assert codes(project=story.article.project) == ["event_changed"]
    assert codes(project=other) == []


def test_it_stops_after_as_many_faults_as_were_asked_for(story: Story) -> None:
    with without_guards():
        LedgerEvent.objects.all().update(mac="0" * 64)
    assert len(codes(most=3)) == 3


def test_it_costs_the_same_queries_for_few_claims_and_many(make_article: MakeArticle, ana: User, ben: User) -> None:
    make_article(claims=2, judged_by=(ana, ben))
    few = queries()
    make_article(claims=40, judged_by=(ana, ben))
    assert queries() - few <= 5, "five for the second article, none for its claims"


def queries() -> int:
    with CaptureQueriesContext(connection) as captured:
        assert ledger_verdict().intact
    return len(captured)


def test_no_query_of_it_reads_an_articles_words_with_every_claim(story: Story) -> None:
    with CaptureQueriesContext(connection) as captured:
        ledger_verdict()
    reading = [q["sql"] for q in captured.captured_queries if '"annotations_article"."text"' in q["sql"]]
    assert all('FROM "annotations_article"' in sql_ and "JOIN" not in sql_ for sql_ in reading)


# --- Does each layer earn its place? -----------------------------------------------------------------------------

Attack = Callable[[Story], None]


def change_a_row(story: Story) -> None:
    Claim.objects.filter(pk=claims_of(story.article)[3].pk).update(checkworthy=0)


def change_the_words(story: Story) -> None:
    Article.objects.filter(pk=story.article.pk).update(text=(story.article.text or "") + " More.")


def remove_a_row(story: Story) -> None:
    sql("DELETE FROM annotations_sighting WHERE id = %s", story.rows["sighting"].pk)


def edit_an_event(story: Story) -> None:
    LedgerEvent.objects.filter(pk=story.events[2].pk).update(reason="Because.")


LAYERS: dict[str, tuple[Any, Attack]] = {
    "row_faults": (verification, change_a_row),
    "lost_rows": (verification, remove_a_row),
    "derived_faults": (verification, change_the_words),
    "chain_faults": (verification, edit_an_event),
}


@pytest.mark.parametrize("layer", LAYERS)
def test_without_one_layer_what_it_finds_stays_hidden(
    story: Story, monkeypatch: pytest.MonkeyPatch, layer: str
) -> None:
    module, attack = LAYERS[layer]
    with without_guards():
        attack(story)
    assert not ledger_verdict().intact
    monkeypatch.setattr(module, layer, lambda *args: iter(()))
    assert ledger_verdict().intact


GARBAGE = ("'rubbish'", "x'00ff'", "'2026-13-45 99:00:00'", "-1e400", "'a' || char(0)")
COLUMNS = {
    "claim": ("start", "created_at", "checkworthy", "uid"),
    "article": ("metadata",),
    "ledgerevent": ("at", "seq"),
    "ledgertouch": ("object_id", "object_version"),
}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite takes anything into any column")
@pytest.mark.parametrize("name", COLUMNS)
def test_garbage_in_a_column_is_a_fault_and_no_crash(story: Story, name: str) -> None:
    table = f"annotations_{name}"
    with without_guards():
        sql("PRAGMA ignore_check_constraints = ON")
        for column in COLUMNS[name]:
            for garbage in GARBAGE:
                with taken_back():
                    sql(f"UPDATE {table} SET {column} = {garbage} WHERE id = (SELECT max(id) FROM {table})")
                    assert places(), (column, garbage)
        sql("PRAGMA ignore_check_constraints = OFF")
