"""Flags with a reason, two tabs of one person, a colleague's change in between, and undo of several at once."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.desk import saved, signed_in
from tests.live_site import LiveSite

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A running site with the demo's people and articles."""
    with LiveSite(tmp_path_factory.mktemp("undo")) as site:
        site.manage("seed_demo")
        yield site


@pytest.fixture
def context(site: LiveSite, chromium: Browser, new_context: Callable[..., BrowserContext]) -> BrowserContext:
    """The administrator's browser, signed in."""
    return new_context(viewport={"width": 1440, "height": 960}, storage_state=signed_in(site, chromium))


def review(context: BrowserContext, site: LiveSite, number: int = 0) -> Page:
    """One of the demo's articles in a tab of its own."""
    page = context.new_page()
    page.goto(site.address + "/p/demo/")
    link = page.locator("tr:has(.stand.ready) th.name a").nth(number)
    expect(link).to_be_visible()
    page.goto(site.address + (link.get_attribute("href") or ""))
    page.wait_for_selector("html[data-ready=review]")
    return page


def test_a_flag_asks_why_and_holds_nothing_up(context: BrowserContext, site: LiveSite) -> None:
    page = review(context, site)
    page.keyboard.press("f")
    expect(page.locator(".flagwhy")).to_contain_text("Needs an expert")
    page.keyboard.press("e")
    expect(page.locator("section.flags")).to_contain_text("Needs an expert")
    page.keyboard.press("j")
    page.keyboard.press("f")
    expect(page.locator(".flagwhy")).to_be_visible()
    page.keyboard.press("s")
    expect(page.locator(".flagwhy")).to_be_hidden()
    expect(page.locator("#panel [data-last]")).to_contain_text("2. Sourced")
    page.keyboard.press("f")
    page.keyboard.press("f")
    expect(page.locator("#panel [data-last]")).to_contain_text("flagged")


def test_a_late_answer_does_not_bring_an_earlier_step_back(context: BrowserContext, site: LiveSite) -> None:
    page = review(context, site)
    held: list[Route] = []
    hold = True
    page.route("**/api/v1/ops/", lambda route: held.append(route) if hold else route.continue_())
    page.keyboard.press("g")
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    page.keyboard.press("s")
    while not held:
        page.wait_for_timeout(20)
    page.keyboard.press("f")
    page.keyboard.press("f")
    strip = page.locator("#panel [data-last]")
    expect(strip).to_contain_text("Claim 5 flagged.")
    hold = False
    for route in held:
        route.continue_()
    saved(page)
    expect(strip).to_have_text("Claim 5 flagged.")


def test_two_tabs_of_one_person_agree(context: BrowserContext, site: LiveSite) -> None:
    first, second = review(context, site, 1), review(context, site, 1)
    first.keyboard.press("d")
    mark = second.locator("#rail-list li").first
    expect(mark).to_contain_text("disputed")
    second.keyboard.press("u")
    expect(first.locator("#rail-list li").first).to_contain_text("not decided")
    saved(first)


def test_a_step_and_the_badge_never_disagree(context: BrowserContext, site: LiveSite) -> None:
    page = review(context, site, 1)
    page.keyboard.press("j")
    page.evaluate("""() => { window.said = ""; document.addEventListener("keyup", () => {
        window.said ||= document.querySelector("#saved-t").textContent; }, { once: true }); }""")
    page.keyboard.press("o")
    assert page.evaluate("window.said") != "Saved", "the step was not with the server yet"
    saved(page)


def test_a_colleagues_change_in_between_keeps_the_decision_and_asks(context: BrowserContext, site: LiveSite) -> None:
    mine = review(context, site, 2)
    other = review(context, site, 2)
    other.keyboard.press("a")
    other.keyboard.press("[")
    other.keyboard.press("Enter")
    expect(other.locator("#panel [data-last]")).to_contain_text("now ends at")
    mine.keyboard.press("d")
    strip = mine.locator("#panel [data-last]")
    expect(strip).to_contain_text("changed this claim’s words while you decided")
    expect(strip).to_contain_text("kept as a second opinion")
    strip.get_by_role("button", name="Keep mine").click()
    saved(mine)
    mine.reload()
    mine.wait_for_selector("html[data-ready=review]")
    expect(mine.locator("#rail-list li").first).to_contain_text("disputed")


def test_several_articles_are_archived_and_undone_with_one_press(context: BrowserContext, site: LiveSite) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(site.address + "/p/demo/")
    rows = page.locator("#articles tbody tr")
    before = rows.count()
    page.get_by_label("All on this page").check()
    page.get_by_role("button", name="Archive", exact=True).last.click()
    expect(page.get_by_text(f"{before} articles archived.")).to_be_visible()
    page.clock.run_for(60_000)  # longer than any toast: the offer stays
    page.locator("form.undo button").click()
    expect(rows).to_have_count(before)
