"""The import page and the list in a real browser: tabs, checking first, files one by one, rows that become ready."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.desk import signed_in
from tests.live_site import LiveSite

pytestmark = pytest.mark.browser
NOTE = "Tide note\n\nThe tide rose 2 m on Sunday.\n\nNobody measured the wind."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A running site with a project, Tide desk."""
    with LiveSite(tmp_path_factory.mktemp("import")) as site:
        yield site


@pytest.fixture
def page(site: LiveSite, chromium: Browser, new_context: Callable[..., BrowserContext]) -> Page:
    """Mina's browser on the import page of Tide desk."""
    mina = signed_in(site, chromium)
    page = new_context(viewport={"width": 1280, "height": 900}, storage_state=mina).new_page()
    page.goto(f"{site.address}/p/tide-desk/import/")
    if page.get_by_role("heading", level=1).inner_text() != "Import":
        page.goto(f"{site.address}/projects/new/")
        page.get_by_label("Name", exact=True).fill("Tide desk")
        page.get_by_role("button", name="Make the project").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Import")
    return page


def test_the_sections_become_tabs_that_arrows_move_between(page: Page) -> None:
    expect(page.get_by_role("tab", selected=True)).to_have_text("Paste")
    expect(page.locator("#address")).to_be_hidden()
    page.get_by_role("tab", name="Paste").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Address")).to_be_focused()
    expect(page.locator("#address")).to_be_visible()
    expect(page.locator("#paste")).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#paste")).to_be_visible()


def test_what_was_typed_stays_while_tabs_change(page: Page) -> None:
    page.get_by_label("Text", exact=True).fill(NOTE)
    page.get_by_role("tab", name="Files").click()
    page.get_by_role("tab", name="Paste").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value(NOTE)


def test_checking_first_stays_on_the_page_and_importing_follows(page: Page) -> None:
    page.get_by_label("Text", exact=True).fill(NOTE)
    page.get_by_role("button", name="Check first").click()
    expect(page.locator("[data-preview]")).to_contain_text("3 paragraphs, 13 words")
    expect(page).to_have_url(re.compile("/import/$"))
    page.get_by_label("Text", exact=True).press("Control+Enter")
    expect(page).to_have_url(re.compile("/articles/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Tide note")


def test_each_file_has_a_result_of_its_own(page: Page, tmp_path: Path) -> None:
    good, empty = tmp_path / "good.txt", tmp_path / "empty.txt"
    good.write_text("The harbour froze for 9 days.")
    empty.write_text("")
    page.get_by_role("tab", name="Files").click()
    page.locator("input[type=file]").set_input_files([good, empty])
    page.locator("#files").get_by_role("button", name="Import").click()
    expect(page.locator("#uploads .good")).to_contain_text("good.txt Imported, now being read.")
    expect(page.locator("#uploads .bad")).to_contain_text("empty.txt The text is empty.")
    expect(page.locator("#live")).to_contain_text("1 file was not imported.")


def test_a_file_on_its_way_can_be_stopped(page: Page, tmp_path: Path) -> None:
    slow = tmp_path / "slow.txt"
    slow.write_text("The ice was 4 cm thick.")
    held: list[Route] = []
    page.route("**/import/", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    page.get_by_role("tab", name="Files").click()
    page.locator("input[type=file]").set_input_files(slow)
    page.locator("#files").get_by_role("button", name="Import").click()
    page.get_by_role("button", name="Cancel slow.txt").click()
    expect(page.locator("#uploads .bad")).to_contain_text("slow.txt Cancelled, not imported.")


def test_a_row_becomes_ready_while_one_looks_at_it(page: Page, site: LiveSite) -> None:
    page.get_by_label("Text", exact=True).fill("Ice note\n\nThe ice was 4 cm thick on Monday.")
    page.get_by_label("Text", exact=True).press("Control+Enter")
    expect(page).to_have_url(re.compile("/articles/"))
    page.goto(f"{site.address}/p/tide-desk/")
    row = page.get_by_role("row", name=re.compile("Ice note"))
    expect(row.get_by_text("Ready")).to_be_visible()
    expect(page.locator("tr[data-busy]", has_text="Ice note")).to_have_count(0)


def test_a_filter_is_in_the_address_and_slash_goes_to_the_search(page: Page, site: LiveSite) -> None:
    page.goto(f"{site.address}/p/tide-desk/")
    page.keyboard.press("/")
    expect(page.get_by_label("Search titles, text, sources")).to_be_focused()
    page.keyboard.type("tide")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"[?&]q=tide"))
    page.get_by_label("Status").select_option("failed")
    expect(page).to_have_url(re.compile("status=failed"))
    expect(page.get_by_text("No article matches.")).to_be_visible()
