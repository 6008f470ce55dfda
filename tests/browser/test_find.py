"""Finding things with the palette and the search page in a real browser."""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.desk import signed_in
from tests.browser.story import TEXT
from tests.live_site import LiveSite

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A running site."""
    with LiveSite(tmp_path_factory.mktemp("find")) as site:
        yield site


@pytest.fixture
def page(site: LiveSite, chromium: Browser, new_context: Callable[..., BrowserContext]) -> Page:
    """Mina's browser on the list of Bridge desk, whose one article is split."""
    mina = signed_in(site, chromium)
    page = new_context(viewport={"width": 1280, "height": 900}, storage_state=mina).new_page()
    if page.goto(f"{site.address}/p/bridge-desk/").status == 404:  # type: ignore[union-attr]
        page.goto(f"{site.address}/projects/new/")
        page.get_by_label("Name", exact=True).fill("Bridge desk")
        page.get_by_role("button", name="Make the project").click()
        page.get_by_label("Text", exact=True).fill(f"{TEXT}\nThe <b>bold</b> councillor paid 3 pounds.\n")
        page.get_by_role("button", name="Import", exact=True).click()
        expect(page).to_have_url(re.compile("/articles/"))
        page.goto(f"{site.address}/p/bridge-desk/")
    expect(page.locator("[data-status=ready]")).to_have_count(1)
    return page


def test_words_lead_to_their_claim(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("wharf reject")
    found = page.get_by_role("option", name=re.compile("Residents of Aske Wharf rejected"))
    expect(found).to_be_visible()
    expect(found.locator("mark")).to_have_text(["Wharf", "rejected"])
    found.click()
    expect(page).to_have_url(re.compile(r"/articles/[0-9a-f-]+/\?claim=[0-9a-f-]+"))
    expect(page.locator("mark[aria-current]")).to_contain_text("Residents of Aske Wharf rejected the figure.")


def test_a_find_is_reached_by_keys_alone(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.get_by_role("button", name="Claims", exact=True).press("Enter")
    page.keyboard.type("monument")
    expect(page.locator("#pal-list [aria-selected=true]")).to_contain_text("splendid monument")
    page.keyboard.press("Enter")
    expect(page.locator("mark[aria-current]")).to_contain_text("splendid monument")


def test_markup_in_what_is_found_is_text(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("bold councillor paid")
    expect(page.get_by_role("option").filter(has_text="<b>bold</b> councillor").first).to_be_visible()
    expect(page.locator("#pal-list b")).to_have_count(0)


def test_a_server_that_is_away_is_said_and_commands_go_on(page: Page) -> None:
    def away(route: Route) -> None:
        route.abort()

    page.route("**/api/v1/search/**", away)
    page.keyboard.press("Control+k")
    page.keyboard.type("member")
    expect(page.locator("#pal-say")).to_have_text("Search needs the server, and it is away.")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/members/$"))


def test_slash_goes_to_the_search_of_a_list_and_opens_the_palette_elsewhere(page: Page, site: LiveSite) -> None:
    page.keyboard.press("/")
    expect(page.locator("[data-slash]")).to_be_focused()
    page.goto(f"{site.address}/p/bridge-desk/members/")
    page.keyboard.press("/")
    expect(page.locator("#pal-in")).to_be_focused()


def test_a_filter_is_in_the_address_and_back_takes_it_off(page: Page, site: LiveSite) -> None:
    page.goto(f"{site.address}/p/bridge-desk/claims/")
    page.get_by_label("State").select_option("agreed")
    expect(page).to_have_url(re.compile("state=agreed"))
    expect(page.get_by_text("No claim matches.")).to_be_visible()
    page.go_back()
    expect(page.locator("table.claims")).to_be_visible()
    expect(page).not_to_have_url(re.compile("state=agreed"))


@pytest.mark.parametrize("width", [1440, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible_and_never_scroll_sideways(
    page: Page, site: LiveSite, width: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for there in (
        "claims/",
        "claims/?state=open&flagged=1",
        "search/?q=council",
        "search/?q=nothinghere",
        "?q=council",
    ):
        page.goto(f"{site.address}/p/bridge-desk/{there}")
        assert Axe().run(page).response["violations"] == [], there
        assert page.evaluate("document.documentElement.scrollWidth") <= width, there
    page.get_by_role("button", name="Search or run").click()
    page.keyboard.type("council")
    expect(page.get_by_role("option").filter(has_text="All results")).to_be_visible()
    assert Axe().run(page).response["violations"] == []


def test_a_visitor_reads_and_prints_through_a_link(
    page: Page, site: LiveSite, new_context: Callable[..., BrowserContext]
) -> None:
    page.locator("table.articles th a").click()
    page.locator("#doc").get_by_role("link", name="Read-only links").click()
    page.get_by_role("button", name="Make the link").click()
    expect(page.locator("#once")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    there = page.locator("#once").input_value()
    for width, scheme in ((1440, "light"), (320, "dark")):
        context = new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        visitor = context.new_page()
        visitor.goto(there)
        expect(visitor.get_by_role("heading", level=1)).to_contain_text("Lindow council")
        assert Axe().run(visitor).response["violations"] == []
        assert visitor.evaluate("document.documentElement.scrollWidth") <= width
        visitor.emulate_media(media="print")
        expect(visitor.locator("header.bar")).to_be_hidden()
        expect(visitor.locator(".skip")).to_be_hidden()
        letter = "getComputedStyle(document.querySelector('mark[data-n]'), '::after').content"
        assert visitor.evaluate(letter) == '" [?]"'
        assert visitor.pdf(format="A4").startswith(b"%PDF")
