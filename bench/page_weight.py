"""What the review page weighs on the wire, as a browser counts it."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.browser.conftest import CHROMIUM, CHROMIUM_ARGS
from tests.live_site import LiveSite


def page_weight() -> tuple[int, int]:
    """Bytes of the first visit (headers included) and of a second one with the cache filled. Starts a demo site."""
    with LiveSite(Path(tempfile.mkdtemp(prefix="claimdesk-weight-"))) as site:
        site.manage("seed_demo", "--analyse")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
            try:
                return weighed(browser, site)
            finally:
                browser.close()


def weighed(browser: Browser, site: LiveSite) -> tuple[int, int]:
    """Cold and warm bytes of the first demo article in this browser."""
    link = site.manage("seed_demo").split("sign in: ", 1)[1].split()[0]
    page = browser.new_context().new_page()
    page.goto(link)
    state = page.context.storage_state()
    page.goto(f"{site.address}/p/demo/")
    address = site.address + str(page.locator("a[href^='/articles/']").first.get_attribute("href"))
    fresh = browser.new_context(storage_state=state).new_page()
    session = fresh.context.new_cdp_session(fresh)
    session.send("Network.enable")
    return visit(fresh, session, address), visit(fresh, session, address)


def visit(page: Page, session: CDPSession, address: str) -> int:
    """Open the page and count every byte that came over the wire for it."""
    received: list[int] = []

    def count(event: dict[str, int]) -> None:
        received.append(int(event["encodedDataLength"]))

    session.on("Network.loadingFinished", count)
    page.goto("about:blank")
    received.clear()
    page.goto(address, wait_until="networkidle")
    session.remove_listener("Network.loadingFinished", count)
    return sum(received)
