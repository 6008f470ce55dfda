"""A newcomer's whole way: sign in, import three ways, decide by keyboard, undo, export, verify. On the database and the
broker the test run is for, in a site of its own."""

import json
import re
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import accessible
from tests.browser.desk import saved
from tests.browser.story import CLAIMS, EMOJI_TEXT, EMOJI_TITLE, TEXT, TITLE
from tests.live_site import LiveSite

pytestmark = pytest.mark.browser
KEYS = "sddosxqood"  # what is pressed for the ten claims, in order
LABELS = {
    "s": "sourced",
    "d": "disputed",
    "o": "opinion",
    "x": "not_a_claim",
    "q": "unresolved",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A running site with one administrator and nothing else."""
    with LiveSite(tmp_path_factory.mktemp("journey")) as site:
        yield site


@pytest.fixture
def page(site: LiveSite, new_context: Callable[..., BrowserContext]) -> Page:
    """The administrator's browser, signed in."""
    context = new_context(viewport={"width": 1440, "height": 960}, accept_downloads=True)
    page = context.new_page()
    signed_in(page, site)
    return page


def signed_in(page: Page, site: LiveSite) -> None:
    """Open a one-time link and leave the offer of a password."""
    page.goto(site.sign_in_link("mina@example.org"))
    page.goto(site.address + "/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Projects")


def post(site: LiveSite, key: str, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """One API call with a key."""
    request = urllib.request.Request(
        site.address + path,
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=120) as reply:
        return reply.status, json.loads(reply.read())


def ready(page: Page, title: str) -> None:
    """Wait in the article list until the article can be reviewed, and open it."""
    link = page.get_by_role("link", name=title)
    expect(page.get_by_role("row", name=re.compile(re.escape(title))).get_by_text("Ready")).to_be_visible()
    link.first.click()
    page.wait_for_selector("html[data-ready=review]")
    expect(page.locator("#cur-n")).to_have_text("1")


def test_an_article_goes_in_is_decided_by_keyboard_and_comes_out_as_a_dataset(
    page: Page, site: LiveSite, tmp_path: Path
) -> None:
    """The whole line, by keyboard where a reviewer would use it."""
    accessible(page, "home, empty")
    page.get_by_role("link", name="New project").first.click()
    page.get_by_label("Name", exact=True).fill("River desk")
    page.get_by_role("button", name="Make the project").click()
    accessible(page, "article list, empty")

    page.goto(f"{site.address}/p/river-desk/import/")
    accessible(page, "import")
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile("/articles/"))
    page.goto(f"{site.address}/p/river-desk/")
    ready(page, TITLE)

    marks = page.locator("mark.cl")
    assert [without_hidden(mark) for mark in marks.all()] == list(CLAIMS)
    accessible(page, "review, nothing decided")
    for key in KEYS:
        page.keyboard.press(key)
    expect(page.locator("#done")).to_have_text("10")
    for _ in range(3):
        page.keyboard.press("u")
    expect(page.locator("#done")).to_have_text("7")
    saved(page)
    page.reload()
    page.wait_for_selector("html[data-ready=review]")
    expect(page.locator("#done")).to_have_text("7")
    expect(page.locator("#cur-n")).to_have_text("8")
    for key in KEYS[7:]:
        page.keyboard.press(key)
    expect(page.locator("#done")).to_have_text("10")
    saved(page)
    accessible(page, "review, all decided")

    page.goto(f"{site.address}/p/river-desk/releases/")
    page.get_by_label("Name", exact=True).fill("first")
    page.get_by_role("button", name="Make release").click()
    expect(page.get_by_role("link", name="JSON Lines of first")).to_be_visible()
    accessible(page, "export")
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON Lines of first").click()
    path = tmp_path / "first.jsonl"
    download.value.save_as(path)
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(row["quote"], row["label"]) for row in rows] == [
        (claim, LABELS[key]) for claim, key in zip(CLAIMS, KEYS, strict=True)
    ]
    assert all(TEXT[row["start"] : row["end"]] == row["quote"] for row in rows)
    assert {row["offset_unit"] for row in rows} == {"code_point"}
    assert site.manage("verify_ledger").startswith("Intact")


