"""Claims through the API."""

from typing import Any

import pytest

from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.users import User
from annotations.selectors.suggestions import in_measured_sample
from annotations.services.evidence import evidence_add
from annotations.services.judgements import judgement_record
from annotations.services.projects import project_change
from tests.api.callers import Caller
from tests.story import NOON, MakeArticle, claims_of, person


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


# --- What is not to be seen before deciding ----------------------------------------------------------------------


def hidden(claims: list[Claim]) -> list[Claim]:
    """The claims whose suggestion nobody is shown early."""
    return [claim for claim in claims if not in_measured_sample(claim.article.project, claim)]


def test_a_suggestion_is_absent_until_the_caller_has_decided(
    api_ana: Caller, api_ben: Caller, make_article: MakeArticle
) -> None:
    claim = hidden(claims_of(make_article(claims=30)))[0]
    assert "suggestion" not in api_ana.get(f"claims/{claim.uid}/").json()
    reply = api_ana.post(f"claims/{claim.uid}/judgements/", {"label": "opinion"}).json()
    assert reply["suggestion"] == reply["claim"]["suggestion"]
    assert set(reply["suggestion"]["scores"]) == {"sourced", "disputed", "opinion"}
    assert "suggestion" in api_ana.get(f"claims/{claim.uid}/").json()
    assert "suggestion" not in api_ben.get(f"claims/{claim.uid}/").json()


def test_claims_are_found_by_the_evidence_they_lack(api_ana: Caller, mia: User, ana: User, article: Article) -> None:
    project_change(actor=person(mia), project=article.project, evidence_policy="sourced", at=NOON)
    first, second = claims_of(article)[:2]
    for claim in (first, second):
        judgement_record(actor=person(ana), claim=claim, label="sourced", at=NOON)
    evidence_add(actor=person(ana), claim=second, stance="supports", reference="Log", at=NOON)
    lacking = api_ana.get("claims/?needs_evidence=true").json()["results"]
    assert [(claim["id"], claim["needs_evidence"]) for claim in lacking] == [(str(first.uid), True)]
    rest = api_ana.get("claims/?needs_evidence=false").json()["results"]
    assert str(first.uid) not in {claim["id"] for claim in rest}
    assert not any(claim["needs_evidence"] for claim in rest)
    assert api_ana.get("claims/?needs_evidence=perhaps").status_code == 400
