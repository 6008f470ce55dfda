"""The README's pictures, taken from the running product: `make pictures`. Starts a demo site of its own."""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, expect, sync_playwright  # noqa: E402  the path comes first

from tests.browser.conftest import CHROMIUM, CHROMIUM_ARGS  # noqa: E402
from tests.live_site import LiveSite  # noqa: E402

IMAGES = ROOT / "docs" / "images"
DECIDED = "sssdososdsso"  # what is pressed before the picture is taken


def main() -> None:
    """Write docs/images/review.png (1440 px) and review-phone.png (390 px)."""
    with LiveSite(Path(tempfile.mkdtemp(prefix="claimdesk-pictures-"))) as site:
        link = site.manage("seed_demo", "--analyse").split("sign in: ", 1)[1].split()[0]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
            take(browser, site.address, link)
            browser.close()


def take(browser: Browser, site: str, link: str) -> None:
    """Sign in, decide some claims of the first article, take the pictures."""
    page = browser.new_context(viewport={"width": 1440, "height": 940}, reduced_motion="reduce").new_page()
    page.goto(link)
    page.goto(f"{site}/p/demo/")
    page.locator("a[href^='/articles/']").first.click()
    page.wait_for_selector("html[data-ready=review]")
    for key in DECIDED:
        page.keyboard.press(key)
    expect(page.locator("#saved-t")).to_have_text("Saved")
    page.reload()
    page.wait_for_selector("html[data-ready=review]")
    shoot(page, "review")
    page.set_viewport_size({"width": 390, "height": 844})
    address = page.url
    page.goto("about:blank")  # a reload would stand where the wide page stood
    page.goto(address)
    page.wait_for_selector("html[data-ready=review]")
    shoot(page, "review-phone")


def shoot(page: Page, name: str) -> None:
    """Write one picture once the fonts are there."""
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    page.wait_for_timeout(300)
    page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
