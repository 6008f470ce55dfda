"""A running site as browser tests need it: an administrator with a key, and articles that get ready."""

import json
import time
import urllib.request
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.live_site import LiveSite
from tests.prepared_site import MINA


def key_of_mina(site: LiveSite, project: str, slug: str) -> str:
    """A key of the administrator's, who has a project."""
    ask(site, site.key, "projects/", {"name": project, "slug": slug})
    return site.key


def ask(site: LiveSite, key: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """One API call with a key, POST where there is a body."""
    request = urllib.request.Request(
        f"{site.address}/api/v1/{path}",
        data=json.dumps(body).encode() if body is not None else None,
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=120) as reply:
        answer: dict[str, Any] = json.load(reply)
        return answer


def imported(site: LiveSite, key: str, slug: str, text: str) -> str:
    """A new article's uid."""
    return str(ask(site, key, f"projects/{slug}/articles/", {"text": text})["id"])


def wait_for(site: LiveSite, key: str, article: str, *, status: str = "ready") -> None:
    """Wait until an article has come as far as that."""
    until = time.monotonic() + 240
    while (now := ask(site, key, f"articles/{article}/")["status"]) != status:
        assert time.monotonic() < until, f"still {now}:\n{site.log()}"
        time.sleep(0.2)


def open_review(page: Page, site: LiveSite, article: str) -> None:
    """The review screen, hearing keys."""
    page.goto(f"{site.address}/articles/{article}/")
    page.wait_for_selector("html[data-ready=review]")


def saved(page: Page) -> None:
    """Wait until everything is with the server, and what the page shows of the current claim is what the server has."""
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")
    at_rest(page)


def at_rest(page: Page) -> None:
    """Wait until nothing is on its way to the server that could be there, and the details have come."""
    expect(page.locator("#saved:is([data-state=kept],[data-state=sending])")).to_have_count(0)
    expect(page.locator("#details[aria-busy=true]")).to_have_count(0)


def signed_in(site: LiveSite, chromium: Browser, email: str = MINA) -> Any:
    """What a browser in which this person is signed in has stored, for `new_context(storage_state=...)`. They use a
    sign-in link the first time only."""
    if email not in site.cookies:
        context = chromium.new_context()
        context.new_page().goto(site.sign_in_link(email), timeout=60_000)
        site.cookies[email] = context.storage_state()["cookies"]
        context.close()
    return {"cookies": site.cookies[email], "origins": []}
