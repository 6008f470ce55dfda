"""Every screen in every state: WCAG 2.2 AA and best practice by axe, at three widths and 200 % zoom, light and dark.

A new state of the review screen is one line of STATES: what it is called, and what brings a fresh page there. A new
page is one line of PAGES, of an article with evidence one of RESTING. Each state has an article of its own.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.axe import accessible
from tests.browser.desk import ask, at_rest, imported, key_of_mina, open_review, signed_in, wait_for
from tests.browser.story import CLAIMS, TEXT, TITLE, long_text
from tests.live_site import LiveSite

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Step = Callable[[Page], None]


def press(*keys: str) -> Step:
    """These keys, one after the other."""

    def step(page: Page) -> None:
        for key in keys:
            page.keyboard.press(key)

    return step


def run(words: str) -> Step:
    """A command of the palette."""

    def step(page: Page) -> None:
        page.keyboard.press("Control+k")
        page.keyboard.type(words)
        page.keyboard.press("Enter")

    return step


def asked_why(page: Page) -> None:
    """A flag waits for its reason."""
    press("f")(page)
    expect(page.locator(".flagwhy")).to_be_visible()  # its module comes with the first flag


def flagged(page: Page) -> None:
    """With a reason that is asked for, and a claim that has it."""
    asked_why(page)
    press("Enter")(page)
    expect(page.locator("#panel [data-run=flag]")).to_have_attribute("aria-pressed", "true")


def marked(page: Page) -> None:
    """Words selected in the text."""
    page.locator("mark[data-n='3']").select_text()
    expect(page.locator(".markhere")).to_be_visible()


def evidence(page: Page) -> None:
    """A piece of it, added."""
    press("e")(page)
    page.keyboard.type("County ledger 2025")
    press("Control+Enter")(page)
    expect(page.locator(".evlist li")).to_have_count(1)


def noted(page: Page) -> None:
    """A note, left."""
    press("n")(page)
    page.keyboard.type("Ask the engineer for the count.")
    press("Control+Enter")(page)
    expect(page.locator("#notes li")).to_have_count(1)


def merged(page: Page) -> None:
    """Two claims made one."""
    press("m")(page)
    expect(page.locator("#live")).to_contain_text("are one now")


def withdrawing(page: Page) -> None:
    """Asked for a reason."""
    run("withdraw")(page)
    expect(page.locator("#withdraw")).to_be_visible()


def guidelines(page: Page) -> None:
    """Beside the article."""
    press("i")(page)
    expect(page.locator("#guidelines-body")).not_to_have_attribute("aria-busy", "true")


def offline(page: Page) -> None:
    """Decisions that wait."""
    page.context.set_offline(True)
    press("s", "d")(page)
    expect(page.locator("#saved-t")).to_contain_text("kept here")


def refused(page: Page) -> None:
    """A step the server does not take, looked at."""
    answer_ops(page, 200, lambda op: {"id": op["id"], "status": "refused", "code": "x", "message": "No longer."})
    press("s")(page)
    expect(page.locator("#saved-t")).to_contain_text("could not be saved")
    page.locator("#saved").click()
    expect(page.locator("#outbox-dialog")).to_be_visible()


def signed_out(page: Page) -> None:
    """The session ended meanwhile."""
    page.context.clear_cookies()
    press("s")(page)
    expect(page.locator("#signin-dialog")).to_be_visible()


def answer_ops(page: Page, status: int, verdict: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Plays the server where decisions go."""

    def play(route: Route) -> None:
        ops = json.loads(route.request.post_data or "{}").get("ops", [])
        body = {"results": [verdict(op) for op in ops]}
        route.fulfill(status=status, content_type="application/json", body=json.dumps(body))

    page.route("**/api/v1/ops/", play)


def phone(*names: str) -> Step:
    """A button a narrow window has."""

    def step(page: Page) -> None:
        page.set_viewport_size({"width": 390, "height": 844})
        for name in names:
            page.locator(f"{name}:visible").first.click()

    return step


