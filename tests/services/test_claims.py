"""Marking, moving, cutting, joining and withdrawing claims, flags and skips."""

from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from annotations.errors import (
    AnnotationError,
    ArticleArchived,
    ArticleNotReady,
    ClaimWithdrawn,
    InvalidValue,
    MergeNotPossible,
    QuoteMismatch,
    SpanBlank,
    SpanOutsideText,
    SpanOverlaps,
    SplitPointInvalid,
    VersionConflict,
)
from annotations.models.articles import Article
from annotations.models.claims import Claim, Flag, Skip
from annotations.models.evidence import Evidence
from annotations.models.judgements import Judgement
from annotations.models.users import User
from annotations.selectors.verification import ledger_verdict
from annotations.services.articles import Source, article_archive, article_import
from annotations.services.claims import (
    claim_flag,
    claim_flags_resolve,
    claim_mark,
    claim_merge,
    claim_resize,
    claim_skip,
    claim_split,
    claim_unflag,
    claim_withdraw,
)
from annotations.services.evidence import evidence_add
from annotations.services.judgements import judgement_record
from annotations.services.notes import note_draft_save, note_write
from tests.story import FERRY, NOON, MakeArticle, claims_of, minutes, person

TITLE_END = FERRY.index("\n")


def test_a_marked_claim_is_its_slice_of_the_text(ana: User, article: Article) -> None:
    claim, event = claim_mark(
        actor=person(ana), article=article, start=0, end=TITLE_END, quote=FERRY[:TITLE_END], at=NOON
    )
    assert claim.quote == "Ferry line orders two ships"
    assert (claim.origin, claim.state, claim.version) == ("person", "open", 1)
    assert event.subject == f"claim:{claim.uid}"


def test_an_emoji_counts_as_one(ana: User, make_article: MakeArticle) -> None:
    article = make_article("🚢🚢 ships 👩‍👩‍👧 sail", ready=False)
    claim, _event = claim_mark(actor=person(ana), article=article, start=3, end=8, quote="ships", at=NOON)
    assert claim.quote == "ships"
    with pytest.raises(QuoteMismatch):  # where a browser would have counted it
        claim_mark(actor=person(ana), article=article, start=5, end=10, quote="ships", at=NOON)


@pytest.mark.parametrize(
    ("start", "end", "error"),
    [
        (-1, 5, SpanOutsideText),
        (5, 5, SpanOutsideText),
        (6, 5, SpanOutsideText),
        (0, len(FERRY) + 1, SpanOutsideText),
        (TITLE_END, TITLE_END + 2, SpanBlank),
        (0, TITLE_END + 10, SpanOverlaps),
    ],
)
def test_a_span_that_cannot_be_is_refused(
    ana: User, article: Article, start: int, end: int, error: type[AnnotationError]
) -> None:
    with pytest.raises(error):
        claim_mark(actor=person(ana), article=article, start=start, end=end, at=NOON)


def test_who_is_in_the_way_is_named(ana: User, article: Article) -> None:
    first = claims_of(article)[0]
    with pytest.raises(SpanOverlaps) as refusal:
        claim_mark(actor=person(ana), article=article, start=first.end - 1, end=first.end + 5, at=NOON)
    assert refusal.value.details == {"claim": str(first.uid)}


def test_neighbours_may_touch(ana: User, article: Article) -> None:
    first, _event = claim_mark(actor=person(ana), article=article, start=0, end=5, at=NOON)
    second, _event = claim_mark(actor=person(ana), article=article, start=5, end=10, at=NOON)
    assert first.end == second.start


def test_a_withdrawn_claim_is_in_nobodys_way(ana: User, article: Article) -> None:
    old = claims_of(article)[0]
    claim_withdraw(actor=person(ana), claim=old, at=NOON)
    new, _event = claim_mark(actor=person(ana), article=article, start=old.start, end=old.end, at=NOON)
    assert new.uid != old.uid


