"""Practice: what becomes of a reviewed article, what an answer does, and what it never touches."""

import json
from typing import Any

import pytest

from annotations.errors import (
    ArticleArchived,
    ArticleNotReviewed,
    InvalidValue,
    PracticeOff,
    PracticeRoundOver,
    PracticeThere,
)
from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.judgements import Judgement
from annotations.models.leases import Lease
from annotations.models.ledger import LedgerPayload
from annotations.models.practice import PracticeAnswer, PracticeClaim, PracticeRound
from annotations.models.projects import Project
from annotations.models.search import SearchEntry
from annotations.models.users import User
from annotations.selectors.decisions import blind_decisions
from annotations.selectors.practice import (
    SETTLED_IN,
    Mixed,
    answers_in,
    can_be_practice,
    last_results,
    mixed_up,
    practice_offered,
    round_now,
)
from annotations.selectors.projects import progress_of
from annotations.selectors.queue import Wish, queue_of
from annotations.selectors.verification import ledger_verdict
from annotations.services.articles import article_archive
from annotations.services.judgements import judgement_record
from annotations.services.practice import Reference, practice_answer, practice_make, practice_switch, practice_write
from annotations.services.projects import project_change
from annotations.services.releases import release_freeze, release_request
from tests.practice import TIDES, known, practice_written, practise
from tests.story import NOON, MakeArticle, claims_of, minutes, person


def first(practice: Any) -> PracticeClaim:
    """Its first claim."""
    return PracticeClaim.objects.select_related("practice__project").get(practice=practice, number=1)


def test_a_reviewed_article_gives_its_labels_as_references_and_the_notes_as_reasons(
    article: Article, ana: User, mia: User
) -> None:
    notes = ["The harbour office is named.", "", "", "Taste."]
    for claim, note in zip(claims_of(article), notes, strict=True):
        label = "opinion" if note == "Taste." else "sourced"
        judgement_record(actor=person(ana), claim=claim, label=label, note=note, at=NOON)
    practice, event = practice_make(actor=person(mia), article=article, at=NOON)
    made = [(one.quote, one.label, one.reason) for one in practice.claims.order_by("number")]
    assert event is not None
    assert made == [(one.quote, one.label, note) for one, note in zip(claims_of(article), notes, strict=True)]
    assert practice.words == article.text


def test_a_note_on_another_label_is_no_reason(article: Article, ana: User, mia: User) -> None:
    for claim in claims_of(article):
        judgement_record(actor=person(ana), claim=claim, label="opinion", note="Taste.", at=NOON)
        judgement_record(actor=person(ana), claim=claim, label="sourced", at=minutes(1))
    practice, _event = practice_make(actor=person(mia), article=article, at=NOON)
    assert {one.reason for one in practice.claims.all()} == {""}


def test_an_article_with_a_claim_nobody_decided_cannot_be_practice(article: Article, ana: User, mia: User) -> None:
    for claim in claims_of(article)[1:]:
        judgement_record(actor=person(ana), claim=claim, label="sourced", at=NOON)
    assert article not in can_be_practice(article.project)
    with pytest.raises(ArticleNotReviewed):
        practice_make(actor=person(mia), article=article, at=NOON)


def test_an_article_is_practice_once_at_a_time(make_article: MakeArticle, ana: User, mia: User) -> None:
    article = make_article(claims=2, judged_by=(ana,))
    assert article in can_be_practice(article.project)
    practice, _event = practice_make(actor=person(mia), article=article, at=NOON)
    assert practice_make(actor=person(mia), article=article, at=minutes(1)) == (practice, None)
    assert article not in can_be_practice(article.project)
    practice_switch(actor=person(mia), practice=practice, on=False, at=minutes(2))
    again, event = practice_make(actor=person(mia), article=article, at=minutes(3))
    assert (again != practice, event is not None) == (True, True)
    with pytest.raises(PracticeThere):
        practice_switch(actor=person(mia), practice=practice, on=True, at=minutes(4))


def test_practice_of_an_archived_article_is_off_with_it(make_article: MakeArticle, ana: User, mia: User) -> None:
    article = make_article(claims=2, judged_by=(ana,))
    practice, _event = practice_make(actor=person(mia), article=article, at=NOON)
    article_archive(actor=person(mia), article=article, at=NOON)
    with pytest.raises(PracticeOff):
        practice_answer(actor=person(ana), claim=first(practice), round_number=1, label="sourced", at=NOON)
    practice_switch(actor=person(mia), practice=practice, on=False, at=NOON)
    with pytest.raises(ArticleArchived):
        practice_switch(actor=person(mia), practice=practice, on=True, at=NOON)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": f" {TIDES}"}, "text"),
        ({"text": ""}, "text"),
        ({"title": ""}, "title"),
        ({"references": []}, "references"),
        ({"references": [Reference(0, len(TIDES) + 1, "sourced", "")]}, "references"),
        ({"references": [Reference(0, 5, "true", "")]}, "label"),
    ],
)
def test_a_written_practice_article_needs_a_text_and_references_in_it(
    desk: Project, mia: User, change: dict[str, Any], field: str
) -> None:
    right = {"title": "Tides", "text": TIDES, "references": [known("It was a fine day.", "opinion", "")]}
    with pytest.raises(InvalidValue) as refused:
        practice_write(actor=person(mia), project=desk, at=NOON, **right | change)
    assert refused.value.field == field


