"""Deciding, changing one's mind, undoing to any depth, and what the claim's state makes of it."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.errors import ArticleArchived, ClaimChanged, ClaimWithdrawn, InvalidValue, NothingToUndo
from annotations.models.articles import Article
from annotations.models.claims import Claim, Label
from annotations.models.judgements import Judgement
from annotations.models.users import User
from annotations.selectors.review_data import trail_of
from annotations.selectors.verification import ledger_verdict
from annotations.services.articles import article_archive
from annotations.services.claims import claim_mark, claim_resize, claim_withdraw
from annotations.services.judgements import judgement_record, judgement_undo, judgement_withdraw
from annotations.services.projects import project_change
from annotations.services.suggestions import suggestion_reveal
from tests.story import FERRY, NOON, MakeArticle, claims_of, minutes, person


@pytest.fixture
def claim(article: Article) -> Claim:
    return claims_of(article)[0]


def label_of(user: User, claim: Claim) -> str | None:
    """The user's label that holds now."""
    return Judgement.objects.current().filter(claim=claim, reviewer=user).values_list("label", flat=True).first()


def decide(user: User, claim: Claim, label: str, at: float = 0, **more: Any) -> Judgement:
    return judgement_record(actor=person(user), claim=claim, label=label, at=minutes(at), **more)[0]


def test_a_second_decision_keeps_the_first_one(ana: User, claim: Claim) -> None:
    first = decide(ana, claim, "sourced", 1)
    second = decide(ana, claim, "opinion", 2)
    first.refresh_from_db()
    assert (first.label, first.superseded_at) == ("sourced", minutes(2))
    assert (second.previous, second.superseded_at) == (first, None)
    assert label_of(ana, claim) == "opinion"


def test_a_judgement_says_what_was_believed_at_any_time(ana: User, claim: Claim) -> None:
    decide(ana, claim, "sourced", 1)
    decide(ana, claim, "opinion", 3)
    believed = [Judgement.objects.current(at=minutes(m)).values_list("label", flat=True).first() for m in (0, 1, 2, 3)]
    assert believed == [None, "sourced", "sourced", "opinion"]


def test_undo_brings_back_the_earlier_label_with_its_time_and_note(ana: User, claim: Claim) -> None:
    told = {"note": "See the log.", "confidence": 80, "input_": "key", "active_ms": 900, "minutes_since_pause": 25}
    first = decide(ana, claim, "sourced", 1, opened_at=NOON, **told)
    decide(ana, claim, "opinion", 2)
    restored, event = judgement_undo(actor=person(ana), claim=claim, at=minutes(3))
    assert restored is not None
    same = (
        "label",
        "note",
        "confidence",
        "input",
        "active_ms",
        "opened_at",
        "minutes_since_pause",
        "chosen_at",
        "claim_version",
        "previous",
    )
    assert {name: getattr(restored, name) for name in same} == {name: getattr(first, name) for name in same}
    assert restored.decided_at == minutes(3)
    assert event.verb == "judgement.undone"


def test_undo_of_the_only_decision_leaves_none(ana: User, claim: Claim) -> None:
    decide(ana, claim, "sourced")
    restored, _event = judgement_undo(actor=person(ana), claim=claim, at=minutes(1))
    claim.refresh_from_db()
    assert restored is None
    assert label_of(ana, claim) is None
    assert (claim.state, claim.label) == ("open", "")


def test_there_is_nothing_to_undo_or_withdraw_before_a_decision(ana: User, claim: Claim) -> None:
    with pytest.raises(NothingToUndo):
        judgement_undo(actor=person(ana), claim=claim, at=NOON)
    with pytest.raises(NothingToUndo):
        judgement_withdraw(actor=person(ana), claim=claim, at=NOON)


def test_nobody_undoes_a_colleagues_decision(ana: User, ben: User, claim: Claim) -> None:
    decide(ana, claim, "sourced")
    with pytest.raises(NothingToUndo):
        judgement_undo(actor=person(ben), claim=claim, at=minutes(1))
    assert label_of(ana, claim) == "sourced"