def test_the_same_article_comes_in_by_file_and_over_the_api_only_once(
    page: Page, site: LiveSite, tmp_path: Path
) -> None:
    """Three doors, one article."""
    page.goto(f"{site.address}/projects/new/")
    page.get_by_label("Name", exact=True).fill("Ferry desk")
    page.get_by_role("button", name="Make the project").click()
    key = site.manage("create_token", "mina@example.org", "--scopes", "read,review,import,export").strip()
    status, article = post(site, key, "/api/v1/projects/ferry-desk/articles/", {"text": EMOJI_TEXT})
    assert status == 202
    status, again = post(site, key, "/api/v1/projects/ferry-desk/articles/", {"text": EMOJI_TEXT.replace("\n", "\r\n")})
    assert (status, again["id"]) == (200, article["id"])

    file = tmp_path / "ferry.txt"
    file.write_text(TEXT)
    page.goto(f"{site.address}/p/ferry-desk/import/#files")
    page.locator("input[type=file]").set_input_files(file)
    page.goto(f"{site.address}/p/ferry-desk/")
    ready(page, EMOJI_TITLE)
    for mark in page.locator("mark.cl").all():
        start, end = map(
            int,
            page.evaluate(
                "u => { const c = JSON.parse(document.getElementById('data').textContent)"
                ".claims.find(c => c.id === u); return [c.start, c.end]; }",
                mark.get_attribute("data-c"),
            ),
        )
        assert EMOJI_TEXT[start:end] == without_hidden(mark)


def test_decisions_made_while_the_server_is_away_arrive_once(page: Page, site: LiveSite) -> None:
    """The outbox keeps them; the badge says so; nothing is lost or doubled."""
    page.goto(f"{site.address}/projects/new/")
    page.get_by_label("Name", exact=True).fill("Night desk")
    page.get_by_role("button", name="Make the project").click()
    key = site.manage("create_token", "mina@example.org", "--scopes", "read,review,import").strip()
    post(site, key, "/api/v1/projects/night-desk/articles/", {"text": TEXT})
    page.goto(f"{site.address}/p/night-desk/")
    ready(page, TITLE)
    page.keyboard.press("s")
    saved(page)
    address = page.url
    site.stop()
    for pressed in "ddoo":
        page.keyboard.press(pressed)
    expect(page.locator("#saved-t")).to_contain_text("4 kept here")
    site.start()
    saved(page)
    page.goto(address)
    expect(page.locator("#done")).to_have_text("5")
    events = json.loads(site.manage("shell", "-v0", "-c", COUNT))
    assert events == {"judgement.recorded": 5}
    assert site.manage("verify_ledger").startswith("Intact")


def test_a_decision_can_be_made_without_javascript(site: LiveSite, new_context: Callable[..., BrowserContext]) -> None:
    """The basic decision is a form."""
    key = site.manage("create_token", "mina@example.org", "--scopes", "read,review,import,admin").strip()
    post(site, key, "/api/v1/projects/", {"name": "Plain desk", "slug": "plain-desk"})
    post(site, key, "/api/v1/projects/plain-desk/articles/", {"text": TEXT})
    page = new_context(java_script_enabled=False).new_page()
    page.goto(site.sign_in_link("mina@example.org"))
    ready_row = page.get_by_role("row", name=re.compile(re.escape(TITLE))).get_by_text("Ready")
    for _ in range(480):
        page.goto(f"{site.address}/p/plain-desk/")
        if ready_row.is_visible():
            break
        page.wait_for_timeout(500)
    page.get_by_role("link", name=TITLE).first.click()
    page.locator("#panel").get_by_role("button", name=re.compile("Disputed")).click()
    expect(page.locator("#done")).to_have_text("1")


COUNT = """
import json
from collections import Counter
from annotations.models import LedgerEvent, Project
rows = LedgerEvent.objects.filter(
    verb__startswith="judgement.",
    stream__in=[f"article:{a.uid}" for a in Project.objects.get(slug="night-desk").articles.all()],
)
print(json.dumps(Counter(rows.values_list("verb", flat=True))))
"""


def without_hidden(mark: Any) -> str:
    """The claim's own words, without what only assistive technology hears."""
    return str(
        mark.evaluate(
            "m => { const c = m.cloneNode(true); c.querySelectorAll('[data-nt]').forEach(n => n.remove());"
            " return c.textContent; }"
        )
    )