def test_an_article_without_words_or_out_of_sight_takes_no_claim(ana: User, article: Article) -> None:
    source = Source(url="https://harbour.example/tides")
    waiting = article_import(actor=person(ana), project=article.project, source=source, at=NOON).article
    with pytest.raises(ArticleNotReady):
        claim_mark(actor=person(ana), article=waiting, start=0, end=1, at=NOON)
    article_archive(actor=person(ana), article=article, at=NOON)
    with pytest.raises(ArticleArchived):
        claim_mark(actor=person(ana), article=article, start=0, end=5, at=NOON)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(-2, 40), st.integers(-2, 40)), max_size=8))
def test_active_claims_never_overlap_and_always_quote_the_text(
    ana: User, make_article: MakeArticle, spans: list[tuple[int, int]]
) -> None:
    with transaction.atomic():
        article = make_article("One 🚢 two  three\n\nfour five sixty-seven", ready=False)
        for start, end in spans:
            try:
                claim_mark(actor=person(ana), article=article, start=start, end=end, at=NOON)
            except (SpanBlank, SpanOutsideText, SpanOverlaps):
                continue
        found = claims_of(article)
        text = article.text or ""
        assert all(text[claim.start : claim.end] == claim.quote for claim in found)
        assert all(first.end <= second.start for first, second in pairwise(found))
        transaction.set_rollback(True)


# --- Moving ends -------------------------------------------------------------------------------------------------


def test_moving_a_claims_ends_gives_it_other_words(ana: User, article: Article) -> None:
    claim = claims_of(article)[0]
    moved, event = claim_resize(actor=person(ana), claim=claim, start=claim.start + 4, end=claim.end, at=NOON)
    assert (moved.quote, moved.version) == (claim.quote[4:], 2)
    assert event is not None
    again, nothing = claim_resize(actor=person(ana), claim=moved, start=moved.start, end=moved.end, at=NOON)
    assert (again.version, nothing) == (2, None)


def test_moving_stops_at_the_neighbour(ana: User, article: Article) -> None:
    first, second = claims_of(article)[:2]
    with pytest.raises(SpanOverlaps):
        claim_resize(actor=person(ana), claim=first, start=first.start, end=second.start + 1, at=NOON)


def test_two_who_move_the_same_claim_do_not_overwrite_each_other(ana: User, ben: User, article: Article) -> None:
    claim = claims_of(article)[0]
    seen = claim.row_version
    claim_resize(actor=person(ana), claim=claim, start=claim.start + 4, end=claim.end, row_version=seen, at=NOON)
    with pytest.raises(VersionConflict):
        claim_resize(actor=person(ben), claim=claim, start=claim.start, end=claim.end - 4, row_version=seen, at=NOON)


# --- Cutting and joining -----------------------------------------------------------------------------------------


def test_a_split_retires_the_claim_and_its_halves_name_it(ana: User, article: Article) -> None:
    claim = claims_of(article)[0]
    judgement_record(actor=person(ana), claim=claim, label="sourced", at=NOON)
    halves, event = claim_split(actor=person(ana), claim=claim, points=[FERRY.index(" ordered")], at=NOON)
    claim.refresh_from_db()
    assert (claim.state, claim.label, claim.withdrawn_at) == ("withdrawn", "", NOON)
    assert [half.quote for half in halves] == ["The county council", "ordered two ships on Monday."]
    assert [half.state for half in halves] == ["open", "open"]
    assert all(list(half.parents.all()) == [claim] for half in halves)
    assert event.subject == f"claim:{claim.uid}"
    assert Judgement.objects.filter(claim=claim).count() == 1, "the parent keeps its history"
    assert ledger_verdict().intact


@pytest.mark.parametrize("points", [[], ["start"], ["end"], ["inside", "inside"], ["later", "inside"], ["before"]])
def test_a_cut_that_leaves_an_empty_part_is_refused(ana: User, article: Article, points: list[str]) -> None:
    claim = claims_of(article)[0]
    places = {
        "start": claim.start,
        "end": claim.end,
        "inside": claim.start + 5,
        "later": claim.start + 9,
        "before": claim.start - 3,
    }
    with pytest.raises(SplitPointInvalid):
        claim_split(actor=person(ana), claim=claim, points=[places[point] for point in points], at=NOON)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.integers(0, 60), min_size=1, max_size=4))
