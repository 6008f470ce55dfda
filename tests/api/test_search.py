"""Finding things by their words, through the API."""

from typing import Any

import pytest

from annotations.models.articles import Article
from annotations.models.users import User
from annotations.services.evidence import evidence_add
from annotations.services.notes import note_write
from annotations.services.projects import project_create
from tests.api.callers import Caller, caller, codes
from tests.story import NOON, MakeArticle, claims_of, minutes, person


def found(api: Caller, query: str) -> list[dict[str, Any]]:
    """The rows of an answer."""
    reply = api.get(f"search/?{query}")
    assert reply.status_code == 200, reply.content
    rows: list[dict[str, Any]] = reply.json()["results"]
    return rows


def test_a_find_says_where_it_is_and_which_words_were_meant(api_ana: Caller, article: Article) -> None:
    claim = claims_of(article)[0]
    row = found(api_ana, "q=council&kind=claim")[0]
    assert (row["id"], row["claim"], row["article"]) == (str(claim.uid), str(claim.uid), str(article.uid))
    assert (row["project"], row["project_name"]) == ("city-desk", "City desk")
    assert "".join(piece["text"] for piece in row["words"]) == claim.quote
    assert [piece["text"] for piece in row["words"] if piece["hit"]] == ["council"]
    assert row["title"] == [{"text": "Ferry line orders two ships", "hit": False}]


def test_each_gives_a_few_of_every_kind(api_ana: Caller, ana: User, make_article: MakeArticle) -> None:
    for n in range(3):
        article = make_article("The ferry came. The ferry left.", at=minutes(n)) if n == 0 else make_article(claims=1)
    article = make_article("A kraken rose. A kraken sank.")
    for n in range(3):
        evidence_add(
            actor=person(ana), claim=claims_of(article)[0], stance="context", reference=f"Kraken {n}", at=minutes(n)
        )
    note_write(actor=person(ana), claim=claims_of(article)[0], body="Kraken?", at=NOON)
    rows = found(api_ana, "q=kraken&each=2")
    assert [row["kind"] for row in rows] == ["claim", "claim", "article", "evidence", "evidence", "note"]
    assert [row["kind"] for row in found(api_ana, "q=kraken&each=2&kind=note")] == ["note"]


def test_a_search_pages_through_everything_once(api_ana: Caller, make_article: MakeArticle) -> None:
    make_article("\n\n".join(f"The tram came {n} minutes late." for n in range(7)))
    page, seen = api_ana.get("search/?q=tram&page_size=3").json(), []
    while page:
        seen += page["results"]
        page = api_ana.get(page["next"]).json() if page["next"] else None
    assert len(seen) == len({row["id"] for row in seen}) == 8
    assert [row["kind"] for row in seen].count("claim") == 7


def test_a_key_for_one_project_finds_nothing_of_another(mia: User, article: Article, make_article: MakeArticle) -> None:
    other, _event = project_create(actor=person(mia), name="Night desk", at=NOON)
    make_article("The ferry sank.", project=other, by=mia)
    for query in ("q=ferry", "q=ferry&each=5"):
        assert {row["project"] for row in found(caller(mia), query)} == {"city-desk", "night-desk"}
        assert {row["project"] for row in found(caller(mia, project=other), query)} == {"night-desk"}
    assert {row["project"] for row in found(caller(mia), "q=ferry&project=city-desk")} == {"city-desk"}


@pytest.mark.parametrize("query", ["", "q=", "q=%22%22", "q=%E2%80%94"])
def test_without_words_nothing_is_found(api_ana: Caller, article: Article, query: str) -> None:
    assert found(api_ana, query) == []


@pytest.mark.parametrize(
    ("query", "field"),
    [("kind=people", "kind"), ("each=0", "each"), ("each=21", "each"), ("q=%00", "q"), ("q=" + "x" * 501, "q")],
)
def test_a_question_nobody_can_answer_is_refused(api_ana: Caller, article: Article, query: str, field: str) -> None:
    reply = api_ana.get(f"search/?{query}")
    assert (reply.status_code, list(codes(reply))) == (400, [field])


def test_a_project_of_others_is_not_there(api_oto: Caller, article: Article) -> None:
    assert api_oto.get("search/?q=ferry&project=city-desk").status_code == 404
    assert found(api_oto, "q=ferry") == []


@pytest.mark.parametrize("query", ["q=ship", "q=ship&each=5"])
@pytest.mark.parametrize("number", [3, 30])
def test_a_page_of_finds_costs_the_same(
    api_ana: Caller, make_article: MakeArticle, query: str, number: int, django_assert_max_num_queries: Any
) -> None:
    for n in range(number // 3):
        make_article(claims=3, at=minutes(n))
    api_ana.get("me/")
    with django_assert_max_num_queries(9):
        assert found(api_ana, query)
