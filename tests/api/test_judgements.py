"""Decisions, evidence and history through the API."""

from typing import Any

import pytest

from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.judgements import Judgement
from annotations.models.users import User
from annotations.services.claims import claim_flag
from annotations.services.notes import note_write
from tests.api.callers import Caller, codes
from tests.story import NOON, MakeArticle, claims_of, person


@pytest.fixture
def claim(article: Article) -> Claim:
    """The first claim of the ferry article."""
    return claims_of(article)[0]


def judge(api: Caller, claim: Claim, label: str, **more: Any) -> Any:
    """This caller decides."""
    return api.post(f"claims/{claim.uid}/judgements/", {"label": label, **more})


def test_a_decision_answers_with_the_claim_as_it_is_now(api_ana: Caller, claim: Claim) -> None:
    reply = judge(api_ana, claim, "sourced", note="The office says so.", confidence=80, active_ms=5200)
    body = reply.json()
    assert reply.status_code == 201, reply.content
    assert (body["label"], body["note"], body["confidence"]) == ("sourced", "The office says so.", 80)
    assert body["reviewer"]["name"] == "Ana"
    assert (body["claim"]["state"], body["claim"]["label"], body["claim"]["my_label"]) == (
        "agreed",
        "sourced",
        "sourced",
    )
    assert reply["Ledger-Receipt"].startswith(f"article:{claim.article.uid}/")
    assert reply["ETag"] == '"2"'


def test_a_second_decision_supersedes_the_first(api_ana: Caller, claim: Claim) -> None:
    first = judge(api_ana, claim, "sourced").json()["id"]
    second = judge(api_ana, claim, "disputed").json()
    assert second["claim"]["label"] == "disputed"
    assert second["id"] != first
    assert [row["label"] for row in api_ana.get(f"claims/{claim.uid}/judgements/").json()["results"]] == ["disputed"]
    assert Judgement.objects.filter(claim=claim).count() == 2


def test_different_labels_make_a_dispute(api_ana: Caller, api_ben: Caller, claim: Claim) -> None:
    judge(api_ana, claim, "sourced")
    assert judge(api_ben, claim, "opinion").json()["claim"]["state"] == "disputed"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "label"),
        ({"label": "true"}, "label"),
        ({"label": None}, "label"),
        ({"label": "\ud83d"}, "label"),
        ({"label": "sourced", "confidence": 101}, "confidence"),
        ({"label": "sourced", "active_ms": -1}, "active_ms"),
        ({"label": "sourced", "note": "x" * 2001}, "note"),
        ({"label": "sourced", "note": "a\0b"}, "note"),
        ({"label": "sourced", "reviewer": "ben"}, "reviewer"),
    ],
)
def test_a_decision_that_cannot_be_one_says_which_field(
    api_ana: Caller, claim: Claim, body: dict[str, Any], field: str
) -> None:
    reply = api_ana.post(f"claims/{claim.uid}/judgements/", body)
    assert reply.status_code == 400
    assert list(codes(reply)) == [field]


def test_a_decision_about_words_that_moved_on_is_refused(api_ana: Caller, claim: Claim) -> None:
    api_ana.patch(f"claims/{claim.uid}/", {"end": claim.end - 1}, If_Match="*")
    reply = judge(api_ana, claim, "sourced", claim_version=1)
    assert (reply.status_code, reply.json()["code"]) == (409, "claim_changed")
    assert judge(api_ana, claim, "sourced", claim_version=2).status_code == 201


def test_ben_sees_anas_decision_only_after_his_own(api_ana: Caller, api_ben: Caller, claim: Claim) -> None:
    path = f"claims/{claim.uid}/judgements/"
    judge(api_ana, claim, "sourced", note="ONS says 4 %")
    assert api_ben.get(path).json()["results"] == []
    judge(api_ben, claim, "opinion")
    assert {row["label"] for row in api_ben.get(path).json()["results"]} == {"sourced", "opinion"}


def test_the_own_decision_is_withdrawn_once(api_ana: Caller, claim: Claim) -> None:
    judge(api_ana, claim, "sourced")
    judge(api_ana, claim, "opinion")
    first = api_ana.delete(f"claims/{claim.uid}/judgements/mine/")
    again = api_ana.delete(f"claims/{claim.uid}/judgements/mine/")
    assert (first.status_code, "Ledger-Receipt" in first) == (204, True)
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_undo")
    assert api_ana.get(f"claims/{claim.uid}/").json()["my_label"] is None


def test_a_viewer_does_not_decide(api_vic: Caller, claim: Claim) -> None:
    reply = judge(api_vic, claim, "sourced")
    assert (reply.status_code, reply.json()["code"]) == (403, "permission_denied")


# --- Evidence ----------------------------------------------------------------------------------------------------


