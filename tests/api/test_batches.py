"""Bulk actions over the API: each thing told, all of it undone as a whole."""

from typing import Any

import pytest

from annotations.models.articles import Article
from annotations.models.batches import Batch
from annotations.models.claims import Claim, ClaimState
from annotations.models.judgements import Judgement
from annotations.models.projects import Project
from annotations.models.users import User
from tests.api.callers import Caller, caller, codes
from tests.story import MakeArticle, claims_of
from tests.web.conftest import NO_SUCH_UID


def do(api: Caller, desk: Project, what: str, **about: Any) -> Any:
    return api.post(f"projects/{desk.slug}/batches/", {"do": what, **about})


def undo(api: Caller, reply: Any) -> Any:
    return api.post(f"batches/{reply.json()['batch']['id']}/undo/")


def ids(*things: Article | Claim) -> list[str]:
    return [str(thing.uid) for thing in things]


def test_each_article_is_told_and_the_whole_is_undone(
    api_mia: Caller, desk: Project, make_article: MakeArticle
) -> None:
    one, two = make_article(claims=1), make_article(claims=1)
    do(api_mia, desk, "archive", articles=ids(two))
    reply = do(api_mia, desk, "archive", articles=[*ids(two, one), NO_SUCH_UID])
    assert reply.status_code == 201
    assert reply.json()["results"] == [
        {"id": str(two.uid), "status": "left", "detail": "It is archived already."},
        {"id": str(one.uid), "status": "done", "detail": ""},
        {"id": NO_SUCH_UID, "status": "not_found", "detail": "There is nothing here for you."},
    ]
    assert reply.json()["receipts"] == [reply["Ledger-Receipt"]]
    back = undo(api_mia, reply)
    assert back.status_code == 201
    assert back.json()["batch"]["undoes"] == reply.json()["batch"]["id"]
    assert back.json()["results"] == [{"id": str(one.uid), "status": "done", "detail": ""}]
    archived = Article.objects.filter(archived_at__isnull=False)
    assert list(archived) == [two]
    again = undo(api_mia, reply)
    assert (again.status_code, again.json()["code"]) == (409, "not_undoable")


def test_claims_are_withdrawn_put_back_and_dismissed(api_ana: Caller, desk: Project, article: Article) -> None:
    first, second = claims_of(article)[:2]
    out = do(api_ana, desk, "withdraw", claims=ids(first, second), reason="Twice")
    assert [row["status"] for row in out.json()["results"]] == ["done", "done"]
    assert do(api_ana, desk, "put_back", claims=ids(first)).json()["done"] == 1
    back = undo(api_ana, out)
    assert {row["id"]: row["status"] for row in back.json()["results"]} == {
        str(first.uid): "left",
        str(second.uid): "done",
    }
    dismissed = do(api_ana, desk, "dismiss", claims=ids(first, second))
    assert Judgement.objects.current().filter(label="not_a_claim").count() == 2
    assert undo(api_ana, dismissed).json()["done"] == 2
    assert not Judgement.objects.current().exists()
    assert not Claim.objects.filter(article=article).exclude(state=ClaimState.OPEN).exists()


def test_where_nothing_is_done_it_says_so_and_there_is_no_receipt(
    api_mia: Caller, desk: Project, article: Article
) -> None:
    reply = do(api_mia, desk, "restore", articles=ids(article))
    assert (reply.status_code, reply.json()["batch"], reply.json()["done"]) == (200, None, 0)
    assert "Ledger-Receipt" not in reply
    assert not Batch.objects.filter(verb="article.restored").exists()


def test_numbers_of_reviewers(api_mia: Caller, desk: Project, article: Article) -> None:
    reply = do(api_mia, desk, "set_reviewers", articles=ids(article), reviewers_wanted=2)
    assert reply.json()["done"] == 1
    assert set(claims_of(article)[0].article.claims.values_list("reviewers_wanted", flat=True)) == {2}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"do": "archive"}, "articles"),
        ({"do": "archive", "articles": []}, "articles"),
        ({"do": "archive", "claims": [NO_SUCH_UID]}, "claims"),
        ({"do": "withdraw", "articles": [NO_SUCH_UID]}, "articles"),
        ({"do": "delete", "articles": [NO_SUCH_UID]}, "do"),
        ({"do": "archive", "articles": [NO_SUCH_UID], "reason": "Old"}, "reason"),
        ({"do": "set_reviewers", "articles": [NO_SUCH_UID]}, "reviewers_wanted"),
        ({"do": "archive", "articles": [NO_SUCH_UID] * 201}, "articles"),
    ],
)
def test_what_makes_no_sense_is_refused(api_mia: Caller, desk: Project, body: dict[str, Any], field: str) -> None:
    reply = api_mia.post(f"projects/{desk.slug}/batches/", body)
    assert reply.status_code == 400
    assert field in codes(reply)


def test_none_that_is_there_is_404(api_mia: Caller, desk: Project) -> None:
    assert do(api_mia, desk, "archive", articles=[NO_SUCH_UID]).status_code == 404


def test_claims_of_two_articles_are_refused(api_ana: Caller, desk: Project, make_article: MakeArticle) -> None:
    chosen = [claims_of(make_article(claims=1))[0] for _ in range(2)]
    reply = do(api_ana, desk, "withdraw", claims=ids(*chosen))
    assert (reply.status_code, reply.json()["code"]) == (400, "invalid")


@pytest.mark.parametrize(("what", "status"), [("archive", 403), ("reprocess", 201)])
def test_a_reviewer_may_import_but_not_archive(
    api_ana: Caller, desk: Project, article: Article, what: str, status: int
) -> None:
    assert do(api_ana, desk, what, articles=ids(article)).status_code == status


@pytest.mark.parametrize(("scope", "status"), [("import", 201), ("review", 403), ("admin", 403)])
def test_each_action_wants_its_own_scope(mia: User, desk: Project, article: Article, scope: str, status: int) -> None:
    assert do(caller(mia, scope), desk, "archive", articles=ids(article)).status_code == status


def test_nobody_undoes_somebody_elses_decision(
    api_ana: Caller, api_mia: Caller, desk: Project, article: Article
) -> None:
    reply = do(api_ana, desk, "dismiss", claims=ids(claims_of(article)[0]))
    assert undo(api_mia, reply).status_code == 403
    listed = api_mia.get(f"projects/{desk.slug}/batches/").json()["results"]
    assert reply.json()["batch"]["id"] not in [batch["id"] for batch in listed]
    assert undo(api_ana, reply).status_code == 201


def test_the_list_is_newest_first_and_in_pages(api_mia: Caller, desk: Project, make_article: MakeArticle) -> None:
    made = [do(api_mia, desk, "archive", articles=ids(make_article(claims=1))) for _ in range(3)]
    page = api_mia.get(f"projects/{desk.slug}/batches/?page_size=2").json()
    rest = api_mia.get(page["next"]).json()
    found = [batch["id"] for batch in page["results"] + rest["results"]]
    assert found[:3] == [reply.json()["batch"]["id"] for reply in reversed(made)]