def test_an_answer_says_in_the_ledger_what_was_chosen_and_what_the_reference_is(
    desk: Project, ana: User, mia: User
) -> None:
    practice = practice_written(mia, desk)
    answer, event = practice_answer(actor=person(ana), claim=first(practice), round_number=1, label="opinion", at=NOON)
    assert event is not None
    assert event.stream == f"project:{desk.uid}"
    detail = json.loads(LedgerPayload.objects.get(event=event).body)["detail"]
    assert (detail["to"], detail["reference"], detail["round"]) == ("opinion", "sourced", 1)
    assert not answer.right


def test_the_first_answer_to_a_claim_stands(desk: Project, ana: User, mia: User) -> None:
    practice = practice_written(mia, desk)
    given, _event = practice_answer(actor=person(ana), claim=first(practice), round_number=1, label="opinion", at=NOON)
    again = practice_answer(actor=person(ana), claim=first(practice), round_number=1, label="sourced", at=minutes(1))
    assert again == (given, None)
    assert PracticeAnswer.objects.get().label == "opinion"


def test_a_round_ends_with_its_last_answer_and_the_next_is_counted_anew(desk: Project, ana: User, mia: User) -> None:
    practice = practice_written(mia, desk)
    practise(ana, practice, "sourced", "disputed")
    assert round_now(practice, ana)[1] == 1
    practise(ana, practice, "sourced", at=minutes(1))
    ended = PracticeRound.objects.get()
    assert (ended.right, ended.answered, ended.total, ended.finished_at) == (2, 3, 3, minutes(1))
    assert round_now(practice, ana) == (None, 2)
    with pytest.raises(PracticeRoundOver):
        practice_answer(actor=person(ana), claim=first(practice), round_number=3, label="sourced", at=NOON)


def test_a_round_is_of_one_version_of_the_guidelines(desk: Project, ana: User, mia: User) -> None:
    practice = practice_written(mia, desk)
    practise(ana, practice, "sourced")
    project_change(actor=person(mia), project=desk, guidelines="Look twice.", at=NOON)
    desk.refresh_from_db()
    with pytest.raises(PracticeRoundOver):
        practice_answer(actor=person(ana), claim=first(practice), round_number=3, label="sourced", at=NOON)
    practise(ana, practice, "sourced", "disputed", "opinion", at=minutes(1))
    versions = list(PracticeRound.objects.order_by("number").values_list("guidelines_version", "answered"))
    assert versions == [(desk.guidelines_version - 1, 1), (desk.guidelines_version, 3)]
    assert last_results(desk, [ana, mia])[ana.pk].guidelines_version == desk.guidelines_version


def test_what_got_mixed_up_is_counted_by_pairs(desk: Project, ana: User, mia: User) -> None:
    practice = practice_written(mia, desk)
    practise(ana, practice, "disputed", "disputed", "sourced")
    mixed = mixed_up(answers_in(PracticeRound.objects.get()))
    assert mixed == [Mixed("opinion", "sourced", 1), Mixed("sourced", "disputed", 1)]


def test_only_a_newcomer_who_reviews_is_offered_practice(
    desk: Project, make_article: MakeArticle, ana: User, ben: User, mia: User, vic: User
) -> None:
    assert practice_offered(ana, desk, "reviewer") is None
    practice = practice_written(mia, desk)
    roles = (ana, "reviewer"), (ben, "reviewer"), (mia, "manager"), (vic, "viewer")
    assert [practice_offered(one, desk, role) for one, role in roles] == [practice, practice, None, None]
    practise(ana, practice, "sourced", "disputed", "opinion")
    make_article(claims=SETTLED_IN, judged_by=(ben,))
    assert [practice_offered(one, desk, "reviewer") for one in (ana, ben)] == [None, None]


def test_practice_touches_nothing_of_the_project(
    make_article: MakeArticle, desk: Project, ana: User, mia: User
) -> None:
    """A reviewed article that is practice too: all there is to count, export, search, wait for or learn from is what it
    was."""
    article = make_article(claims=3, judged_by=(ana,))
    make_article(claims=2)
    before = everything(desk, ana, "Before", mia)
    practices = [practice_make(actor=person(mia), article=article, at=NOON)[0], practice_written(mia, desk)]
    for practice in practices:
        practise(ana, practice, "opinion", "opinion", "opinion")
    assert PracticeRound.objects.exclude(finished_at=None).count() == 2
    assert everything(desk, ana, "After", mia) == before
    assert ledger_verdict(project=desk).intact


def everything(desk: Project, ana: User, name: str, mia: User) -> dict[str, object]:
    """What a project is to those who count, export, search, wait and learn."""
    release, _job, _event = release_request(actor=person(mia), project=desk, name=name, select="all", at=NOON)
    release_freeze(actor=person(mia), release=release, at=NOON)
    release.refresh_from_db()
    return {
        "release": release.sha256,
        "articles": Article.objects.filter(project=desk).count(),
        "claims": list(Claim.objects.values_list("uid", "row_version", "state", "label").order_by("pk")),
        "judgements": list(Judgement.objects.values_list("uid", "row_version").order_by("pk")),
        "queue": [claim.pk for claim in queue_of(ana, desk, Wish(), at=NOON, count=50)],
        "leases": Lease.objects.count(),
        "search": SearchEntry.objects.count(),
        "progress": progress_of(desk),
        "training": list(blind_decisions(desk)),
    }