def test_evidence_is_added_read_and_withdrawn(api_ana: Caller, api_vic: Caller, claim: Claim) -> None:
    path = f"claims/{claim.uid}/evidence/"
    body = {"url": "https://example.org/rents", "quote": "two ships", "locator": "p. 3", "stance": "supports"}
    added = api_ana.post(path, body)
    assert added.status_code == 201, added.content
    assert {name: added.json()[name] for name in body} == body
    assert [row["id"] for row in api_vic.get(path).json()["results"]] == [added.json()["id"]]
    assert api_ana.get(f"claims/{claim.uid}/").json()["evidence_count"] == 1
    gone = api_ana.delete(f"evidence/{added.json()['id']}/")
    assert (gone.status_code, "Ledger-Receipt" in gone) == (204, True)
    assert api_vic.get(path).json()["results"] == []


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"quote": "two ships", "stance": "supports"}, "url", "evidence_incomplete"),
        ({"url": "example", "stance": "supports"}, "url", "invalid"),
        ({"reference": "Log", "stance": "proves"}, "stance", "invalid_choice"),
        ({"reference": "Log"}, "stance", "required"),
        ({"reference": "Log", "stance": "context", "added_by": "ben"}, "added_by", "unknown_field"),
    ],
)
def test_evidence_that_cannot_be_used_says_why(
    api_ana: Caller, claim: Claim, body: dict[str, str], field: str, code: str
) -> None:
    reply = api_ana.post(f"claims/{claim.uid}/evidence/", body)
    assert reply.status_code == 400
    assert codes(reply) == {field: code}


def test_the_same_evidence_twice_is_refused(api_ana: Caller, claim: Claim) -> None:
    body = {"reference": "Harbour log", "stance": "supports"}
    first = api_ana.post(f"claims/{claim.uid}/evidence/", body)
    again = api_ana.post(f"claims/{claim.uid}/evidence/", body)
    assert (again.status_code, again.json()["code"]) == (409, "evidence_repeated")
    assert again.json()["evidence"] == first.json()["id"]


# --- History -----------------------------------------------------------------------------------------------------


def test_history_tells_in_sentences_what_happened(api_ana: Caller, claim: Claim) -> None:
    judge(api_ana, claim, "sourced")
    judge(api_ana, claim, "disputed")
    lines = api_ana.get(f"claims/{claim.uid}/history/").json()["results"]
    newest = lines[0]
    assert [line["verb"] for line in lines] == ["judgement.recorded", "judgement.recorded", "suggestions.stored"]
    assert (newest["before"], newest["after"], newest["actor"]["name"]) == ("sourced", "disputed", "Ana")
    assert newest["door"] == "api"
    assert "<" not in newest["sentence"]
    assert newest["sentence"]
    assert newest["receipt"].startswith(f"article:{claim.article.uid}/{newest['seq']}/")


def test_history_pages_both_ways(api_ana: Caller, claim: Claim) -> None:
    for label in ("sourced", "disputed", "opinion", "unresolved"):
        judge(api_ana, claim, label)
    whole = api_ana.get(f"claims/{claim.uid}/history/").json()["results"]
    first = api_ana.get(f"claims/{claim.uid}/history/?page_size=2").json()
    second = api_ana.get(first["next"]).json()
    third = api_ana.get(second["next"]).json()
    assert first["results"] + second["results"] + third["results"] == whole
    assert third["next"] is None
    assert api_ana.get(third["previous"]).json()["results"] == second["results"]
    assert api_ana.get(second["previous"]).json()["previous"] is None


def test_history_keeps_colleagues_labels_and_notes_until_one_has_decided(
    api_ana: Caller, api_ben: Caller, ana: User, claim: Claim
) -> None:
    judge(api_ana, claim, "disputed")
    note_write(actor=person(ana), claim=claim, body="ONS says 4 %", at=NOON)
    claim_flag(actor=person(ana), claim=claim, at=NOON)
    before = api_ben.get(f"claims/{claim.uid}/history/").json()["results"]
    assert [line["verb"] for line in before] == ["claim.flagged", "suggestions.stored"]
    judge(api_ben, claim, "opinion")
    after = api_ben.get(f"claims/{claim.uid}/history/").json()["results"]
    assert "disputed" in {line["after"] for line in after}


def test_what_people_wrote_is_escaped_in_a_sentences_html(api_ana: Caller, ana: User, claim: Claim) -> None:
    note_write(actor=person(ana), claim=claim, body="<script>alert(1)</script> & more", at=NOON)
    line = api_ana.get(f"claims/{claim.uid}/history/").json()["results"][0]
    assert "<script" not in line["html"]


@pytest.mark.parametrize("number", [3, 30])
def test_a_page_of_history_costs_the_same(
    api_ana: Caller, make_article: MakeArticle, number: int, django_assert_max_num_queries: Any
) -> None:
    claim = claims_of(make_article(claims=1))[0]
    for turn in range(number):
        judge(api_ana, claim, "sourced" if turn % 2 else "opinion")
    with django_assert_max_num_queries(7):
        assert len(api_ana.get(f"claims/{claim.uid}/history/?page_size=500").json()["results"]) == number + 1