STATES: dict[str, Step] = {
    "fresh": press(),
    "decided": press("s"),
    "suggestion shown": press("s", "k", "r"),
    "all five labels": press("s", "d", "o", "x", "q"),
    "done": press(*"sdosdosdos"),
    "history": press("s", "k", "h"),
    "adjust": press("a", "ArrowLeft"),
    "split": press("/"),
    "split with a further cut": press("/", "Space", "ArrowRight"),
    "merge": merged,
    "selected words": marked,
    "evidence form": press("e"),
    "evidence": evidence,
    "note field": press("n"),
    "note": noted,
    "flag": flagged,
    "flag, asked why": asked_why,
    "palette": press("Control+k"),
    "help": press("?"),
    "withdraw": withdrawing,
    "guidelines": guidelines,
    "words of its own": press("w"),
    "who said it": press("b"),
    "jump to a number": press("g", "1"),
    "offline": offline,
    "refused": refused,
    "signed out": signed_out,
    "phone, details open": phone("[data-run=sheet]"),
    "phone, list open": phone(".listbtn"),
    "account menu": lambda page: page.locator("details.menu > summary").click(),
}
PAGES: dict[str, str] = {
    "home": "/",
    "new project": "/projects/new/",
    "keys": "/tokens/",
    "password": "/password/",
    "articles": "/p/state-desk/",
    "articles, none found": "/p/state-desk/?q=zebra&label=disputed",
    "import": "/p/state-desk/import/",
    "members": "/p/state-desk/members/",
    "releases": "/p/state-desk/releases/",
    "settings": "/p/state-desk/settings/",
    "guidelines": "/p/state-desk/guidelines/",
    "claims": "/p/state-desk/claims/",
    "activity": "/p/state-desk/activity/",
    "archive": "/p/state-desk/archive/",
    "work under way": "/p/state-desk/work/",
    "search": "/search/?q=bridge",
    "search in a project": "/p/state-desk/search/?q=bridge",
    "preferences": "/preferences/",
    "model": "/p/state-desk/model/",
    "queue": "/p/state-desk/queue/",
    "style guide": "/styleguide/",
    "practice": "/p/state-desk/practice/",
    "practice results": "/p/state-desk/practice/results/",
    "not found": "/p/nowhere/",
}
# With evidence of several kinds, some of it confidential, and what it rests on.
RESTING: dict[str, str] = {
    "evidence in the panel": "/articles/{article}/",
    "an article on paper": "/articles/{article}/print/",
    "sources": "/p/state-desk/sources/",
    "a source": "/p/state-desk/sources/example.org/",
    "claims that rest on evidence": "/p/state-desk/claims/?article={article}",
}
PIECES: list[dict[str, Any]] = [
    {"url": "https://example.org/count", "quote": "18,200 vehicles a day", "stance": "supports"},
    {"url": "https://records.example.org/2025", "stance": "contradicts", "locator": "table 4"},
    {"reference": "County ledger 2025", "stance": "context"},
    {"reference": "A call with the engineer", "stance": "supports", "confidential": True},
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A running site with its style guide."""
    with LiveSite(tmp_path_factory.mktemp("states"), extra={"DEBUG": "true"}) as site:
        yield site


@pytest.fixture(scope="module")
def key(site: LiveSite) -> str:
    """The administrator's key."""
    return key_of_mina(site, "State desk", "state-desk")


@pytest.fixture(scope="module")
def articles(site: LiveSite, key: str) -> dict[str, str]:
    """An article for each state, by its name; they get ready side by side."""
    texts = {name: TEXT.replace(TITLE, f"{TITLE}, part {number}") for number, name in enumerate(STATES)}
    texts |= {
        "archived": TEXT,
        "resting": TEXT.replace(TITLE, f"{TITLE}, with evidence"),
        "long": long_text(150),
        "no claims": "Contents\n\nHome\n",
    }
    made = {name: imported(site, key, "state-desk", text) for name, text in texts.items()}
    made["failed"] = str(ask(site, key, "projects/state-desk/articles/", {"url": "https://127.0.0.1:9/x"})["id"])
    return made


@pytest.fixture(scope="module")
def resting(site: LiveSite, key: str, articles: dict[str, str]) -> str:
    """An article whose first claim rests on evidence."""
    wait_for(site, key, articles["resting"])
    claim = ask(site, key, f"articles/{articles['resting']}/claims/?page_size=1")["results"][0]["id"]
    for piece in PIECES:
        ask(site, key, f"claims/{claim}/evidence/", piece)
    return articles["resting"]


@pytest.fixture(scope="module")
def cookies(site: LiveSite, key: str, chromium: Browser) -> Any:
    """What her browser has stored."""
    return signed_in(site, chromium)


@pytest.fixture
def page(cookies: Any, new_context: Callable[..., BrowserContext]) -> Page:
    """Her browser."""
    return new_context(viewport={"width": 1440, "height": 960}, storage_state=cookies).new_page()


def test_the_states_are_about_the_claims_of_the_story() -> None:
    assert len(CLAIMS) == 10, "the state `done` decides ten"


@pytest.mark.parametrize("name", STATES)
def test_the_review_screen(page: Page, site: LiveSite, key: str, articles: dict[str, str], name: str) -> None:
    wait_for(site, key, articles[name])
    open_review(page, site, articles[name])
    STATES[name](page)
    at_rest(page)  # the details come a moment after the claim
    accessible(page, name)


@pytest.mark.parametrize("name", ["long", "no claims", "failed"])
def test_an_article_that_is(page: Page, site: LiveSite, key: str, articles: dict[str, str], name: str) -> None:
    wait_for(site, key, articles[name], status="failed" if name == "failed" else "ready")
    page.goto(f"{site.address}/articles/{articles[name]}/")
    if name != "failed":
        expect(page.locator("html[data-ready]")).to_have_count(1)
    accessible(page, name)


def test_an_archived_article(page: Page, site: LiveSite, key: str, articles: dict[str, str]) -> None:
    wait_for(site, key, articles["archived"])
    open_review(page, site, articles["archived"])
    token = page.locator("meta[name=csrf-token]").get_attribute("content") or ""
    page.request.post(
        f"{site.address}/articles/{articles['archived']}/archive/", headers={"X-CSRFToken": token, "Referer": page.url}
    )
    page.reload()
    expect(page.get_by_text("Archived.")).to_be_visible()
    accessible(page, "archived")


@pytest.mark.parametrize("name", PAGES)
def test_the_page(page: Page, site: LiveSite, articles: dict[str, str], name: str) -> None:
    answer = page.goto(site.address + PAGES[name])
    assert answer is not None
    assert answer.status == (404 if name == "not found" else 200)
    accessible(page, name)


@pytest.mark.parametrize("name", RESTING)
def test_the_page_with_evidence(page: Page, site: LiveSite, resting: str, name: str) -> None:
    answer = page.goto(site.address + RESTING[name].format(article=resting))
    assert answer is not None
    assert answer.status == 200
    at_rest(page)
    accessible(page, name)


def test_what_a_link_shows(page: Page, site: LiveSite, resting: str) -> None:
    page.goto(f"{site.address}/articles/{resting}/links/")
    page.get_by_role("button", name="Make the link").click()
    link = page.locator("#once")
    expect(link).to_be_visible()
    accessible(page, "the link, shown once")
    page.goto(link.input_value())
    accessible(page, "what a link shows")


@pytest.mark.parametrize("path", ["sign-in/", "forgotten/"])
def test_a_page_for_visitors(site: LiveSite, key: str, new_context: Callable[..., BrowserContext], path: str) -> None:
    page = new_context().new_page()
    page.goto(f"{site.address}/{path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert re.search("Claimdesk", page.title())
    accessible(page, path)
