"""The queue by keyboard and by touch: rounds, undo, no network, two people at once; and its states for everybody."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import accessible
from tests.browser.desk import saved, signed_in
from tests.live_site import LiveSite

pytestmark = pytest.mark.browser
QUEUE = "/p/demo/queue/"
KNOWN = """async (id) => Boolean((await import("claimdesk/shell.js")).badge.claim(id))"""
OpenQueue = Callable[..., Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A running site with the demo project."""
    with LiveSite(tmp_path_factory.mktemp("queue")) as site:
        site.manage("seed_demo")
        yield site


@pytest.fixture
def open_queue(site: LiveSite, chromium: Browser, new_context: Callable[..., BrowserContext]) -> OpenQueue:
    """The queue in a browser of its own, as one of the demo's reviewers."""

    def opened(who: str = "tobias.renquist", query: str = "", **options: object) -> Page:
        reviewer = signed_in(site, chromium, f"{who}@example.org")
        wide = {"width": 1440, "height": 960}
        page = new_context(**{"viewport": wide, "storage_state": reviewer, **options}).new_page()
        for _ in range(480):  # the worker may still be splitting the articles
            page.goto(site.address + QUEUE + query)
            if page.locator("#q-task").count():
                break
            page.wait_for_timeout(500)
        page.wait_for_selector("html[data-ready=queue]")
        return page

    return opened


def claim_on(page: Page) -> str:
    """The words of the claim on the page."""
    return page.locator("#cur-text").inner_text()


def number(page: Page, n: int) -> None:
    """The page is at this claim of the round."""
    expect(page.locator("#cur-n")).to_have_text(str(n))


def test_a_round_by_keyboard(open_queue: OpenQueue) -> None:
    page = open_queue()
    number(page, 1)
    accessible(page, "queue, a claim")
    seen = []
    for n, key in enumerate("sdoxq", start=1):
        number(page, n)
        seen.append(claim_on(page))
        page.keyboard.press(key)
    number(page, 6)
    assert len(set(seen)) == 5
    page.keyboard.press("u")
    number(page, 5)
    assert claim_on(page) == seen[4]
    page.keyboard.press("Space")
    number(page, 6)
    expect(page.locator("#q-whole")).to_be_hidden()
    for _ in range(3):
        page.keyboard.press("c")
    expect(page.locator("#q-whole")).to_be_focused()
    accessible(page, "queue, with all its context")
    page.keyboard.press("i")
    expect(page.locator("#guidelines-text")).to_contain_text("How we label")
    accessible(page, "queue, guidelines beside it")
    page.keyboard.press("s")
    number(page, 7)
    page.keyboard.press("Escape")
    expect(page.locator("#guidelines")).to_be_hidden()
    saved(page)
    expect(page).to_have_url(re.compile(r"n=6"))
    page.reload()
    page.wait_for_selector("html[data-ready=queue]")
    number(page, 7)
    page.keyboard.press("u")  # behind this page: the server takes it back and shows the claim
    expect(page).to_have_url(re.compile(r"n=5"))
    number(page, 6)


def test_a_round_ends_and_another_begins_with_enter(open_queue: OpenQueue) -> None:
    page = open_queue(query="?n=38")
    number(page, 39)
    page.keyboard.press("s")
    number(page, 40)
    page.keyboard.press("o")
    expect(page.locator("#q-rest-h")).to_have_text("Round done")
    expect(page.locator("#q-again")).to_be_focused()
    accessible(page, "queue, round done")
    page.keyboard.press("Enter")
    page.wait_for_selector("html[data-ready=queue]")
    number(page, 1)


def test_a_phone_goes_on_without_the_network_and_sends_later(open_queue: OpenQueue) -> None:
    page = open_queue(viewport={"width": 390, "height": 844}, has_touch=True)
    here = page.url
    page.goto("about:blank")  # or the answer that is waited for could be the one this page asked for
    with page.expect_response("**/queue/next/") as coming:
        page.goto(here)
    page.wait_for_function(KNOWN, arg=coming.value.json()["following"][-1]["id"])  # the next five have come
    page.context.set_offline(True)
    for n in range(1, 7):
        number(page, n)
        page.locator(".qdock [data-run=sourced]").tap()
    expect(page.locator("#q-rest-h")).to_have_text("Offline")
    expect(page.locator("#saved-t")).to_have_text("Offline, 6 kept here")
    page.context.set_offline(False)
    number(page, 7)
    saved(page)
    page.locator(".sheetbtn").tap()
    expect(page.locator("#ev-source")).to_be_visible()
    page.locator(".qdetails .closesheet").tap()
    expect(page.locator("#ev-source")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_two_people_never_have_the_same_claim_before_them(open_queue: OpenQueue) -> None:
    pages = [open_queue(), open_queue("priya.sandoval")]
    seen: list[str] = []
    for n in range(1, 4):
        for page in pages:
            number(page, n)
            seen.append(claim_on(page))
            page.keyboard.press("s")
    assert len(set(seen)) == 6


def test_enter_goes_on_from_the_first_page(open_queue: OpenQueue, site: LiveSite) -> None:
    page = open_queue("priya.sandoval")
    page.goto(site.address + "/")
    page.wait_for_selector("html[data-ready=start]")
    expect(page.locator("#go-on")).to_be_visible()
    accessible(page, "home, continue")
    page.keyboard.press("Enter")
    page.wait_for_selector("html[data-ready=review]")
    page.keyboard.press("i")
    expect(page.locator("#guidelines-text")).to_contain_text("How we label")
    accessible(page, "review, guidelines beside it")


def test_a_newcomer_practises_by_keyboard_and_starts_real_work(
    site: LiveSite, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(viewport={"width": 1440, "height": 960}, reduced_motion="reduce").new_page()
    page.goto(site.sign_in_link("priya.sandoval@example.org"))
    page.goto(f"{site.address}/p/demo/")
    page.get_by_role("link", name="Practise").press("Enter")
    for number_, key in enumerate("sdxssddsqqox", start=1):
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Practice: claim {number_} of 12")
        page.wait_for_selector("html[data-ready=practice]")
        page.keyboard.press(key)
        right = "The reference differs" if number_ == 2 else "As the reference"
        expect(page.get_by_role("heading", level=2, name=right)).to_be_visible()
        page.wait_for_selector("html[data-ready=practice]")
        if number_ == 2:
            expect(page.get_by_text("Praise is opinion.")).to_be_visible()
            expect(page.get_by_text("No evidence could settle it: praise, blame")).to_be_visible()
            accessible(page, "practice, what came of an answer")
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("11 of 12 as the reference")
    accessible(page, "practice, the result")
    page.wait_for_selector("html[data-ready=start]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/demo/queue/")
