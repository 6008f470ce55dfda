"""What lists ask about articles: search, filters, numbers, and where to go next."""

from typing import Any

import pytest

from annotations.models.articles import Article
from annotations.models.jobs import Job
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.selectors.articles import articles_in, counts_of, next_article_for, status_of
from annotations.services.articles import article_archive
from annotations.services.claims import claim_resize
from annotations.services.judgements import judgement_record
from tests.story import MakeArticle, claims_of, minutes, person


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("", True),
        ("ferry", True),
        ("FERR", True),
        ("cafe", True),
        ("café", True),
        ("ferry sunk", True),
        ("erry", False),
        ("ferry rescued", False),
        ("%", True),
        ("_", False),
        ("f_rry", False),
    ],
)
def test_every_word_asked_for_begins_a_word_of_the_article(
    desk: Project, ana: User, make_article: MakeArticle, q: str, found: bool
) -> None:
    make_article("A ferry with a Café on board sunk.")
    assert articles_in(desk, reader=ana, q=q).exists() is found


def test_numbers_are_the_readers_own(ana: User, ben: User, article: Article) -> None:
    claims = claims_of(article)
    judgement_record(actor=person(ana), claim=claims[0], label="sourced", at=minutes(1))
    judgement_record(actor=person(ben), claim=claims[1], label="opinion", at=minutes(1))
    mine = counts_of(article, reader=ana)
    assert (mine.total, mine.decided, mine.to_do) == (4, 2, 3)
    claim_resize(actor=person(ben), claim=claims[0], start=claims[0].start + 4, end=claims[0].end, at=minutes(2))
    mine = counts_of(article, reader=ana)
    assert (mine.decided, mine.to_do) == (1, 4), "a stale decision is to be made again"


def test_filters_tell_how_far_people_have_come(desk: Project, ana: User, ben: User, make_article: MakeArticle) -> None:
    fresh, begun = make_article(claims=2), make_article(claims=2)
    done, waiting = make_article(claims=1, judged_by=(ana,)), make_article(ready=False)
    judgement_record(actor=person(ana), claim=claims_of(begun)[0], label="sourced", at=minutes(1))
    expected = {
        "to_do": {fresh, begun},
        "in_review": {begun},
        "done": {done},
        "queued": {waiting},
        "failed": set[Any](),
    }
    assert {name: set(articles_in(desk, reader=ana, status=name)) for name in expected} == expected
    Job.objects.filter(article=waiting).update(state="running")
    assert set(articles_in(desk, reader=ana, status="processing")) == {waiting}
    assert not articles_in(desk, reader=ana, status="queued").exists()
    assert status_of(waiting) == "processing"


def test_archived_articles_are_listed_apart(desk: Project, ana: User, make_article: MakeArticle) -> None:
    kept, hidden = make_article(), make_article()
    article_archive(actor=person(ana), article=hidden, at=minutes(1))
    assert list(articles_in(desk, reader=ana)) == [kept]
    assert list(articles_in(desk, reader=ana, archived=True)) == [hidden]


def test_the_next_article_is_the_next_older_one_with_work_left(ana: User, make_article: MakeArticle) -> None:
    oldest = make_article(at=minutes(0))
    make_article(at=minutes(1), judged_by=(ana,))
    middle, newest = make_article(at=minutes(2)), make_article(at=minutes(3))
    assert next_article_for(ana, newest) == middle
    assert next_article_for(ana, middle) == oldest
    assert next_article_for(ana, oldest) == newest


@pytest.mark.parametrize("number", [3, 12])
def test_a_list_costs_one_query_however_long_it_is(
    desk: Project, ana: User, make_article: MakeArticle, django_assert_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        make_article(claims=1)
    with django_assert_num_queries(1):
        rows = list(articles_in(desk, reader=ana))
        assert [status_of(row) for row in rows] == ["ready"] * number
