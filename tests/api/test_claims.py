"""Claims through the API."""

from datetime import timedelta
from typing import Any

import pytest

from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.users import User
from annotations.selectors.suggestions import in_measured_sample
from tests.api.callers import Caller, codes
from tests.story import NOON, MakeArticle, claims_of


def claims_path(article: Article) -> str:
    """Where an article's claims are."""
    return f"articles/{article.uid}/claims/"


def test_claims_come_in_text_order_with_both_kinds_of_offsets(api_ana: Caller, article: Article) -> None:
    results = api_ana.get(claims_path(article)).json()["results"]
    text = article.text or ""
    assert [row["start"] for row in results] == sorted(row["start"] for row in results)
    assert all(text[row["start"] : row["end"]] == row["quote"] for row in results)
    in_utf16 = text.encode("utf-16-le")
    for row in results:
        assert in_utf16[row["start_utf16"] * 2 : row["end_utf16"] * 2].decode("utf-16-le") == row["quote"]
    assert results[-1]["start_utf16"] == results[-1]["start"] + 1  # the ship before it


def test_a_claim_says_where_it_stands(api_ana: Caller, article: Article) -> None:
    claim = claims_of(article)[0]
    reply = api_ana.get(f"claims/{claim.uid}/")
    body = reply.json()
    assert reply["ETag"] == f'"{claim.row_version}"'
    assert (body["state"], body["label"], body["my_label"], body["version"]) == ("open", None, None, 1)
    assert (body["stale"], body["flagged"], body["parents"]) == (False, False, [])
    assert (body["article"], body["project"]) == (str(article.uid), "city-desk")


def test_a_span_is_marked_where_nothing_is(api_ana: Caller, article: Article) -> None:
    reply = api_ana.post(claims_path(article), {"start": 0, "end": 10, "quote": "Ferry line"})
    assert reply.status_code == 201, reply.content
    assert reply["Location"] == f"/api/v1/claims/{reply.json()['id']}/"
    assert reply.json()["quote"] == "Ferry line"
    assert reply["Ledger-Receipt"].startswith(f"article:{article.uid}/")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"start": 0, "end": 10}, 201, ""),
        ({"start": 10, "end": 10}, 400, "span_outside_text"),
        ({"start": 0, "end": 9_999}, 400, "span_outside_text"),
        ({"start": 27, "end": 29}, 400, "span_blank"),
        ({"start": 0, "end": 60}, 409, "span_overlaps"),
        ({"start": 0, "end": 10, "quote": "Ferry lane"}, 400, "quote_mismatch"),
        ({"start": 0}, 400, "invalid"),
        ({"start": -1, "end": 10}, 400, "invalid"),
        ({"start": True, "end": 10}, 400, "invalid"),
        ({"start": "0", "end": 10}, 400, "invalid"),
        ({"start": 0, "end": 10**30}, 400, "invalid"),
        ({"start": 0, "end": 10, "state": "agreed"}, 400, "invalid"),
    ],
)
def test_marking_a_span(api_ana: Caller, article: Article, body: dict[str, Any], status: int, code: str) -> None:
    reply = api_ana.post(claims_path(article), body)
    assert reply.status_code == status, reply.content
    assert reply.json().get("code", "") == code


def test_moving_the_ends_needs_what_was_read(api_ana: Caller, article: Article) -> None:
    claim = claims_of(article)[0]
    path, moved = f"claims/{claim.uid}/", {"end": claim.end - 1}
    missing = api_ana.patch(path, moved)
    old = api_ana.patch(path, moved, If_Match='"7"')
    done = api_ana.patch(path, moved, If_Match='"1"')
    assert (missing.status_code, missing.json()["code"]) == (428, "precondition_required")
    assert (old.status_code, old.json()["code"]) == (412, "version_conflict")
    assert (old.json()["current_version"], old.json()["current"]["id"], old["ETag"]) == (1, str(claim.uid), '"1"')
    assert (done.status_code, done["ETag"], done.json()["version"]) == (200, '"2"', 2)
    assert done.json()["quote"] == claim.quote[:-1]


def test_a_tag_that_a_proxy_weakened_still_counts(api_ana: Caller, article: Article) -> None:
    claim = claims_of(article)[0]
    assert api_ana.patch(f"claims/{claim.uid}/", {"end": claim.end - 1}, If_Match='W/"1"').status_code == 200


def test_an_etag_stays_strong_for_callers_that_take_gzip(api_ana: Caller, article: Article) -> None:
    reply = api_ana.get(f"articles/{article.uid}/", Accept_Encoding="gzip")
    assert reply["ETag"] == f'"{article.row_version}"'
    assert "Content-Encoding" not in reply


def test_a_label_becomes_stale_when_the_words_move(api_ana: Caller, article: Article) -> None:
    claim = claims_of(article)[0]
    api_ana.post(f"claims/{claim.uid}/judgements/", {"label": "sourced"})
    tag = api_ana.get(f"claims/{claim.uid}/")["ETag"]
    body = api_ana.patch(f"claims/{claim.uid}/", {"end": claim.end - 1}, If_Match=tag).json()
    assert (body["my_label"], body["stale"], body["state"], body["label"]) == ("sourced", True, "open", None)


