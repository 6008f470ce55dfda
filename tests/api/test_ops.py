"""The browser's outbox."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from annotations.models.access import AppliedOp
from annotations.models.articles import Article
from annotations.models.claims import Claim, Flag
from annotations.models.judgements import Judgement, Note, NoteDraft
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.services.claims import claim_resize, claim_withdraw
from annotations.services.projects import project_change, project_create
from tests.api.callers import Caller, caller
from tests.story import NOON, MakeArticle, claims_of, person


@pytest.fixture
def claim(article: Article) -> Claim:
    """The first claim of the ferry article."""
    return claims_of(article)[0]


def op(claim: Claim | str, kind: str = "label", payload: Any = None, **more: Any) -> dict[str, Any]:
    """An operation as the browser sends it."""
    uid = claim if isinstance(claim, str) else str(claim.uid)
    if payload is None:
        payload = {"label": "sourced", "suggestion_visible": False, "active_ms": 900, "input": "key"}
        payload = payload if kind == "label" else {}
    sent = {"id": str(uuid4()), "at": 1_770_000_000_000, "kind": kind, "claim": uid, "base_version": 1}
    return {**sent, "payload": payload, **more}


def send(api: Caller, *ops: Any) -> list[dict[str, Any]]:
    """The results of these operations."""
    reply = api.post("ops/", {"ops": list(ops)})
    assert reply.status_code == 200, reply.content
    results: list[dict[str, Any]] = reply.json()["results"]
    return results


@pytest.mark.parametrize(("kind", "status"), [("legal", "ok"), ("boring", "refused")])
def test_a_flag_says_why(api_ana: Caller, claim: Claim, kind: str, status: str) -> None:
    (result,) = send(api_ana, op(claim, "flag", {"on": True, "kind": kind, "reason": "A name in it."}))
    assert result["status"] == status
    assert list(Flag.objects.values_list("kind", "reason")) == [("legal", "A name in it.")] * (status == "ok")


def test_a_decision_says_when_the_claim_was_opened_and_how_long_ago_the_last_pause_was(
    api_ana: Caller, claim: Claim
) -> None:
    payload = {"label": "sourced", "opened_at": 1_770_000_000_000, "minutes_since_pause": 42}
    assert [result["status"] for result in send(api_ana, op(claim, payload=payload))] == ["ok"]
    judgement = Judgement.objects.get()
    assert judgement.opened_at is not None
    assert (judgement.opened_at.timestamp(), judgement.minutes_since_pause) == (1_770_000_000, 42)


def test_a_decision_is_carried_out_and_answered(api_ana: Caller, claim: Claim) -> None:
    sent = op(claim)
    [result] = send(api_ana, sent)
    assert (result["id"], result["status"], result["code"]) == (sent["id"], "ok", "")
    assert result["claim"] == {
        "id": str(claim.uid),
        "version": 1,
        "label": "sourced",
        "stale": False,
        "flagged": False,
        "state": "agreed",
    }
    assert result["suggestion"]["pipeline"] == "hand-1.0.0"
    event = LedgerEvent.objects.order_by("-id").first()
    assert event is not None
    assert result["receipt"] == event.receipt


def test_an_operation_sent_again_is_seen_and_changes_nothing(api_ana: Caller, claim: Claim) -> None:
    sent = op(claim)
    [first] = send(api_ana, sent)
    events = LedgerEvent.objects.count()
    [again] = send(api_ana, sent)
    assert again == {**first, "status": "seen"}
    assert LedgerEvent.objects.count() == events
    assert Judgement.objects.count() == 1


def test_an_operation_twice_in_one_batch_is_done_once(api_ana: Caller, claim: Claim) -> None:
    sent = op(claim)
    assert [result["status"] for result in send(api_ana, sent, sent)] == ["ok", "seen"]


def test_the_same_id_of_another_person_is_another_operation(api_ana: Caller, api_ben: Caller, claim: Claim) -> None:
    sent = op(claim)
    assert send(api_ana, sent)[0]["status"] == "ok"
    assert send(api_ben, sent)[0]["status"] == "ok"


def test_every_kind_does_what_it_says(api_ana: Caller, ana: User, claim: Claim) -> None:
    results = send(
        api_ana,
        op(claim),
        op(claim, payload={"label": "disputed", "note": "Two offices differ."}),
        op(claim, "undo"),
        op(claim, "skip"),
        op(claim, "flag", {"on": True, "reason": "Please look."}),
        op(claim, "note_draft", {"text": "Half a"}),
        op(claim, "reveal"),
    )
    assert [result["status"] for result in results] == ["ok"] * 7
    assert [result["claim"]["label"] for result in results[:3]] == ["sourced", "disputed", "sourced"]
    assert results[4]["claim"]["flagged"] is True
    assert results[5]["receipt"] is None
    assert NoteDraft.objects.get().body == "Half a"
    results = send(api_ana, op(claim, "note", {"text": "Half a thought."}), op(claim, "flag", {"on": False}))
    assert [result["status"] for result in results] == ["ok", "ok"]
    assert Note.objects.get().body == "Half a thought."
    assert not NoteDraft.objects.exists()
    assert results[1]["claim"]["flagged"] is False


def test_a_claim_that_moved_on_is_a_conflict_that_says_how_it_is(api_ana: Caller, ben: User, claim: Claim) -> None:
    claim_resize(actor=person(ben), claim=claim, start=claim.start, end=claim.end - 1, at=NOON)
    sent = op(claim)
    [result] = send(api_ana, sent)
    assert (result["status"], result["code"], result["claim"]["version"]) == ("conflict", "claim_changed", 2)
    assert not Judgement.objects.exists()
    [later] = send(api_ana, {**sent, "base_version": 2})
    assert later["status"] == "ok"


def test_what_somebody_types_is_kept_even_where_the_words_moved_on(api_ana: Caller, ben: User, claim: Claim) -> None:
    claim_resize(actor=person(ben), claim=claim, start=claim.start, end=claim.end - 1, at=NOON)
    assert send(api_ana, op(claim, "note_draft", {"text": "Half a"}))[0]["status"] == "ok"


def test_a_withdrawn_claim_is_a_conflict(api_ana: Caller, ben: User, claim: Claim) -> None:
    claim_withdraw(actor=person(ben), claim=claim, at=NOON)
    [result] = send(api_ana, op(claim))
    assert (result["status"], result["code"], result["claim"]["state"]) == ("conflict", "claim_withdrawn", "withdrawn")


def test_one_bad_operation_does_not_stop_the_others(
    api_ana: Caller, article: Article, make_article: MakeArticle
) -> None:
    first, second = claims_of(article)[:2]
    results = send(api_ana, op(first), op(str(uuid4())), "nonsense", op(second, "undo"), op(second))
    assert [(result["status"], result["code"]) for result in results] == [
        ("ok", ""),
        ("refused", "not_found"),
        ("refused", "invalid"),
        ("refused", "nothing_to_undo"),
        ("ok", ""),
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": "7"}, "id"),
        ({"id": None}, "id"),
        ({"at": "now"}, "at"),
        ({"at": 1.5}, "at"),
        ({"kind": "delete"}, "kind"),
        ({"kind": ["label"]}, "kind"),
        ({"claim": 5}, "claim"),
        ({"base_version": None}, "base_version"),
        ({"base_version": True}, "base_version"),
        ({"base_version": 10**40}, "base_version"),
        ({"payload": []}, "payload"),
        ({"payload": {}}, "payload.label"),
        ({"payload": {"label": 5}}, "payload.label"),
        ({"payload": {"label": "true"}}, "label"),
        ({"payload": {"label": "sourced", "colour": "red"}}, "payload.colour"),
        ({"payload": {"label": "sourced", "active_ms": True}}, "payload.active_ms"),
        ({"payload": {"label": "sourced", "active_ms": -5}}, "active_ms"),
        ({"payload": {"label": "sourced", "opened_at": 2**60}}, "payload.opened_at"),
        ({"payload": {"label": "sourced", "minutes_since_pause": 1441}}, "minutes_since_pause"),
        ({"payload": {"label": "sourced", "suggestion_visible": 1}}, "payload.suggestion_visible"),
        ({"payload": {"label": "sourced", "note": "a\0b"}}, "note"),
        ({"payload": {"label": "sourced", "note": "\ud83d"}}, "note"),
        ({"reviewer": "ben"}, "reviewer"),
    ],
)
def test_a_malformed_operation_is_refused_by_the_name_of_its_field(
    api_ana: Caller, claim: Claim, change: dict[str, Any], field: str
) -> None:
    [result] = send(api_ana, {**op(claim), **change})
    assert (result["status"], result["field"]) == ("refused", field)
    assert result["message"].startswith(f"{field}: ")
    assert not AppliedOp.objects.exists()


def test_a_viewers_operation_is_refused_and_may_be_sent_again(vic: User, api_vic: Caller, claim: Claim) -> None:
    sent = op(claim)
    assert [send(api_vic, sent)[0][name] for name in ("status", "code")] == ["refused", "permission_denied"]
    assert not AppliedOp.objects.exists()


def test_a_stranger_learns_nothing_about_a_claim(api_oto: Caller, claim: Claim) -> None:
    [result] = send(api_oto, op(claim))
    assert (result["status"], result["code"], result["claim"], result["suggestion"]) == (
        "refused",
        "not_found",
        None,
        None,
    )


def test_a_key_for_another_project_learns_nothing_about_a_claim(ana: User, claim: Claim) -> None:
    other, _event = project_create(actor=person(ana), name="Other", at=NOON)
    [result] = send(caller(ana, "review", project=other), op(claim))
    assert (result["status"], result["code"], result["claim"]) == ("refused", "not_found", None)


def test_nothing_is_revealed_in_a_blind_project(api_ana: Caller, mia: User, desk: Project, claim: Claim) -> None:
    project_change(actor=person(mia), project=desk, suggestion_mode="blind", at=NOON)
    [result] = send(api_ana, op(claim, "reveal"))
    assert (result["status"], result["code"], result["suggestion"]) == ("refused", "permission_denied", None)


@pytest.mark.parametrize(("number", "status"), [(0, 200), (40, 200), (41, 400)])
def test_a_batch_has_at_most_forty(api_ana: Caller, number: int, status: int) -> None:
    assert api_ana.post("ops/", {"ops": [None] * number}).status_code == status


@pytest.mark.parametrize("body", [{}, [], {"ops": {}}, {"ops": "all"}, {"ops": [], "more": 1}])
def test_a_batch_of_another_shape_is_refused(api_ana: Caller, body: Any) -> None:
    assert api_ana.post("ops/", body).status_code == 400


def test_a_browser_needs_its_csrf_token(ana: User, claim: Claim) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    sent = {"ops": [op(claim)]}
    without = client.post("/api/v1/ops/", sent, content_type="application/json")
    assert (without.status_code, without.json()["code"]) == (403, "csrf_failed")
    token = "a" * 32
    client.cookies["claimdesk-csrf-8000"] = token
    with_it = client.post("/api/v1/ops/", sent, content_type="application/json", headers={"X-CSRFToken": token})
    assert with_it.status_code == 200, with_it.content
    event = LedgerEvent.objects.filter(verb="judgement.recorded").get()
    assert (event.door, event.actor_label) == ("web", "Ana")
