"""Requests that make no sense: a clear 4xx, never a 500."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import DataError, OperationalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.api.parsers import DEEPEST, value_of
from annotations.api.problems import BodyUnreadable
from annotations.models.articles import Article
from annotations.models.projects import Project
from tests.api.callers import Caller, codes
from tests.story import claims_of

ARTICLES = "projects/city-desk/articles/"
MEMBERS = {"type", "title", "status", "code", "detail", "errors", "request_id"}


def deep(levels: int) -> bytes:
    """JSON nested so many levels."""
    return b"[" * levels + b"]" * levels


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"",
        b"{'text': 'a'}",
        b'{"text": "a",}',
        b'{"text": NaN}',
        b'{"metadata": {"x": Infinity}, "text": "a"}',
        b'{"metadata": {"x": -Infinity}, "text": "a"}',
        b'{"metadata": {"x": 1e999}, "text": "a"}',
        b'{"metadata": {"x": ' + b"9" * 5000 + b'}, "text": "a"}',
        b'{"text": "a", "text": "b"}',
        b'{"text": "\xff"}',
        b'{"text": "a\nb"}',
        deep(10_000),
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b'{"text": "a", "metadata": {"x": ' + deep(DEEPEST) + b"}}",
        "{}".encode("utf-16"),
    ],
    ids=range(16),
)
def test_a_body_that_is_no_plain_json_is_refused(api_ana: Caller, desk: Project, raw: bytes) -> None:
    reply = api_ana.send("POST", ARTICLES, raw=raw)
    assert reply.status_code == 400, reply.content
    assert reply["Content-Type"] == "application/problem+json"
    assert set(reply.json()) >= MEMBERS


def test_a_byte_order_mark_does_no_harm(api_ana: Caller, desk: Project) -> None:
    assert api_ana.send("POST", ARTICLES, raw=b'\xef\xbb\xbf{"text": "A ferry."}').status_code == 202


@given(st.binary(max_size=60))
def test_the_parser_answers_or_refuses_whatever_the_bytes(body: bytes) -> None:
    try:
        written = json.dumps(value_of(body), allow_nan=False)
    except BodyUnreadable:
        return
    assert json.dumps(value_of(written.encode())) == written


@pytest.mark.parametrize(("levels", "accepted"), [(DEEPEST, True), (DEEPEST + 1, False)])
def test_nesting_ends_at_the_limit(levels: int, accepted: bool) -> None:
    if accepted:
        value_of(deep(levels))
    else:
        with pytest.raises(BodyUnreadable):
            value_of(deep(levels))


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "code"),
    [
        ("POST", "projects/", {"Content_Type": "text/plain"}, 415, "unsupported_media_type"),
        ("POST", "projects/", {"Content_Type": "application/x-www-form-urlencoded"}, 415, "unsupported_media_type"),
        ("POST", "projects/", {"Content_Type": "multipart/form-data; boundary=x"}, 415, "unsupported_media_type"),
        ("POST", ARTICLES, {"Content_Type": "multipart/form-data"}, 400, "parse_error"),
        ("GET", "projects/", {"Accept": "text/csv"}, 406, "not_acceptable"),
        ("GET", "projects/", {"Accept": "application/problem+json"}, 406, "not_acceptable"),
        ("PUT", "projects/", {}, 405, "method_not_allowed"),
        ("OPTIONS", "projects/", {}, 405, "method_not_allowed"),
        ("DELETE", "projects/city-desk/", {}, 405, "method_not_allowed"),
        ("GET", "claims/merge/", {}, 405, "method_not_allowed"),
        ("GET", "claims/not-a-uid/", {}, 404, "not_found"),
        ("GET", "claims/00000000-0000-0000-0000-000000000000/", {}, 404, "not_found"),
        ("GET", "claims/5/", {}, 404, "not_found"),
        ("GET", "projects/no%00where/", {}, 404, "not_found"),
        ("GET", "projects/../../etc/passwd/", {}, 404, "not_found"),
        ("GET", "nowhere/", {}, 404, "not_found"),
        ("POST", "nowhere", {}, 404, "not_found"),
        ("PATCH", "projects/city-desk/", {}, 428, "precondition_required"),
    ],
)
def test_a_request_that_cannot_be_answered_says_why(
    api_mia: Caller, desk: Project, method: str, path: str, headers: dict[str, str], status: int, code: str
) -> None:
    reply = api_mia.send(method, path, {"name": "x"} if method != "GET" else None, headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (status, code), reply.content
    assert reply["Content-Type"] == "application/problem+json"
    assert reply.json()["request_id"] == reply["X-Request-ID"]


def test_a_path_without_its_last_slash_is_told_so(api_mia: Caller) -> None:
    assert api_mia.get("me").json()["hint"] == "Paths end in a slash: /api/v1/me/"


def test_a_body_beyond_the_limit_is_refused(api_ana: Caller, desk: Project) -> None:
    reply = api_ana.send("POST", ARTICLES, raw=b'{"text": "' + b"x" * 12 * 1024 * 1024 + b'"}')
    assert (reply.status_code, reply.json()["code"]) == (413, "body_too_large")


def test_a_body_of_unknown_length_is_refused(api_ana: Caller, desk: Project) -> None:
    reply = api_ana.client.generic(
        "POST",
        f"/api/v1/{ARTICLES}",
        b"",
        "application/json",
        headers=api_ana.headers,
        HTTP_TRANSFER_ENCODING="chunked",
        CONTENT_LENGTH="",
    )
    assert (reply.status_code, reply.json()["code"]) == (411, "length_required")


def test_what_a_caller_sent_is_echoed_short_and_readable(api_ana: Caller, desk: Project) -> None:
    reply = api_ana.post(ARTICLES, {"text": "A.", "\ud83d" + "x" * 5000: 1})
    assert reply.status_code == 400
    assert len(reply.content) < 3000


def values() -> st.SearchStrategy[Any]:
    """Anything JSON can say, and what only Python's writer can."""
    leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("\ud800")
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner))


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (ARTICLES, ["text", "html", "url", "title", "published_at", "metadata", "external_id", "language"]),
        ("articles/{article}/claims/", ["start", "end", "quote"]),
        ("claims/{claim}/judgements/", ["label", "note", "active_ms", "opened_at", "minutes_since_pause"]),
        ("claims/{claim}/evidence/", ["url", "reference", "quote", "locator", "stance"]),
        ("claims/{claim}/split/", ["at"]),
        ("claims/merge/", ["claims"]),
        ("projects/city-desk/releases/", ["name", "select", "pseudonyms"]),
        ("projects/city-desk/members/", ["email", "user", "role"]),
        ("tokens/", ["name", "scopes", "project", "days"]),
        ("projects/", ["name", "slug", "guidelines", "suggestion_mode", "reviewers_per_claim", "measured_sample"]),
        ("ops/", ["ops"]),
    ],
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_value_in_any_field_breaks_the_site(
    api_mia: Caller, article: Article, path: str, fields: list[str], data: st.DataObject
) -> None:
    body = data.draw(st.fixed_dictionaries({}, optional={name: values() for name in fields}))
    where = path.format(article=article.uid, claim=claims_of(article)[0].uid)
    reply = api_mia.post(where, body)
    assert reply.status_code < 500, (body, reply.content)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (OperationalError("database or disk is full"), 507, "storage_full"),
        (OperationalError('could not extend file "base/1": No space left on device'), 507, "storage_full"),
        (OperationalError("database is locked"), 503, "busy"),
        (DataError("value out of range"), 400, "invalid"),
        (RuntimeError("/srv/secret/path exploded"), 500, "internal_error"),
        (psycopg.Error("no"), 500, "internal_error"),
    ],
)
def test_what_goes_wrong_inside_is_answered_without_a_trace(
    api_ana: Caller, desk: Project, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, code: str
) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> Iterator[None]:
        raise error

    monkeypatch.setattr("annotations.api.views.articles.article_import", broken)
    reply = api_ana.post(ARTICLES, {"text": "A ferry."}, X_Request_ID="req-from-caller")
    assert (reply.status_code, reply.json()["code"]) == (status, code)
    assert reply.json()["request_id"] == "req-from-caller"
    assert "secret" not in reply.content.decode()
    assert ("Retry-After" in reply) is (status == 503)


def test_the_first_fault_of_each_field_is_named(api_mia: Caller, desk: Project) -> None:
    reply = api_mia.post("projects/", {"name": "", "reviewers_per_claim": 12, "suggestion_mode": "never"})
    assert codes(reply) == {"name": "blank", "reviewers_per_claim": "max_value", "suggestion_mode": "invalid_choice"}
