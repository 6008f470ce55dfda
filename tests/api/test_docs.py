"""The documents say what the code does."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.renderers import OpenApiYamlRenderer

from annotations.api import problems
from annotations.api.views.docs import built_schema
from annotations.errors import AnnotationError, every_error
from annotations.extract.types import FAILURE_CODES, WARNING_CODES
from tests.api.callers import Caller

DOCS = Path(__file__).resolve().parents[2] / "docs"
OURS = {AnnotationError.__module__, problems.__name__}


def part(name: str) -> str:
    """What stands between a pair of marks in docs/api.md."""
    text = (DOCS / "api.md").read_text()
    found = re.search(rf"<!-- {name} -->\n(.*)<!-- /{name} -->", text, re.DOTALL)
    assert found, name
    return found[1]


def table() -> str:
    """The table of errors as it has to be."""
    errors = sorted((error.status, error.code, error.message) for error in every_error() if error.__module__ in OURS)
    rows = "".join(f"| `{code}` | {status} | {message} |\n" for status, code, message in errors)
    return f"| code | status | meaning |\n|---|---|---|\n{rows}"


def test_every_error_is_in_the_table() -> None:
    assert part("errors") == table()


@pytest.mark.parametrize(("name", "known"), [("extraction", FAILURE_CODES), ("warnings", WARNING_CODES)])
def test_every_code_of_the_extractor_is_listed(name: str, known: frozenset[str]) -> None:
    assert " ".join(part(name).split()) == ", ".join(f"`{code}`" for code in sorted(known)) + "."


def test_the_committed_schema_is_the_one_the_code_makes() -> None:
    made = OpenApiYamlRenderer().render(built_schema(), renderer_context={})  # type: ignore[no-untyped-call]
    assert (DOCS / "openapi.yaml").read_bytes() == made, "run: python manage.py spectacular --file docs/openapi.yaml"


def test_the_schema_is_openapi_3_1_with_both_ways_in() -> None:
    schema = built_schema()
    assert schema["openapi"].startswith("3.1")
    assert set(schema["components"]["securitySchemes"]) == {"key", "session"}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            assert operation["security"] == [{"key": []}, {"session": []}], (method, path)
            refused = operation["responses"]["401"]["content"]
            assert list(refused) == ["application/problem+json"], (method, path)


@pytest.mark.parametrize(("accept", "start"), [("application/json", b"{"), ("*/*", b"openapi: 3.1")])
def test_the_schema_is_served_to_everybody(db: None, accept: str, start: bytes) -> None:
    reply = Client().get("/api/v1/schema/", headers={"Accept": accept})
    assert reply.status_code == 200
    assert reply.content.startswith(start)


def test_the_page_comes_from_our_own_files_under_a_policy_of_its_own(db: None, settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    reply = Client().get("/api/v1/docs/")
    page, policy = reply.content.decode(), reply["Content-Security-Policy"]
    assert reply.status_code == 200
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert page.count('="/static/drf_spectacular_sidecar/swagger-ui-dist/') == 3
    nonce = re.search(r'<script nonce="([^"]+)"', page)
    assert nonce
    assert f"'nonce-{nonce[1]}'" in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe-eval" not in policy


def test_other_answers_keep_the_sites_policy(api_ana: Caller) -> None:
    assert "unsafe-inline" not in api_ana.get("me/")["Content-Security-Policy"]