def test_wherever_it_is_cut_the_parts_are_the_words_in_order(ana: User, article: Article, cuts: set[int]) -> None:
    claim = claims_of(article)[0]
    assume(all(cut < claim.end - claim.start for cut in cuts))
    with transaction.atomic():
        try:
            points = [claim.start + cut for cut in sorted(cuts)]
            parts, _event = claim_split(actor=person(ana), claim=claim, points=points, at=NOON)
        except SplitPointInvalid:
            parts = []
        if parts:
            joined = "".join(part.quote for part in parts)
            assert joined.replace(" ", "") == claim.quote.replace(" ", "")
            assert all(part.quote == part.quote.strip() != "" for part in parts)
        transaction.set_rollback(True)


def test_a_merge_keeps_equal_labels_and_evidence_once(ana: User, ben: User, article: Article) -> None:
    first, second = claims_of(article)[:2]
    for claim in (first, second):
        judgement_record(actor=person(ana), claim=claim, label="sourced", at=NOON)
        evidence_add(actor=person(ben), claim=claim, stance="supports", url="https://harbour.example/a", at=NOON)
    judgement_record(actor=person(ben), claim=first, label="opinion", at=NOON)
    judgement_record(actor=person(ben), claim=second, label="disputed", at=NOON)
    merged, _event = claim_merge(actor=person(ana), claims=[second, first], at=minutes(1))
    assert merged.quote == FERRY[first.start : second.end]
    labels = Judgement.objects.filter(claim=merged)
    assert [(judgement.reviewer, judgement.label) for judgement in labels] == [(ana, "sourced")]
    assert Evidence.objects.filter(claim=merged).get().added_by == ben
    assert (merged.state, merged.label) == ("agreed", "sourced")
    assert set(merged.parents.all()) == {first, second}
    assert ledger_verdict().intact


def test_a_stale_label_is_not_carried_into_a_merge(ana: User, ben: User, article: Article) -> None:
    first, second = claims_of(article)[:2]
    for claim in (first, second):
        judgement_record(actor=person(ana), claim=claim, label="sourced", at=NOON)
    first, _event = claim_resize(actor=person(ben), claim=first, start=first.start + 4, end=first.end, at=NOON)
    merged, _event2 = claim_merge(actor=person(ben), claims=[first, second], at=minutes(1))
    assert not Judgement.objects.filter(claim=merged).exists()


def test_only_neighbours_of_one_article_are_merged(ana: User, article: Article, make_article: MakeArticle) -> None:
    first, second, third = claims_of(article)[:3]
    other = claims_of(make_article())[0]
    for claims in ([first], [first, first], [first, third], [first, other]):
        with pytest.raises(MergeNotPossible):
            claim_merge(actor=person(ana), claims=claims, at=NOON)
    claim_withdraw(actor=person(ana), claim=second, at=NOON)
    with pytest.raises(ClaimWithdrawn):
        claim_merge(actor=person(ana), claims=[first, second], at=NOON)
    merged, _event = claim_merge(actor=person(ana), claims=[first, third], at=NOON)
    assert merged.quote == FERRY[first.start : third.end]


def test_what_is_withdrawn_is_withdrawn_once_and_for_everybody(ana: User, article: Article) -> None:
    claim = claims_of(article)[0]
    event = claim_withdraw(actor=person(ana), claim=claim, reason=" Not one. ", at=NOON)
    assert event.reason == "Not one."
    for service in (claim_withdraw, claim_flag, claim_unflag, claim_skip):
        with pytest.raises(ClaimWithdrawn):
            service(actor=person(ana), claim=claim, at=NOON)


# --- Flags and skips ---------------------------------------------------------------------------------------------


