"""What accessibility checks of the browser tests share."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# The last one is a window of 1440 x 960 at 200 % zoom: half as many pixels for the page to use.
SCREENS = {"1440": (1440, 960), "390": (390, 844), "320": (320, 640), "zoom": (720, 480)}
VIOLATIONS = """async (only) => {
  const { violations } = await axe.run({ runOnly: only, resultTypes: ["violations"] });
  const told = ({ target, failureSummary }) => `${target.join(" ")} ${failureSummary}`;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(told).join("; ")}`);
}"""


SETTLED = """() => new Promise((settled) => {
  let still = 0, before = "";
  const look = () => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const now = `${innerWidth} ${scrollWidth} ${clientWidth} ${document.querySelectorAll("main *, nav *").length}`;
    still = now === before ? still + 1 : 0;
    before = now;
    still < 6 ? requestAnimationFrame(look) : settled();
  };
  look();
})"""
"""Until six frames in a row look alike: what listens to the size of the window has answered by then."""


def resized(page: Page, width: int, height: int) -> None:
    """The page in a window of this size, once it has taken its new shape."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(SETTLED)


def accessible(page: Page, where: str) -> None:
    """No axe violation and nothing beside the window on this page as it stands: at three widths and 200 % zoom, light
    and dark (there by the rules about colours). The window is left at 1440 px, light."""
    found: list[str] = []
    page.evaluate(Axe().axe_script)
    for name, (width, height) in SCREENS.items():
        resized(page, width, height)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if overflow > 0:
            found.append(f"{where} scrolls sideways by {overflow} px at {name}")
        themes: tuple[tuple[Any, dict[str, Any]], ...] = (("light", RULES), ("dark", COLOURS))
        for scheme, rules in themes:
            # Without motion: axe must not measure a colour on its way to another.
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found += [f"{where} at {name}, {scheme}: {one}" for one in page.evaluate(VIOLATIONS, rules)]
    page.set_viewport_size({"width": 1440, "height": 960})
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    assert not found, "\n".join(found)
