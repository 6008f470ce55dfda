"""A running site as browser tests need it: an administrator with a key, and articles that get ready."""

import json
import time
import urllib.request
from typing import Any

from playwright.sync_api import Browser, Page

from tests.live_site import LiveSite

MINA = "mina@example.org"


def key_of_mina(site: LiveSite, project: str, slug: str) -> str:
    """A key of the administrator's, who has a project."""
    site.manage("create_account", MINA, "--superuser")
    key = site.manage("create_token", MINA, "--scopes", "read,review,import,admin").strip()
    ask(site, key, "projects/", {"name": project, "slug": slug})
    return key


def ask(site: LiveSite, key: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """One API call with a key, POST where there is a body."""
    request = urllib.request.Request(
        f"{site.address}/api/v1/{path}",
        data=json.dumps(body).encode() if body is not None else None,
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as reply:
        answer: dict[str, Any] = json.load(reply)
        return answer


def imported(site: LiveSite, key: str, slug: str, text: str) -> str:
    """A new article's uid."""
    return str(ask(site, key, f"projects/{slug}/articles/", {"text": text})["id"])


def wait_for(site: LiveSite, key: str, article: str, *, status: str = "ready") -> None:
    """Wait until an article has come as far as that."""
    until = time.monotonic() + 90
    while (now := ask(site, key, f"articles/{article}/")["status"]) != status:
        assert time.monotonic() < until, f"still {now}:\n{site.log()}"
        time.sleep(0.2)


def open_review(page: Page, site: LiveSite, article: str) -> None:
    """The review screen, hearing keys."""
    page.goto(f"{site.address}/articles/{article}/")
    page.wait_for_selector("html[data-ready=review]")


def cookies_of_mina(site: LiveSite, chromium: Browser) -> Any:
    """What a browser in which she is signed in has stored."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(site.sign_in_link(MINA))
    kept = context.storage_state()
    context.close()
    return kept
