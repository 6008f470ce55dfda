"""Evidence with a link, in a running page: the page at the link is kept, its words are found, and a second look says
what changed."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.axe import accessible
from tests.browser.desk import imported, key_of_mina, open_review, signed_in, wait_for
from tests.extract.servers import Server, answering, serving
from tests.live_site import LiveSite

pytestmark = pytest.mark.browser
TEXT = "The port of Aske\n\nThe port of Aske counted nine ships in May, its harbour master said.\n"
BEFORE = b"<html><title>Log</title><body><p>The port counted nine ships in May. It rained.</p></body></html>"
AFTER = b"<html><title>Log</title><body><p>The port counted ten ships in May. It rained.</p></body></html>"
SLOW = 60_000


@pytest.fixture(scope="module")
def log() -> Iterator[tuple[Server, list[bytes]]]:
    """Somebody else's page, and what it says: the last of these."""
    says = [BEFORE]
    with serving(lambda connection, request: answering(says[-1], "Content-Type: text/html")(connection, request)) as it:
        yield it, says


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, log: tuple[Server, list[bytes]]) -> Iterator[LiveSite]:
    """A running site that may fetch from there."""
    allowed = {"FETCH_ALLOW_HOSTS": ",".join(log[0].allowed)}
    with LiveSite(tmp_path_factory.mktemp("evidence"), extra=allowed) as site:
        yield site


def test_a_link_is_kept_its_words_found_and_a_second_look_says_what_changed(
    site: LiveSite, log: tuple[Server, list[bytes]], chromium: Browser, new_context: Callable[..., BrowserContext]
) -> None:
    server, says = log
    key = key_of_mina(site, "Port desk", "port-desk")
    article = imported(site, key, "port-desk", TEXT)
    wait_for(site, key, article)
    page = new_context(storage_state=signed_in(site, chromium), viewport={"width": 1440, "height": 960}).new_page()
    open_review(page, site, article)
    page.keyboard.press("e")
    page.keyboard.type(server.url("/log"))
    page.locator("#ev-quote").fill("counted nine ships")
    page.keyboard.press("Control+Enter")
    piece = page.locator("#ev-list .ev")
    expect(piece).to_contain_text("Snapshot kept", timeout=SLOW)
    expect(piece).to_contain_text("The words are on the page.", timeout=SLOW)
    says.append(AFTER)
    piece.get_by_role("button", name="Check the page again").click()
    expect(piece).to_contain_text("The words are not on the page.", timeout=SLOW)
    piece.get_by_role("link", name="Changed since").click()
    expect(page.locator(".diff del")).to_have_text("nine")
    expect(page.locator(".diff ins")).to_have_text("ten")
    accessible(page, "evidence that changed")