def test_a_flag_is_up_once_for_each_reviewer(ana: User, ben: User, article: Article) -> None:
    claim = claims_of(article)[0]
    assert claim_flag(actor=person(ana), claim=claim, reason="Look here.", at=NOON) is not None
    assert claim_flag(actor=person(ana), claim=claim, at=NOON) is None
    assert claim_flag(actor=person(ben), claim=claim, at=NOON) is not None
    assert claim_unflag(actor=person(ana), claim=claim, at=minutes(1)) is not None
    assert claim_unflag(actor=person(ana), claim=claim, at=minutes(1)) is None
    assert claim_flag(actor=person(ana), claim=claim, at=minutes(2)) is not None
    assert Flag.objects.filter(claim=claim, cleared_at=None).count() == 2


def test_a_claim_skipped_twice_is_skipped_once_at_the_later_time(ana: User, article: Article) -> None:
    claim = claims_of(article)[0]
    claim_skip(actor=person(ana), claim=claim, at=NOON)
    claim_skip(actor=person(ana), claim=claim, at=minutes(1))
    assert Skip.objects.get(claim=claim, user=ana).skipped_at == minutes(1)
    assert Claim.objects.get(pk=claim.pk).state == "open"


def test_a_flag_that_is_up_can_say_another_reason(ana: User, article: Article) -> None:
    claim = claims_of(article)[0]
    claim_flag(actor=person(ana), claim=claim, kind="unclear", at=NOON)
    event = claim_flag(actor=person(ana), claim=claim, kind="legal", reason="A name in it.", at=minutes(1))
    assert event is not None
    assert event.reason == "A name in it."
    assert '"kind":"legal"' in event.payload.body
    assert list(Flag.objects.values_list("kind", "reason")) == [("legal", "A name in it.")]


def test_a_flag_has_a_reason_of_the_list_or_none(ana: User, article: Article) -> None:
    with pytest.raises(InvalidValue):
        claim_flag(actor=person(ana), claim=claims_of(article)[0], kind="boring", at=NOON)


def test_a_colleague_resolves_everybodys_flags_with_a_note(ana: User, ben: User, eva: User, article: Article) -> None:
    claim = claims_of(article)[0]
    for user in (ana, ben):
        claim_flag(actor=person(user), claim=claim, at=NOON)
    event = claim_flags_resolve(actor=person(eva), claim=claim, note="Asked the port.", at=minutes(1))
    assert event is not None
    assert event.reason == "Asked the port."
    assert set(Flag.objects.values_list("cleared_by", "clear_note")) == {(eva.pk, "Asked the port.")}
    assert claim_flags_resolve(actor=person(eva), claim=claim, at=minutes(2)) is None


def test_notes_and_flags_go_along_when_a_claim_is_split(ana: User, ben: User, article: Article) -> None:
    claim = claims_of(article)[0]
    note, _event = note_write(actor=person(ana), claim=claim, body="Ask the port.", at=NOON)
    claim_flag(actor=person(ben), claim=claim, kind="legal", at=NOON)
    claim_flag(actor=person(ana), claim=claim, kind="words", at=NOON)
    note_draft_save(actor=person(ben), claim=claim, body="Half a tho", at=NOON)
    children, _event = claim_split(actor=person(ana), claim=claim, points=[FERRY.index("ordered")], at=minutes(1))
    for child in children:
        assert list(child.notes.values_list("body", "author", "written_at")) == [("Ask the port.", ana.pk, NOON)]
        assert child.notes.get().carried_from == note
        assert list(child.flags.values_list("user", "kind")) == [(ben.pk, "legal")]
    assert children[0].note_drafts.get().body == "Half a tho"


def test_a_note_that_comes_by_two_ways_is_there_once(ana: User, article: Article) -> None:
    claim = claims_of(article)[0]
    note_write(actor=person(ana), claim=claim, body="Ask the port.", at=NOON)
    children, _event = claim_split(actor=person(ana), claim=claim, points=[FERRY.index("ordered")], at=minutes(1))
    merged, _event = claim_merge(actor=person(ana), claims=children, at=minutes(2))
    assert [note.body for note in merged.notes.all()] == ["Ask the port."]
    assert merged.notes.get().carried_from == claim.notes.get()
