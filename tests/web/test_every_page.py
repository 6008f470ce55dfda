"""What every page keeps to: its headers, its heading, its title, its forms, and that looking changes nothing."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from annotations.models.ledger import LedgerEvent
from annotations.models.users import User
from tests.web.conftest import NO_SUCH_UID, SignIn, Things
from tests.web.test_permissions import ANYBODY, MATRIX, Line

PAGES = [line for line in MATRIX if line.method == "get" and 200 in (line.answers[0], line.answers[-1])]
FRAGMENTS = {"article-part", "article-rows", "article-status", "claim-panel", "engine-banner"}
FILES = {"release-download", "snapshot-text", "snapshot-file", "healthz", "readyz", "robots"}
WHOLE = [line for line in PAGES if line.name not in FRAGMENTS | FILES]
POSTS = [line for line in MATRIX if line.method == "post"]
POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data:",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def named(line: Line) -> str:
    """A test's name for a page."""
    return f"{line.name}-{line.method}"


def asked(line: Line, things: Things, sign_in: SignIn, mia: User) -> HttpResponse:
    """The page as Mia gets it, or as a visitor does where visitors are whom it is for."""
    for_visitors = {"sign-in", "password-forgotten", "link", "invitation-accept", "reading"}
    client = Client() if line.name in for_visitors else sign_in(mia)
    address = reverse(f"web:{line.name}", args=things[line.about]())
    return getattr(client, line.method)(address, line.data)  # type: ignore[no-any-return]


def policy_of(answer: HttpResponse) -> dict[str, str]:
    """The content security policy, directive by directive."""
    words = [part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";")]
    return {name: value for name, _blank, value in words if name}


@pytest.mark.parametrize("line", [*PAGES, *POSTS], ids=named)
def test_every_answer_forbids_inline_code(line: Line, things: Things, sign_in: SignIn, mia: User) -> None:
    policy = policy_of(asked(line, things, sign_in, mia))
    scripts = policy.pop("script-src")
    assert policy == POLICY
    assert re.fullmatch(r"'self'( 'nonce-[A-Za-z0-9+/=_-]{16,}')?", scripts)


@pytest.mark.parametrize("line", [line for line in [*PAGES, *POSTS] if line.answers != ANYBODY], ids=named)
def test_no_cache_keeps_what_one_person_saw(line: Line, things: Things, sign_in: SignIn, mia: User) -> None:
    kept = asked(line, things, sign_in, mia).headers["Cache-Control"]
    assert "no-store" in kept
    assert "private" in kept


@pytest.mark.parametrize("line", WHOLE, ids=named)
def test_every_page_has_one_heading_and_its_own_title(line: Line, things: Things, sign_in: SignIn, mia: User) -> None:
    page = asked(line, things, sign_in, mia).content.decode()
    headings = re.findall(r"<h1[^>]*>(.+?)</h1>", page, re.DOTALL)
    assert len(headings) == 1
    assert headings[0].strip()
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert title is not None
    assert re.fullmatch(r".+ · Claimdesk", title[1].strip())


class Fields(HTMLParser):
    """Collects ids, labels, controls and what controls refer to."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.inside_label = 0
        self.described: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "label":
            self.inside_label += 1
            self.labels.add(str(found.get("for") or ""))
        self.described += str(found.get("aria-describedby") or "").split()
        if tag in {"input", "select", "textarea"} and found.get("type") != "hidden":
            self.controls.append(found | {"inside": "1" if self.inside_label else None})

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self.inside_label -= 1


@pytest.mark.parametrize("line", WHOLE, ids=named)
def test_every_control_has_a_label_and_every_id_is_there_once(
    line: Line, things: Things, sign_in: SignIn, mia: User
) -> None:
    fields = Fields()
    fields.feed(asked(line, things, sign_in, mia).content.decode())
    for control in fields.controls:
        named_ = control.get("id") in fields.labels or control["inside"] or control.get("aria-label")
        assert named_ or control.get("aria-hidden") == "true", control
    assert sorted(fields.ids) == sorted(set(fields.ids))
    assert set(fields.described) <= set(fields.ids)


@pytest.mark.parametrize("line", PAGES, ids=named)
def test_looking_at_a_page_changes_nothing(line: Line, things: Things, sign_in: SignIn, mia: User) -> None:
    args = things[line.about]()
    before = LedgerEvent.objects.count()
    client = sign_in(mia)
    client.get(reverse(f"web:{line.name}", args=args), line.data)
    # That data left, and that a stranger read, are the two things looking leaves behind.
    allowed = 1 if line.name in {"release-download", "reading"} else 0
    assert LedgerEvent.objects.count() - before == allowed


@pytest.mark.parametrize("line", POSTS, ids=named)
def test_a_form_without_its_token_changes_nothing(line: Line, things: Things, mia: User) -> None:
    args = things[line.about]()
    before = LedgerEvent.objects.count()
    client = Client(enforce_csrf_checks=True)
    client.force_login(mia, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(reverse(f"web:{line.name}", args=args), line.data)
    assert answer.status_code == 403
    assert "This form is no longer valid, so nothing was changed." in answer.content.decode()
    assert LedgerEvent.objects.count() == before


@pytest.mark.parametrize("page", ["/nothing/", "/articles/nonsense/", "/p/nowhere/", f"/claims/{NO_SUCH_UID}/panel/"])
def test_what_is_not_there_is_a_page_of_our_own_with_a_code(sign_in: SignIn, mia: User, page: str) -> None:
    answer = sign_in(mia).get(page)
    assert answer.status_code == 404
    written = answer.content.decode()
    assert "There is nothing here for you." in written
    assert "not_found" in written
    assert answer.headers["X-Request-ID"] in written


def test_a_fault_of_ours_is_a_page_without_its_inside(mia: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError("the cellar is flooded")

    monkeypatch.setattr("annotations.web.home.project_rows", broken)
    client = Client(raise_request_exception=False)
    client.force_login(mia, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something went wrong on our side." in answer.content.decode()
    assert "cellar" not in answer.content.decode()