OPS = st.lists(
    st.tuples(st.sampled_from(["ana", "ben"]), st.sampled_from([*Label.values, "undo", "undo", "withdraw"])),
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(OPS)
def test_any_sequence_of_decisions_undos_and_withdrawals_behaves_like_a_stack_for_each_reviewer(
    ana: User, ben: User, claim: Claim, ops: list[tuple[str, str]]
) -> None:
    """The model: a stack of labels for each reviewer. Deciding pushes, undo pops, withdrawing empties."""
    people, stacks = {"ana": ana, "ben": ben}, {"ana": list[str](), "ben": list[str]()}
    with transaction.atomic():
        for number, (name, op) in enumerate(ops, start=1):
            step(people[name], stacks[name], claim, op, number)
            labels = {stack[-1] for stack in stacks.values() if stack}
            claim.refresh_from_db()
            assert label_of(people[name], claim) == (stacks[name][-1] if stacks[name] else None)
            expected = ("open", "") if not labels else ("disputed", "") if len(labels) > 1 else ("agreed", min(labels))
            assert (claim.state, claim.label) == expected
        for name, stack in stacks.items():
            assert len(trail_of([claim], people[name])) == len(stack), "the page offers as many steps back"
        assert ledger_verdict().intact
        transaction.set_rollback(True)


def step(user: User, stack: list[str], claim: Claim, op: str, number: int) -> None:
    """One operation, on the site and on the model."""
    if op in Label.values:
        decide(user, claim, op, number)
        stack.append(op)
        return
    service = judgement_undo if op == "undo" else judgement_withdraw
    if not stack:
        with pytest.raises(NothingToUndo):
            service(actor=person(user), claim=claim, at=minutes(number))
        return
    service(actor=person(user), claim=claim, at=minutes(number))
    stack.pop()
    if op == "withdraw":
        stack.clear()


@pytest.mark.parametrize(
    ("wanted", "labels", "state", "label"),
    [
        (1, [], "open", ""),
        (1, ["sourced"], "agreed", "sourced"),
        (2, ["sourced"], "in_review", ""),
        (2, ["sourced", "sourced"], "agreed", "sourced"),
        (2, ["sourced", "opinion"], "disputed", ""),
        (1, ["sourced", "opinion"], "disputed", ""),
        (1, ["not_a_claim"], "agreed", "not_a_claim"),
        (1, ["unresolved"], "agreed", "unresolved"),
    ],
)
def test_a_claims_state_follows_from_its_labels(
    ana: User, ben: User, mia: User, make_article: MakeArticle, wanted: int, labels: list[str], state: str, label: str
) -> None:
    first = make_article()
    project_change(actor=person(mia), project=first.project, reviewers_per_claim=wanted, at=NOON)
    first.project.refresh_from_db()
    claim = claims_of(make_article())[0]
    for user, given_label in zip((ana, ben), labels, strict=False):
        decide(user, claim, given_label)
    claim.refresh_from_db()
    assert (claim.state, claim.label) == (state, label)


def test_changing_how_many_reviewers_are_wanted_reopens_nothing(ana: User, mia: User, claim: Claim) -> None:
    decide(ana, claim, "sourced")
    project_change(actor=person(mia), project=claim.article.project, reviewers_per_claim=3, at=NOON)
    decide(ana, claim, "opinion", 1)
    claim.refresh_from_db()
    assert (claim.state, claim.label) == ("agreed", "opinion")


# --- Words that changed ------------------------------------------------------------------------------------------


def moved(user: User, claim: Claim) -> Claim:
    """The claim with its first word gone."""
    start = FERRY.index("county council ordered")
    return claim_resize(actor=person(user), claim=claim, start=start, end=claim.end, at=minutes(9))[0]


def test_a_decision_about_earlier_words_is_kept_and_counts_no_more(ana: User, ben: User, claim: Claim) -> None:
    decide(ana, claim, "sourced")
    claim = moved(ben, claim)
    mine = Judgement.objects.current().get(claim=claim, reviewer=ana)
    assert (mine.claim_version, claim.version) == (1, 2)
    assert not Judgement.objects.current().fresh().filter(claim=claim).exists()
    assert (claim.state, claim.label) == ("open", "")


def test_undoing_a_decision_about_the_new_words_brings_the_stale_one_back_as_stale(ana: User, claim: Claim) -> None:
    decide(ana, claim, "sourced")
    claim = moved(ana, claim)
    decide(ana, claim, "opinion", 10)
    restored, _event = judgement_undo(actor=person(ana), claim=claim, at=minutes(11))
    claim.refresh_from_db()
    assert restored is not None
    assert (restored.label, restored.claim_version) == ("sourced", 1)
    assert (claim.state, claim.label) == ("open", "")
    assert ledger_verdict().intact


def test_a_colleagues_fresh_label_counts_beside_a_stale_one(ana: User, ben: User, claim: Claim) -> None:
    decide(ana, claim, "sourced")
    claim = moved(ben, claim)
    decide(ben, claim, "opinion", 10)
    claim.refresh_from_db()
    assert (claim.state, claim.label) == ("agreed", "opinion")


def test_who_decided_about_words_that_are_no_longer_there_is_told(ana: User, ben: User, claim: Claim) -> None:
    moved(ben, claim)
    with pytest.raises(ClaimChanged) as refusal:
        decide(ana, claim, "sourced", 10, claim_version=1)
    assert refusal.value.details == {"version": 2}
    decide(ana, claim, "sourced", 10, claim_version=2)


# --- What was on screen ------------------------------------------------------------------------------------------


def test_a_suggestion_counts_as_seen_when_the_project_shows_it(ana: User, mia: User, claim: Claim) -> None:
    project_change(actor=person(mia), project=claim.article.project, suggestion_mode="shown", at=NOON)
    judgement = decide(ana, claims_of(claim.article)[0], "sourced")
    assert (judgement.suggestion_visible, judgement.suggestion_version) == (True, "hand-1.0.0")


def test_a_claim_without_a_suggestion_was_decided_without_one(ana: User, mia: User, article: Article) -> None:
    project_change(actor=person(mia), project=article.project, suggestion_mode="shown", at=NOON)
    end = FERRY.index("\n")
    own, _event = claim_mark(actor=person(ana), article=article, start=0, end=end, at=NOON)
    first, second = decide(ana, own, "sourced", 1), decide(ana, own, "opinion", 2)
    assert (first.suggestion_visible, first.suggestion_version) == (False, "")
    assert second.suggestion_visible is False


def test_a_suggestion_that_was_revealed_counts_as_seen(ana: User, ben: User, mia: User, claim: Claim) -> None:
    project_change(actor=person(mia), project=claim.article.project, measured_sample=0, at=NOON)
    claim = claims_of(claim.article)[0]
    assert decide(ana, claim, "sourced").suggestion_visible is False
    suggestion_reveal(actor=person(ben), claim=claim, at=NOON)
    assert decide(ben, claim, "sourced").suggestion_visible is True


@pytest.mark.parametrize("mode", ["blind", "decide_first", "shown"])
def test_after_a_first_decision_the_suggestion_is_on_screen(ana: User, mia: User, claim: Claim, mode: str) -> None:
    project_change(actor=person(mia), project=claim.article.project, suggestion_mode=mode, at=NOON)
    claim = claims_of(claim.article)[0]
    decide(ana, claim, "sourced")
    assert decide(ana, claim, "opinion", 1).suggestion_visible is True


def test_whoever_says_it_was_on_screen_is_believed(ana: User, claim: Claim) -> None:
    assert decide(ana, claim, "sourced", suggestion_visible=True).suggestion_visible is True


def test_the_time_a_claim_was_opened_is_never_later_than_its_decision(ana: User, ben: User, claim: Claim) -> None:
    assert decide(ana, claim, "sourced", 5, opened_at=minutes(4)).opened_at == minutes(4)
    assert decide(ben, claim, "sourced", 5, opened_at=minutes(9)).opened_at == minutes(5)


# --- What is refused ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("label", {"label": "true"}),
        ("label", {"label": ""}),
        ("confidence", {"confidence": 101}),
        ("confidence", {"confidence": -1}),
        ("active_ms", {"active_ms": -1}),
        ("active_ms", {"active_ms": 2**31}),
        ("minutes_since_pause", {"minutes_since_pause": -1}),
        ("minutes_since_pause", {"minutes_since_pause": 1441}),
        ("input", {"input_": "voice"}),
        ("note", {"note": "x" * 2_001}),
        ("note", {"note": "a\0b"}),
        ("note", {"note": "\ud83d"}),
    ],
)
def test_a_value_that_cannot_be_used_is_named(ana: User, claim: Claim, field: str, values: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue) as refusal:
        judgement_record(**{"actor": person(ana), "claim": claim, "label": "sourced", "at": NOON, **values})
    assert refusal.value.field == field
    assert not Judgement.objects.exists()


def test_a_withdrawn_claim_takes_no_decision(ana: User, ben: User, claim: Claim) -> None:
    claim_withdraw(actor=person(ben), claim=claim, at=NOON)
    with pytest.raises(ClaimWithdrawn):
        decide(ana, claim, "sourced")


def test_an_archived_article_takes_no_decision(ana: User, claim: Claim) -> None:
    article_archive(actor=person(ana), article=claim.article, at=NOON)
    with pytest.raises(ArticleArchived):
        decide(ana, claim, "sourced")
