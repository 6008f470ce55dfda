"""Who said a claim, and its wording, by keyboard alone; also while the server is away."""

import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.axe import accessible
from tests.browser.desk import saved, signed_in
from tests.browser.story import TEXT
from tests.browser.test_spans import Desk
from tests.live_site import LiveSite

pytestmark = pytest.mark.browser
COPIES = count(1)
MARL = "J. K. Marl, county engineer"
WORDS = "18,200 vehicles a day crossed the old Lindow bridge in 2026."


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A running site with one administrator and one project."""
    with LiveSite(tmp_path_factory.mktemp("statements")) as site:
        desk = Desk(site, site.key)
        desk.call("POST", "/api/v1/projects/", {"name": "Word desk", "slug": "word-desk"})
        yield desk


@pytest.fixture
def page(desk: Desk, chromium: Browser, new_context: Callable[..., BrowserContext]) -> Page:
    mina = signed_in(desk.site, chromium)
    return new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce", storage_state=mina).new_page()


def spoken(desk: Desk, page: Page) -> dict[str, Any]:
    """The first claim with a reading, with the review screen standing on it."""
    article = desk.article(TEXT + f"\n\nCopy {next(COPIES)}.")
    claim: dict[str, Any] = next(one for one in desk.claims(article) if one["statement"]["speaker_origin"] == "model")
    page.goto(f"{desk.site.address}/articles/{article}/?claim={claim['id']}")
    expect(page.locator("html[data-ready=review]")).to_have_count(1)
    return claim


def statement(desk: Desk, claim: dict[str, Any]) -> dict[str, Any]:
    return dict(desk.call("GET", f"/api/v1/claims/{claim['id']}/")["statement"])


def test_who_said_it_and_the_wording_are_put_right_and_taken_back_by_keyboard(desk: Desk, page: Page) -> None:
    claim = spoken(desk, page)
    read = claim["statement"]["speaker"]
    expect(page.get_by_label("Said by")).to_have_value(read)
    expect(page.locator("#say-origin")).to_have_text("Read in the text by the model.")
    page.keyboard.press("b")
    expect(page.get_by_label("Said by")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(MARL)
    page.keyboard.press("Enter")
    expect(page.locator("#say-origin")).to_contain_text(re.compile("Put right by .*Back to", re.DOTALL))
    page.keyboard.press("w")
    expect(page.get_by_label("The claim in a sentence of its own")).to_be_focused()
    page.keyboard.type(WORDS)
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator("#his")).to_contain_text(WORDS)
    saved(page)
    kept = statement(desk, claim)
    assert (kept["speaker"], kept["speaker_origin"], kept["wording"]) == (MARL, "person", WORDS)
    accessible(page, "statement")
    page.locator("#say-origin button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Said by")).to_have_value(read)
    saved(page)
    kept = statement(desk, claim)
    assert (kept["speaker"], kept["speaker_origin"], kept["wording"]) == (read, "model", WORDS)


def test_what_is_written_while_the_server_is_away_arrives_with_the_rest(desk: Desk, page: Page) -> None:
    claim = spoken(desk, page)
    page.keyboard.press("w")
    page.keyboard.type("First.")
    page.keyboard.press("ControlOrMeta+Enter")
    saved(page)
    page.context.set_offline(True)
    page.keyboard.press("w")
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type(" Second.")
    page.keyboard.press("ControlOrMeta+Enter")
    page.keyboard.press("w")
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type(" Third.")
    page.keyboard.press("ControlOrMeta+Enter")
    page.keyboard.press("s")
    expect(page.locator("#saved-t")).to_contain_text("Offline")
    page.context.set_offline(False)
    saved(page)
    assert statement(desk, claim)["wording"] == "First. Second. Third."


PANEL = "**/panel/"


def held_panel(page: Page, *keys: str) -> Route:
    """The request for a claim's details that follows these keys, not yet answered."""
    held: list[Route] = []
    page.route(PANEL, lambda route: held.append(route))
    for key in keys:
        page.keyboard.press(key)
    while not held:
        page.wait_for_timeout(20)
    return held[0]


@pytest.mark.parametrize("end", ["continue_", "abort"])
def test_what_is_typed_before_its_field_has_come_goes_into_it_and_decides_nothing(
    desk: Desk, page: Page, end: str
) -> None:
    spoken(desk, page)
    route = held_panel(page, "j", "n", *"So do othrs", "Backspace", "Backspace", *"ers")
    getattr(route, end)()
    expect(page.get_by_label("Note for the next reader")).to_be_focused()
    expect(page.get_by_label("Note for the next reader")).to_have_value("So do others")
    expect(page.locator("#done")).to_have_text("0")


def test_what_is_being_written_is_not_swept_away_by_details_that_come_late(desk: Desk, page: Page) -> None:
    spoken(desk, page)
    route = held_panel(page, "Shift+S")
    note = page.get_by_label("Note for the next reader")
    note.click()
    page.keyboard.type("Ask the coun")
    route.continue_()
    expect(page.locator("#details[aria-busy=true]")).to_have_count(0)
    page.keyboard.type("ty.")
    expect(note).to_have_value("Ask the county.")
