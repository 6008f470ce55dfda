"""Choices of one's own in a running page: other keys, none at all, no flash, a hint at a key, a suggested pause."""

import json
import re
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import resized
from tests.browser.desk import signed_in
from tests.browser.story import TEXT, TITLE
from tests.live_site import LiveSite

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A running site with one administrator, one project and one article."""
    with LiveSite(tmp_path_factory.mktemp("preferences")) as site:
        for path, body in (
            ("projects/", {"name": "River desk", "slug": "river-desk", "measured_sample": 0}),
            ("projects/river-desk/articles/", {"text": TEXT}),
        ):
            request = urllib.request.Request(
                f"{site.address}/api/v1/{path}",
                data=json.dumps(body).encode(),
                headers={"Authorization": f"Bearer {site.key}", "Content-Type": "application/json"},
            )
            urllib.request.urlopen(request, timeout=120).close()
        yield site


@pytest.fixture
def page(site: LiveSite, chromium: Browser, new_context: Callable[..., BrowserContext]) -> Page:
    """The administrator's browser, signed in, with the usual choices."""
    mina = signed_in(site, chromium)
    page = new_context(viewport={"width": 1440, "height": 960}, reduced_motion="reduce", storage_state=mina).new_page()
    clear = "from annotations.models import User; User.objects.update(preferences={})"
    site.manage("shell", "-v0", "-c", clear)
    return page


def review(page: Page, site: LiveSite) -> None:
    """Open the article, standing on its first claim."""
    page.goto(f"{site.address}/p/river-desk/")
    row = page.get_by_role("row", name=re.compile(re.escape(TITLE)))
    expect(row.get_by_text("Ready")).to_be_visible()
    row.get_by_role("link", name=TITLE).first.click()
    page.wait_for_selector("html[data-ready=review]")


def test_a_command_gets_another_key_which_works_and_stands_on_its_button(page: Page, site: LiveSite) -> None:
    page.goto(f"{site.address}/preferences/")
    field = page.get_by_label("Flag", exact=True)
    field.press("s")
    page.get_by_role("button", name="Save keys").last.click()
    expect(page.get_by_text("S is the key of “Sourced”")).to_be_visible()
    page.get_by_label("Flag", exact=True).press("y")
    page.get_by_role("button", name="Save keys").last.click()
    expect(page.get_by_text("Keys saved.")).to_be_visible()
    review(page, site)
    flag = page.locator("#panel [data-run=flag]").first
    expect(flag.locator("kbd")).to_have_text("Y")
    expect(flag).to_have_attribute("aria-keyshortcuts", "Y")
    page.keyboard.press("?")
    expect(page.locator("#help-keys").get_by_text("Y", exact=True)).to_be_visible()


def test_with_single_keys_off_letters_do_nothing_and_with_alt_held_they_do(page: Page, site: LiveSite) -> None:
    page.goto(f"{site.address}/preferences/")
    page.get_by_label("Single keys", exact=True).uncheck()
    expect(page.locator("#live")).to_contain_text("Saved.")
    review(page, site)
    before = page.locator("#cur-n").inner_text()
    page.keyboard.press("j")
    expect(page.locator("#cur-n")).to_have_text(before)
    page.keyboard.press("Alt+j")
    expect(page.locator("#cur-n")).not_to_have_text(before)


def test_the_theme_is_in_the_page_before_any_script(
    page: Page, site: LiveSite, new_context: Callable[..., BrowserContext]
) -> None:
    page.goto(f"{site.address}/preferences/")
    other = page.context.new_page()
    other.goto(f"{site.address}/")
    page.get_by_label("Dark", exact=True).check()
    expect(page.locator("#live")).to_contain_text("Saved.")
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")  # the other tab, at once
    plain = new_context(java_script_enabled=False, storage_state=page.context.storage_state()).new_page()
    plain.goto(f"{site.address}/")
    expect(plain.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_command_clicked_three_times_says_its_key_once(page: Page, site: LiveSite) -> None:
    review(page, site)
    button = page.locator("#panel [data-run=next]")
    for _ in range(3):
        button.click()
    expect(page.locator("#keyhint")).to_contain_text("Next time: J")
    button.click()
    expect(page.locator("#keyhint")).to_have_count(0)


def test_after_an_hour_of_work_a_pause_is_suggested_and_no_button_moves(page: Page, site: LiveSite) -> None:
    review(page, site)
    button = page.locator("#panel .dec.L-sourced")
    before = button.bounding_box()
    page.evaluate(
        "localStorage.setItem('claimdesk-work', JSON.stringify({ms: 3600000, last: Date.now(), due: 3600000}))"
    )
    page.keyboard.press("j")
    line = page.locator("#panel .pause")
    expect(line).to_contain_text("You have been at this for an hour. 5 minutes off?")
    assert button.bounding_box() == before
    line.get_by_role("button", name="Later").click()
    expect(page.locator(".pause")).to_have_count(0)


def test_the_page_is_accessible_and_fits_also_at_twice_the_text(page: Page, site: LiveSite) -> None:
    page.goto(f"{site.address}/preferences/")
    for width in (1440, 390, 320):
        resized(page, width, 800)
        for size in ("100%", "200%"):
            page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
            found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
            assert found.violations_count == 0, f"{width} at {size}:\n{found.generate_report()}"
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{wide} px too wide at {width} and {size}"