def test_a_split_claim_leaves_its_parts(api_ana: Caller, article: Article) -> None:
    claim = claims_of(article)[0]
    cut = claim.start + claim.quote.index(" ordered")
    reply = api_ana.post(f"claims/{claim.uid}/split/", {"at": [cut]})
    parts = reply.json()["results"]
    assert reply.status_code == 201
    assert [part["quote"] for part in parts] == ["The county council", "ordered two ships on Monday."]
    assert all(part["parents"] == [str(claim.uid)] for part in parts)
    gone = api_ana.get(f"claims/{claim.uid}/").json()
    assert gone["state"] == "withdrawn"
    again = api_ana.post(f"claims/{claim.uid}/split/", {"at": [cut]})
    assert (again.status_code, again.json()["code"]) == (409, "claim_withdrawn")


@pytest.mark.parametrize("points", [[], [0], [60, 50], [50, 50], ["50"], 50, [50.5]])
def test_a_cut_outside_the_claim_is_refused(api_ana: Caller, article: Article, points: Any) -> None:
    claim = claims_of(article)[0]
    assert api_ana.post(f"claims/{claim.uid}/split/", {"at": points}).status_code == 400


def test_neighbours_are_merged(api_ana: Caller, article: Article) -> None:
    first, second = claims_of(article)[:2]
    reply = api_ana.post("claims/merge/", {"claims": [str(second.uid), str(first.uid)]})
    assert reply.status_code == 201
    assert (reply.json()["start"], reply.json()["end"]) == (first.start, second.end)
    assert reply.json()["parents"] == sorted([str(first.uid), str(second.uid)])
    assert len(api_ana.get(claims_path(article)).json()["results"]) == 3


def test_claims_that_are_no_neighbours_are_not_merged(api_ana: Caller, article: Article) -> None:
    first, _, third = claims_of(article)[:3]
    reply = api_ana.post("claims/merge/", {"claims": [str(first.uid), str(third.uid)]})
    assert reply.json()["code"] == "merge_not_possible"


def test_a_withdrawn_claim_is_out_of_the_lists_but_not_gone(api_ana: Caller, article: Article) -> None:
    claim = claims_of(article)[0]
    reply = api_ana.delete(f"claims/{claim.uid}/")
    assert (reply.status_code, reply.content) == (204, b"")
    assert "Ledger-Receipt" in reply
    assert str(claim.uid) not in {row["id"] for row in api_ana.get("claims/").json()["results"]}
    assert [row["id"] for row in api_ana.get("claims/?state=withdrawn").json()["results"]] == [str(claim.uid)]
    assert api_ana.get(f"claims/{claim.uid}/").json()["state"] == "withdrawn"


# --- Looking for claims ------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(("q", "found"), [("CAFÉ", 1), ("cafe opened", 1), ("opened cafe clos", 0), ("cafes", 0)])
def test_the_words_of_a_quote_are_found_whatever_their_case_and_accents(
    api_ana: Caller, make_article: MakeArticle, q: str, found: int
) -> None:
    make_article("The Café Müller opened in May.\n\nThe harbour closed in June.")
    assert len(api_ana.get(f"claims/?q={q}").json()["results"]) == found


def test_a_search_pages_through_what_it_keeps(
    api_ana: Caller, make_article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.api.paging.SCANNED_AT_ONCE", 2)
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
    with django_assert_max_num_queries(10):
        assert len(api_ana.get(f"{path}?page_size=500").json()["results"]) == number


# --- What is not to be seen before deciding ----------------------------------------------------------------------


def hidden_from(user: User, claims: list[Claim]) -> list[Claim]:
    """The claims whose suggestion this reader is not shown early."""
    return [claim for claim in claims if not in_measured_sample(claim, user)]


def test_a_suggestion_is_absent_until_the_caller_has_decided(
    api_ana: Caller, api_ben: Caller, ana: User, ben: User, make_article: MakeArticle
) -> None:
    claim = hidden_from(ana, hidden_from(ben, claims_of(make_article(claims=30))))[0]
    assert "suggestion" not in api_ana.get(f"claims/{claim.uid}/").json()
    reply = api_ana.post(f"claims/{claim.uid}/judgements/", {"label": "opinion"}).json()
    assert reply["suggestion"] == reply["claim"]["suggestion"]
    assert set(reply["suggestion"]["scores"]) == {"sourced", "disputed", "opinion"}
    assert "suggestion" in api_ana.get(f"claims/{claim.uid}/").json()
    assert "suggestion" not in api_ben.get(f"claims/{claim.uid}/").json()


def test_times_a_microsecond_apart_are_told_apart_by_a_cursor(api_ana: Caller, make_article: MakeArticle) -> None:
    make_article(claims=2, at=NOON)
    make_article(claims=2, at=NOON + timedelta(microseconds=1))
    page = api_ana.get("claims/?ordering=-updated&page_size=3").json()
    assert len(api_ana.get(page["next"]).json()["results"]) == 1
