"""Releases and jobs through the API."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from annotations.models.jobs import Job, JobState
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.users import User
from tests.api.callers import Caller, caller
from tests.story import MakeArticle

RELEASES = "projects/city-desk/releases/"


@pytest.fixture
def release(api_mia: Caller, ana: User, make_article: MakeArticle, work_off: Callable[[], int]) -> dict[str, Any]:
    """A ready release of two settled claims."""
    make_article(claims=2, judged_by=(ana,))
    Job.objects.update(state=JobState.DONE)
    made = api_mia.post(RELEASES, {"name": "Mai: Häfen / 2026"})
    assert made.status_code == 202, made.content
    work_off()
    body: dict[str, Any] = api_mia.get(f"releases/{made.json()['id']}/").json()
    return body


def body_of(reply: Any) -> bytes:
    """A streamed answer's bytes."""
    return b"".join(reply.streaming_content)


def test_a_release_is_asked_for_and_becomes_ready(
    api_mia: Caller, ana: User, make_article: MakeArticle, work_off: Callable[[], int]
) -> None:
    make_article(claims=2, judged_by=(ana,))
    Job.objects.update(state=JobState.DONE)
    reply = api_mia.post(RELEASES, {"name": "May"})
    assert (reply.status_code, reply.json()["status"], reply.json()["downloads"]) == (202, "queued", {})
    early = api_mia.get(f"releases/{reply.json()['id']}/download/")
    assert (early.status_code, early.json()["code"]) == (409, "release_not_ready")
    work_off()
    job = api_mia.get(reply["Location"]).json()
    assert (job["state"], job["error"]) == ("done", None)
    body = api_mia.get(job["result_url"]).json()
    assert (body["status"], body["row_count"], body["name"]) == ("ready", 2, "May")
    assert [row["id"] for row in api_mia.get(RELEASES).json()["results"]] == [body["id"]]


def test_the_download_is_what_the_sha256_says(api_mia: Caller, release: dict[str, Any]) -> None:
    reply = api_mia.get(release["downloads"]["jsonl"], Accept_Encoding="gzip")
    content = body_of(reply)
    assert reply["ETag"] == f'"{release["sha256"]}"'
    assert hashlib.sha256(content).hexdigest() == release["sha256"]
    assert [json.loads(line)["label"] for line in content.splitlines()] == ["sourced", "sourced"]
    assert reply["Content-Disposition"] == 'attachment; filename="city-desk-mai-hafen-2026.jsonl"'
    assert reply["Content-Type"] == "application/x-ndjson"


def test_csv_is_derived_and_has_a_tag_of_its_own(api_mia: Caller, release: dict[str, Any]) -> None:
    reply = api_mia.get(release["downloads"]["csv"], Accept="text/csv")
    rows = list(csv.DictReader(io.StringIO(body_of(reply).decode())))
    assert reply["ETag"] == f'"{release["sha256"]}-csv"'
    assert len(rows) == 2


def test_a_download_is_in_the_ledger_and_a_look_is_not(api_mia: Caller, release: dict[str, Any]) -> None:
    path = f"releases/{release['id']}/download/?format=csv"
    taken = LedgerEvent.objects.filter(verb="release.downloaded")
    tag = api_mia.send("HEAD", path)["ETag"]
    assert api_mia.get(path, If_None_Match=tag).status_code == 304
    assert not taken.exists()
    reply = api_mia.get(path, If_None_Match='"other"')
    assert reply["Ledger-Receipt"] == taken.get().receipt
    assert json.loads(taken.get().payload.body)["detail"]["format"] == "csv"


@pytest.mark.parametrize("format_", ["xlsx", "", "jsonl%00", "../jsonl"])
def test_an_unknown_format_is_refused(api_mia: Caller, release: dict[str, Any], format_: str) -> None:
    reply = api_mia.get(f"releases/{release['id']}/download/?format={format_}")
    assert (reply.status_code, reply.json()["code"]) == (400, "format_unknown")
    assert reply.json()["formats"] == ["jsonl", "csv"]


def test_downloads_need_the_role_and_the_scope(ana: User, mia: User, release: dict[str, Any]) -> None:
    path = f"releases/{release['id']}/download/"
    assert caller(ana).get(path).json()["code"] == "permission_denied"
    assert caller(mia, "read", "admin").get(path).json()["code"] == "insufficient_scope"
    assert caller(mia, "export").get(path).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"name": "May", "select": "all"}, 202, ""),
        ({"name": "May"}, 409, "nothing_to_release"),
        ({"name": "May", "select": "some"}, 400, "invalid"),
        ({"name": "", "select": "all"}, 400, "invalid"),
        ({"name": "May", "select": "all", "sha256": "0"}, 400, "invalid"),
    ],
)
def test_asking_for_a_release(
    api_mia: Caller, make_article: MakeArticle, body: dict[str, str], status: int, code: str
) -> None:
    make_article(claims=1)
    reply = api_mia.post(RELEASES, body)
    assert (reply.status_code, reply.json().get("code", "")) == (status, code), reply.content


def test_a_name_is_used_once(api_mia: Caller, release: dict[str, Any]) -> None:
    reply = api_mia.post(RELEASES, {"name": release["name"]})
    assert (reply.status_code, reply.json()["code"]) == (409, "name_taken")


def test_reviewers_do_not_release(api_ana: Caller, make_article: MakeArticle) -> None:
    make_article(claims=1)
    assert api_ana.post(RELEASES, {"name": "May", "select": "all"}).status_code == 403


# --- Jobs --------------------------------------------------------------------------------------------------------


def test_a_job_is_cancelled_and_tried_again(api_ana: Caller, desk: Project) -> None:
    made = api_ana.post("projects/city-desk/articles/", {"text": "A ferry sank in May."})
    job = api_ana.get(made["Location"]).json()
    cancelled = api_ana.post(f"jobs/{job['id']}/cancel/")
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    assert "Ledger-Receipt" in cancelled
    article = api_ana.get(f"articles/{made.json()['id']}/").json()
    assert (article["status"], article["error"]["code"]) == ("failed", "cancelled")
    again = api_ana.post(f"jobs/{job['id']}/cancel/")
    assert (again.status_code, again.json()["code"]) == (409, "job_not_cancellable")
    retried = api_ana.post(f"jobs/{job['id']}/retry/")
    assert (retried.status_code, retried.json()["state"], retried["Location"]) == (
        202,
        "queued",
        f"/api/v1/jobs/{job['id']}/",
    )
    assert api_ana.get(f"articles/{made.json()['id']}/").json()["error"] is None


def test_a_failed_job_says_why_and_what_to_do(api_ana: Caller, desk: Project) -> None:
    made = api_ana.post("projects/city-desk/articles/", {"text": "A ferry sank in May."})
    Job.objects.update(
        state=JobState.FAILED, error_code="too_slow", error_message="It took too long.", error_hint="Cut it."
    )
    body = api_ana.get(made["Location"]).json()
    assert body["error"] == {"code": "too_slow", "message": "It took too long.", "hint": "Cut it."}


def test_the_work_on_a_release_is_the_managers_business(
    api_ana: Caller, mia: User, make_article: MakeArticle, api_mia: Caller
) -> None:
    make_article(claims=1)
    job = api_mia.post(RELEASES, {"name": "May", "select": "all"})["Location"].removeprefix("/api/v1/")
    assert api_ana.post(f"{job}cancel/").json()["code"] == "permission_denied"
    assert caller(mia, "import").post(f"{job}cancel/").json()["code"] == "insufficient_scope"
    assert caller(mia, "export").post(f"{job}cancel/").status_code == 200
