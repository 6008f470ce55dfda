"""The same request twice: one effect, one answer."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.models.access import IdempotentReply
from annotations.models.articles import Article
from annotations.models.judgements import Judgement
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.services.projects import project_create
from tests.api.callers import Caller, caller
from tests.story import FERRY, NOON, claims_of, person

ARTICLES = "projects/city-desk/articles/"


def test_a_repeated_request_gets_the_first_answer(api_ana: Caller, article: Article) -> None:
    path = f"claims/{claims_of(article)[0].uid}/judgements/"
    first = api_ana.post(path, {"label": "sourced", "note": "a"}, Idempotency_Key="k-1")
    events = LedgerEvent.objects.count()
    again = api_ana.send("POST", path, raw=b' {"note": "a",\n "label": "sourced"}', headers={"Idempotency_Key": "k-1"})
    assert (again.status_code, again.content) == (first.status_code, first.content)
    for name in ("Ledger-Receipt", "ETag", "Content-Type"):
        assert again[name] == first[name]
    assert (again["Idempotency-Replayed"], "Idempotency-Replayed" in first) == ("true", False)
    assert Judgement.objects.count() == 1
    assert LedgerEvent.objects.count() == events


@pytest.mark.parametrize("path", [ARTICLES, "projects/"])
def test_the_same_key_with_another_request_is_refused(api_ana: Caller, desk: Project, path: str) -> None:
    api_ana.post(ARTICLES, {"text": "A ferry."}, Idempotency_Key="k-1")
    reply = api_ana.post(path, {"text": "Another ferry."}, Idempotency_Key="k-1")
    assert (reply.status_code, reply.json()["code"]) == (422, "idempotency_key_reused")


def test_keys_belong_to_people(api_ana: Caller, api_ben: Caller, desk: Project) -> None:
    first = api_ana.post(ARTICLES, {"text": "A ferry."}, Idempotency_Key="k-1")
    second = api_ben.post(ARTICLES, {"text": "Two ferries."}, Idempotency_Key="k-1")
    assert (first.status_code, second.status_code) == (202, 202)


def test_a_key_for_another_project_does_not_read_kept_answers(mia: User, desk: Project) -> None:
    other, _event = project_create(actor=person(mia), name="Other", at=NOON)
    caller(mia).post(ARTICLES, {"text": "A ferry."}, Idempotency_Key="k-1")
    reply = caller(mia, project=other).post(ARTICLES, {"text": "A ferry."}, Idempotency_Key="k-1")
    assert (reply.status_code, reply.json()["code"]) == (422, "idempotency_key_reused")


def test_a_refusal_that_hangs_on_the_request_is_kept(api_ana: Caller, desk: Project) -> None:
    first = api_ana.post(ARTICLES, {"text": " "}, Idempotency_Key="k-1")
    again = api_ana.post(ARTICLES, {"text": " "}, Idempotency_Key="k-1")
    assert (first.status_code, again.status_code) == (400, 400)
    assert again["Content-Type"] == "application/problem+json"
    assert again.content == first.content
    assert IdempotentReply.objects.count() == 1


def test_a_refusal_that_may_pass_is_not_kept(api_ana: Caller, article: Article) -> None:
    claim = claims_of(article)[0]
    path, span = f"articles/{article.uid}/claims/", {"start": claim.start, "end": claim.end}
    first = api_ana.post(path, span, Idempotency_Key="k-1")
    assert (first.status_code, first.json()["code"]) == (409, "span_overlaps")
    assert not IdempotentReply.objects.exists()
    api_ana.delete(f"claims/{claim.uid}/")
    assert api_ana.post(path, span, Idempotency_Key="k-1").status_code == 201


def test_what_broke_can_be_sent_again_with_the_same_key(
    api_ana: Caller, desk: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("a fault of ours")

    with monkeypatch.context() as patch:
        patch.setattr("annotations.api.views.articles.counted", broken)  # after the article was stored
        assert api_ana.post(ARTICLES, {"text": FERRY}, Idempotency_Key="k-1").status_code == 500
    assert not Article.objects.exists()
    assert api_ana.post(ARTICLES, {"text": FERRY}, Idempotency_Key="k-1").status_code == 202


@pytest.mark.parametrize(("other", "status"), [({}, 202), ({"body": b"Two."}, 422), ({"title": "B"}, 422)])
def test_a_form_is_the_same_by_its_fields_and_its_files_bytes(
    api_ana: Caller, desk: Project, other: dict[str, Any], status: int
) -> None:
    def send(body: bytes = b"One.", title: str = "A") -> Any:
        file = SimpleUploadedFile("a.txt", body, content_type="text/plain")
        return api_ana.upload(ARTICLES, {"file": file, "title": title}, Idempotency_Key="k-1")

    first = send()
    again = send(**other)
    assert (first.status_code, again.status_code) == (202, status)
    assert (again.content == first.content) is (status == 202)


@pytest.mark.parametrize("key", ["", "x" * 256, "two words", "caf\xe9"])
def test_a_key_that_is_none_is_refused(api_ana: Caller, desk: Project, key: str) -> None:
    reply = api_ana.post(ARTICLES, {"text": "A ferry."}, Idempotency_Key=key)
    assert reply.status_code == 400
    assert reply.json()["errors"][0]["field"] == "Idempotency-Key"


def test_every_creating_post_takes_a_key(api_mia: Caller) -> None:
    from annotations.api.views.docs import built_schema

    operations = [
        operations["post"]
        for path, operations in built_schema()["paths"].items()
        if "post" in operations and "ops" not in path
    ]
    assert operations
    for operation in operations:
        assert "Idempotency-Key" in json.dumps(operation["parameters"]), operation["operationId"]
