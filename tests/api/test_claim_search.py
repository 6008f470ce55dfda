"""Looking for claims across articles."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from annotations.models.articles import Article
from annotations.models.users import User
from annotations.selectors.suggestions import in_measured_sample
from annotations.services.judgements import judgement_record
from tests.api.callers import Caller, codes
from tests.story import NOON, MakeArticle, claims_of, person


def claims_path(article: Article) -> str:
    """Where an article's claims are."""
    return f"articles/{article.uid}/claims/"


def test_claims_are_found_by_what_they_are(api_ana: Caller, make_article: MakeArticle, ana: User) -> None:
    judged, other = make_article(claims=2, judged_by=(ana,)), make_article(claims=3)

    def found(query: str) -> int:
        reply = api_ana.get(f"claims/?{query}")
        assert reply.status_code == 200, reply.content
        return len(reply.json()["results"])

    assert found("") == 5
    assert found(f"article={judged.uid}") == 2
    assert found("project=city-desk") == 5
    assert found("state=open") == 3
    assert found("state=agreed&label=sourced") == 2
    assert found("label=opinion") == 0
    assert found("reviewer=me") == found(f"reviewer={ana.uid}") == 2
    assert found(f"reviewer={other.uid}") == 0
    assert found("min_checkworthy=0.5") == 5
    assert found("min_checkworthy=0.5001") == 0


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("CAFÉ", 1),
        ("cafe opened", 1),
        ("opened cafe clos", 0),
        ("cafes", 0),
        ("caf", 1),
        ("caf opened", 0),
        ("caf* opened", 1),
        ('"cafe muller"', 1),
        ('"muller cafe"', 0),
    ],
)
def test_the_words_of_a_quote_are_found_whatever_their_case_and_accents(
    api_ana: Caller, make_article: MakeArticle, q: str, found: int
) -> None:
    make_article("The Café Müller opened in May.\n\nThe harbour closed in June.")
    assert len(api_ana.get(f"claims/?q={q}").json()["results"]) == found


def test_a_search_pages_through_what_it_keeps(api_ana: Caller, make_article: MakeArticle) -> None:
    make_article("\n\n".join(f"The {'tram' if n % 3 == 0 else 'boat'} came {n} minutes late." for n in range(9)))
    page, quotes = api_ana.get("claims/?q=tram&page_size=2").json(), []
    while page:
        quotes += [row["quote"] for row in page["results"]]
        page = api_ana.get(page["next"]).json() if page["next"] else None
    assert quotes == [f"The tram came {n} minutes late." for n in (0, 3, 6)]


@pytest.mark.parametrize("order", ["text", "checkworthy", "-checkworthy", "updated", "-updated"])
def test_every_order_pages_through_every_claim_once(api_ana: Caller, make_article: MakeArticle, order: str) -> None:
    article = make_article(claims=5)
    make_article(claims=2)
    marked = claims_of(article)[1]
    api_ana.delete(f"claims/{marked.uid}/")
    api_ana.post(claims_path(article), {"start": marked.start, "end": marked.end})  # by hand: no checkworthy
    page, seen = api_ana.get(f"claims/?ordering={order}&page_size=2").json(), []
    while page:
        seen += page["results"]
        page = api_ana.get(page["next"]).json() if page["next"] else None
    assert len(seen) == len({row["id"] for row in seen}) == 7
    if order.endswith("checkworthy"):
        values = [row["checkworthy"] if row["checkworthy"] is not None else -1 for row in seen]
        assert values == sorted(values, reverse=order.startswith("-"))
    if order.endswith("updated"):
        assert [row["updated_at"] for row in seen] == sorted(
            (row["updated_at"] for row in seen), reverse=order.startswith("-")
        )


