"""`POST projects/{slug}/articles/bulk/` and what can be read of it."""

import json
from typing import Any

import pytest

from annotations.models.articles import Article
from annotations.models.imports import ImportRun
from annotations.models.jobs import Job
from annotations.models.projects import Project
from annotations.tasks import run_job
from tests.api.callers import Caller

ROWS = [{"text": "A tug sank."}, {"text": ""}, {"text": "Two ferries came.", "external_id": 7, "desk": "night"}]
LINES = b"".join(json.dumps(row).encode() + b"\n" for row in ROWS)
TABLE = b"text;external_id;desk\nA tug sank.;;\n ;;day\nTwo ferries came.;7;night\n"
KINDS = [("application/x-ndjson", LINES), ("application/jsonl", LINES), ("text/csv; charset=utf-8", TABLE)]


def send(api: Caller, desk: Project, body: bytes, kind: str = "application/x-ndjson", **headers: str) -> Any:
    path = f"projects/{desk.slug}/articles/bulk/"
    return api.send("POST", path, raw=body, headers={"Content_Type": kind, **headers})


def run_all() -> None:
    for job in Job.objects.filter(kind="import_articles"):
        run_job(job.kind, job.uid)


@pytest.mark.parametrize(("kind", "body"), [*KINDS, ("application/json", json.dumps(ROWS).encode())])
def test_rows_are_stored_answered_with_a_job_and_taken_in(
    api_ana: Caller, desk: Project, kind: str, body: bytes
) -> None:
    reply = send(api_ana, desk, body, kind)
    assert reply.status_code == 202, reply.content
    job = reply.json()
    assert reply["Location"] == f"/api/v1/jobs/{job['id']}/"
    assert (job["kind"], job["state"]) == ("import_articles", "queued")
    assert job["result"] == {"rows": 3, "created": 0, "known": 0, "refused": 0}
    assert job["result_url"] == f"/api/v1/jobs/{job['id']}/rows/"
    run_all()
    job = api_ana.get(f"jobs/{job['id']}/").json()
    assert (job["state"], job["progress"], job["total"]) == ("done", 3, 3)
    assert job["result"] == {"rows": 3, "created": 2, "known": 0, "refused": 1}
    (refused,) = api_ana.get(f"jobs/{job['id']}/rows/?status=refused").json()["results"]
    assert (refused["index"], refused["article"], refused["field"]) == (1, None, "text")
    assert refused["code"] in {"invalid", "empty_text"}
    assert refused["detail"]
    article = Article.objects.get(external_id="7")
    assert (article.text, article.metadata) == ("Two ferries came.", {"desk": "night"})


def test_rows_come_in_pages(api_ana: Caller, desk: Project) -> None:
    job = send(api_ana, desk, LINES).json()
    run_all()
    first = api_ana.get(f"jobs/{job['id']}/rows/?page_size=2").json()
    second = api_ana.get(first["next"]).json()
    assert [row["index"] for row in first["results"] + second["results"]] == [0, 1, 2]
    assert second["next"] is None
    assert [row["status"] for row in first["results"]] == ["created", "refused"]


def test_the_same_key_and_rows_are_one_import(api_ana: Caller, desk: Project) -> None:
    first = send(api_ana, desk, LINES, Idempotency_Key="spring")
    again = send(api_ana, desk, LINES, Idempotency_Key="spring")
    assert (again.status_code, again.json()["id"]) == (202, first.json()["id"])
    assert again["Idempotency-Replayed"] == "true"
    assert ImportRun.objects.count() == 1
    other = send(api_ana, desk, LINES + b'{"text": "One more."}', Idempotency_Key="spring")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


@pytest.mark.parametrize(
    ("kind", "body", "status", "code"),
    [
        ("application/x-ndjson", b"", 400, "invalid"),
        ("application/x-ndjson", b'[{"text": "A"}]', 400, "rows_unreadable"),
        ("text/csv", b"name\nA\n", 400, "rows_unreadable"),
        ("text/csv", b"text\n\n", 400, "rows_unreadable"),
        ("application/json", b"[]", 400, "invalid"),
        ("application/json", b'{"text": "A"}', 400, "invalid"),
        ("application/json", b'{"rows": "A"}', 400, "invalid"),
        ("application/json", b"[{]", 400, "parse_error"),
        ("text/plain", b"A", 415, "unsupported_media_type"),
    ],
)
def test_what_is_no_list_of_articles_is_refused(
    api_ana: Caller, desk: Project, kind: str, body: bytes, status: int, code: str
) -> None:
    reply = send(api_ana, desk, body, kind)
    assert (reply.status_code, reply.json()["code"]) == (status, code)
    assert not ImportRun.objects.exists()


def test_more_than_the_limit_is_refused_before_it_is_read(
    api_ana: Caller, desk: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.api.views.imports.LARGEST_IMPORT", 20)
    reply = send(api_ana, desk, LINES)
    assert (reply.status_code, reply.json()["code"]) == (413, "import_too_large")


def test_rows_that_are_no_articles_are_refused_one_by_one(api_ana: Caller, desk: Project) -> None:
    odd = [5, "text", None, [], {}, {"text": "A tug sank.", "title": "\x00"}, {"text": "B", "title": "\ud83d"}]
    reply = send(api_ana, desk, json.dumps(odd).encode(), "application/json")
    run_all()
    rows = api_ana.get(f"jobs/{reply.json()['id']}/rows/").json()["results"]
    assert [row["code"] for row in rows] == [*["not_an_object"] * 4, "invalid", *["invalid_characters"] * 2]


def test_a_job_that_is_no_import_has_no_rows(api_ana: Caller, article: Article) -> None:
    reply = api_ana.get(f"jobs/{article.jobs.latest('id').uid}/rows/")
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")


def test_somebody_who_only_looks_cannot_import(api_vic: Caller, desk: Project) -> None:
    assert send(api_vic, desk, LINES).status_code == 403
