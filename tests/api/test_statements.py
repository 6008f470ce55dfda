"""`claims/{id}/statement/`, and the statement in claims and operations."""

from typing import Any

import pytest
from uuid_utils.compat import uuid7

from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.services.projects import project_change
from tests.api.callers import Caller
from tests.story import NOON, claims_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(article: Article) -> Claim:
    return claims_of(article)[0]


@pytest.fixture
def path(claim: Claim) -> str:
    return f"claims/{claim.uid}/statement/"


def patch(api: Caller, path: str, body: dict[str, Any], version: int | str) -> Any:
    return api.send("PATCH", path, body, headers={"If_Match": f'"{version}"'})


def op(claim: Claim, **payload: Any) -> dict[str, Any]:
    body = {"id": str(uuid7()), "at": 1, "kind": "statement", "claim": str(claim.uid), "base_version": claim.version}
    return {"ops": [body | {"payload": payload}]}


def test_before_anybody_wrote_it_is_what_the_text_gives(api_ana: Caller, path: str) -> None:
    reply = api_ana.send("GET", path)
    assert reply.headers["ETag"] == '"0"'
    assert reply.json() == {
        "speaker": "The",
        "speaker_origin": "model",
        "speaker_read": "The",
        "direct": False,
        "reported_to": "",
        "first_appearance": "",
        "appearances": [],
        "wording": "",
        "wording_stale": False,
        "version": 0,
    }


def test_the_suggestion_stays_hidden_where_the_speaker_is_shown(
    api_ana: Caller, mia: User, desk: Project, claim: Claim
) -> None:
    project_change(actor=person(mia), project=desk, suggestion_mode="blind", at=NOON)
    body = api_ana.send("GET", f"claims/{claim.uid}/").json()
    assert body["statement"]["speaker"] == "The"
    assert "suggestion" not in body


def test_a_change_answers_with_the_next_version_and_a_receipt(api_ana: Caller, path: str) -> None:
    reply = patch(api_ana, path, {"speaker": "Ida Holm", "wording": "Two ships were ordered."}, 0)
    assert reply.status_code == 200
    assert (reply.headers["ETag"], reply.json()["version"]) == ('"1"', 1)
    assert reply.headers["Ledger-Receipt"].startswith("article:")
    assert (reply.json()["speaker"], reply.json()["speaker_origin"]) == ("Ida Holm", "person")


def test_null_goes_back_to_what_the_text_gives(api_ana: Caller, path: str) -> None:
    patch(api_ana, path, {"speaker": "Ida Holm"}, 0)
    assert patch(api_ana, path, {"speaker": None}, 1).json()["speaker_origin"] == "model"


def test_without_if_match_nothing_is_changed(api_ana: Caller, path: str) -> None:
    reply = api_ana.send("PATCH", path, {"wording": "Two ships."})
    assert (reply.status_code, reply.json()["code"]) == (428, "precondition_required")
    assert api_ana.send("GET", path).json()["version"] == 0


def test_an_earlier_version_gets_the_present_one(api_ana: Caller, api_ben: Caller, path: str) -> None:
    patch(api_ben, path, {"wording": "Ben's."}, 0)
    reply = patch(api_ana, path, {"wording": "Ana's."}, 0)
    assert (reply.status_code, reply.json()["code"]) == (412, "version_conflict")
    assert (reply.json()["current_version"], reply.json()["current"]["wording"]) == (1, "Ben's.")


@pytest.mark.parametrize(
    "body",
    [{"wording": "x" * 1001}, {"appearances": "Radio"}, {"appearances": [7]}, {"wording": None}, {"speaker_read": "x"}],
)
def test_what_cannot_be_kept_names_its_field(api_ana: Caller, path: str, body: dict[str, Any]) -> None:
    reply = patch(api_ana, path, body, 0)
    assert reply.status_code == 400
    assert reply.json()["errors"][0]["field"].partition(".")[0] == next(iter(body))


def test_a_viewer_reads_and_does_not_write(api_vic: Caller, path: str) -> None:
    assert api_vic.send("GET", path).status_code == 200
    assert patch(api_vic, path, {"wording": "x"}, 0).status_code == 403


def test_the_outbox_keeps_one_field_at_a_time(api_ana: Caller, claim: Claim, path: str) -> None:
    results = [
        api_ana.send("POST", "ops/", op(claim, **payload)).json()["results"][0]
        for payload in (
            {"field": "speaker", "text": "Ida Holm", "seen": "The"},
            {"field": "appearances", "text": "Radio\n\nA post \n", "seen": ""},
            {"field": "appearances", "text": "Radio", "seen": "Radio\nA post\n"},
            {"field": "speaker", "text": "", "seen": "Ida Holm", "back": True},
        )
    ]
    assert [result["status"] for result in results] == ["ok"] * 4
    body = api_ana.send("GET", path).json()
    assert (body["speaker"], body["speaker_origin"], body["appearances"]) == ("The", "model", ["Radio"])


def test_the_outbox_overwrites_nothing_that_was_not_seen(
    api_ana: Caller, api_ben: Caller, claim: Claim, path: str
) -> None:
    patch(api_ben, path, {"wording": "Ben's."}, 0)
    reply = api_ana.send("POST", "ops/", op(claim, field="wording", text="Ana's.", seen=""))
    assert (reply.json()["results"][0]["status"], reply.json()["results"][0]["code"]) == ("refused", "version_conflict")
    assert api_ana.send("GET", path).json()["wording"] == "Ben's."


@pytest.mark.parametrize("field", ["actor", "at", "claim", "speaker_by", "row_version", "seen", ""])
def test_the_outbox_has_no_other_fields(api_ana: Caller, claim: Claim, field: str) -> None:
    result = api_ana.send("POST", "ops/", op(claim, field=field, text="x")).json()["results"][0]
    assert (result["status"], result["code"]) == ("refused", "invalid")