def test_what_changed_since_then_is_found(api_ana: Caller, make_article: MakeArticle) -> None:
    claims = claims_of(make_article(claims=3))
    assert api_ana.get("claims/?updated_since=2026-03-04T12:00:01Z").json()["results"] == []
    api_ana.post(f"claims/{claims[1].uid}/judgements/", {"label": "opinion"})
    api_ana.post(f"claims/{claims[2].uid}/evidence/", {"reference": "Harbour log", "stance": "context"})
    rows = api_ana.get("claims/?updated_since=2026-03-04T12:00:01Z&ordering=updated").json()["results"]
    assert [row["id"] for row in rows] == [str(claims[1].uid), str(claims[2].uid)]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("colour=red", "colour"),
        ("article__project__name=x", "article__project__name"),
        ("reviewer__password__startswith=a", "reviewer__password__startswith"),
        ("ordering=created_by__password", "ordering"),
        ("ordering=id", "ordering"),
        ("state=gone", "state"),
        ("label=true", "label"),
        ("reviewer=ana", "reviewer"),
        ("article=5", "article"),
        ("min_checkworthy=NaN", "min_checkworthy"),
        ("min_checkworthy=2", "min_checkworthy"),
        ("min_checkworthy=1e999", "min_checkworthy"),
        ("updated_since=soon", "updated_since"),
        ("page_size=0", "page_size"),
        ("page_size=501", "page_size"),
        ("page_size=ten", "page_size"),
        ("cursor=abc", "cursor"),
        ("cursor=W3RydWVd", "cursor"),
        ("cursor=%00", "cursor"),
        ("q=%00" + "x" * 501, "q"),
    ],
)
def test_a_question_nobody_can_answer_is_refused(api_ana: Caller, article: Article, query: str, field: str) -> None:
    reply = api_ana.get(f"claims/?{query}")
    assert reply.status_code == 400, reply.content
    assert list(codes(reply)) == [field]


def test_a_cursor_of_another_order_is_refused(api_ana: Caller, article: Article) -> None:
    following = api_ana.get("claims/?page_size=1").json()["next"]
    reply = api_ana.get(f"{following}&ordering=-updated")
    assert reply.json()["code"] == "invalid_cursor"


@pytest.mark.parametrize("path", ["claims/", "article"])
@pytest.mark.parametrize("number", [3, 30])
def test_a_page_of_claims_costs_the_same(
    api_ana: Caller,
    make_article: MakeArticle,
    ana: User,
    path: str,
    number: int,
    django_assert_max_num_queries: Any,
) -> None:
    for _ in range(number // 3):
        article = make_article(claims=3, judged_by=(ana,))
    if path == "article":
        article = make_article(claims=number, judged_by=(ana,))
        path = claims_path(article)
    api_ana.get("me/")
    with django_assert_max_num_queries(12):
        assert len(api_ana.get(f"{path}?page_size=500").json()["results"]) == number


def test_times_a_microsecond_apart_are_told_apart_by_a_cursor(api_ana: Caller, make_article: MakeArticle) -> None:
    make_article(claims=2, at=NOON)
    make_article(claims=2, at=NOON + timedelta(microseconds=1))
    page = api_ana.get("claims/?ordering=-updated&page_size=3").json()
    assert len(api_ana.get(page["next"]).json()["results"]) == 1


def test_claims_come_by_how_unsure_the_model_is(api_ana: Caller, article: Article) -> None:
    numbers = {claim.uid: claim.uncertainty or 0 for claim in claims_of(article)}
    for order in ("uncertainty", "-uncertainty"):
        reply = api_ana.get(f"claims/?ordering={order}&page_size=2")
        first = [row["id"] for row in reply.json()["results"]]
        rest = [row["id"] for row in api_ana.get(reply.json()["next"]).json()["results"]]
        found = [numbers[UUID(uid)] for uid in (*first, *rest)]
        assert found == sorted(found, reverse=order.startswith("-"))
        assert len({*first, *rest}) == 4


def test_how_unsure_the_model_is_stays_hidden_until_the_caller_decided(
    api_ana: Caller, ana: User, article: Article
) -> None:
    claim = next(claim for claim in claims_of(article) if not in_measured_sample(article.project, claim))
    assert api_ana.get(f"claims/{claim.uid}/").json()["uncertainty"] is None
    judgement_record(actor=person(ana), claim=claim, label="opinion", at=NOON)
    shown = api_ana.get(f"claims/{claim.uid}/").json()
    assert shown["uncertainty"] == float(claim.uncertainty or 0)
    assert shown["suggestion"]["record"]["rate"] is None
