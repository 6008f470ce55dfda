"""The review screen as it is heard and walked: what assistive technology is told, in which order Tab goes, and what
happens without motion, with forced colours, and with other spacing of the text."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import resized
from tests.browser.desk import imported, key_of_mina, open_review, signed_in, wait_for
from tests.browser.story import CLAIMS, TEXT, TITLE
from tests.live_site import LiveSite

pytestmark = pytest.mark.browser
PARTS = count(1)
STOP = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const box = node.getBoundingClientRect();
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const seen = right - left > 1 && bottom - top > 1 && [0.25, 0.5, 0.75].some((at) => {
    const found = document.elementFromPoint(left + (right - left) * at, top + (bottom - top) * 0.5);
    return found && (node.contains(found) || found.contains(node) || node.labels?.[0]?.contains(found));
  });
  const style = getComputedStyle(node);
  const around = node.matches("input[type=radio]") ? getComputedStyle(node.labels[0]) : style;
  const ring = [style, around].some((one) => parseFloat(one.outlineWidth) > 0 && one.outlineStyle !== "none");
  return { name: node.id || node.dataset.run || node.dataset.go || node.tagName, part: node.closest(
    "#rail,#doc,#panel,.dock")?.id || "top", seen, ring };
}"""
MOVING = """() => [...document.querySelectorAll("*")].filter((node) => {
  const style = getComputedStyle(node);
  const times = [style.transitionDuration, style.animationDuration].join().split(",");
  return times.some((one) => parseFloat(one) > 0);
}).map((node) => node.className || node.tagName)"""
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
CUT = """() => [...document.querySelectorAll(".dec:not([hidden])")].filter((node) => node.offsetParent
  && (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1)).length"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A running site."""
    with LiveSite(tmp_path_factory.mktemp("tree")) as site:
        yield site


@pytest.fixture(scope="module")
def key(site: LiveSite) -> str:
    """The administrator's key."""
    return key_of_mina(site, "Tree desk", "tree-desk")


@pytest.fixture(scope="module")
def cookies(site: LiveSite, key: str, chromium: Browser) -> Any:
    """What her browser has stored."""
    return signed_in(site, chromium)


@pytest.fixture
def page(
    site: LiveSite,
    key: str,
    cookies: Any,
    new_context: Callable[..., BrowserContext],
) -> Page:
    """Her browser on an article of its own, 1440 px wide."""
    article = imported(site, key, "tree-desk", TEXT.replace(TITLE, f"{TITLE}, part {next(PARTS)}"))
    wait_for(site, key, article)
    page = new_context(viewport={"width": 1440, "height": 960}, storage_state=cookies).new_page()
    open_review(page, site, article)
    return page


def test_landmarks_headings_and_the_claims_with_how_they_stand(page: Page) -> None:
    page.keyboard.press("d")
    expect(page.locator("#cur-n")).to_have_text("2")
    expect(page.locator("body")).to_match_aria_snapshot("""
      - link "Skip to the current claim"
      - banner:
        - navigation "Where you are"
        - button "Saved"
        - list "Claims in reading order":
          - listitem:
            - link "Claim 1, disputed"
          - listitem:
            - link "Claim 2, not decided"
      - main:
        - complementary "Claim list":
          - heading "Claims" [level=2]
          - group "Show":
            - button "All 10" [pressed]
            - button "To do 9"
          - list:
            - listitem:
              - button /^1 disputed. The Lindow town council/
            - listitem:
              - button /^2 not decided. Two councillors/
        - article:
          - heading [level=1]
        - region "Claim 2 of 10":
          - heading "Claim 2 of 10" [level=2]
          - blockquote "Words of the claim"
          - group "Decision":
            - button /^Sourced/
            - button /^Disputed/
            - button /^Opinion/
          - group "Other steps"
          - region "About this claim":
            - region "Model suggestion":
              - heading "Model suggestion" [level=3]
            - region "Evidence":
              - heading "Evidence" [level=3]
            - region "Notes":
              - heading "Notes" [level=3]
            - region "History of this claim":
              - heading "History of this claim" [level=3]
    """)


def test_each_claim_of_the_text_is_read_with_its_number_its_state_and_its_end(page: Page) -> None:
    page.keyboard.press("d")
    heard = page.locator("article mark").all_text_contents()
    states = ["disputed"] + ["not decided"] * 9
    assert heard == [
        f"Claim {n}, {state}: {words} End of claim {n}."
        for n, (state, words) in enumerate(zip(states, CLAIMS, strict=True), start=1)
    ]


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ("j", f"Claim 2 of 10, not decided. {CLAIMS[1]}"),
        ("d", f"Claim 1 marked Disputed. Now claim 2 of 10. {CLAIMS[1]}"),
        ("du", "Claim 1 put back to not decided. Both steps stay in its history."),
        ("sdosdosdos", "Claim 10 marked Sourced. All 10 claims decided."),
    ],
)
def test_each_step_is_said_in_one_sentence(page: Page, keys: str, sentence: str) -> None:
    for key in keys:
        page.keyboard.press(key)
    expect(page.get_by_role("status")).to_have_text(sentence)


@pytest.mark.parametrize("size", [(1440, 960), (720, 480), (390, 844)], ids=["1440", "zoom", "390"])
def test_every_stop_of_tab_is_seen_and_none_is_behind_something(page: Page, size: tuple[int, int]) -> None:
    resized(page, *size)
    page.evaluate("document.activeElement?.blur()")
    stops = []
    for _ in range(120):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)
    else:
        pytest.fail("Tab never came to an end")
    assert len(stops) >= (50 if size[0] == 1440 else 15)
    assert [stop for stop in stops if not stop["seen"]] == []
    assert [stop for stop in stops if not stop["ring"]] == []
    order = list(dict.fromkeys(stop["part"] for stop in stops))
    assert order == ["top", *(["rail", "doc", "panel"] if size[0] == 1440 else order[1:])]
    assert stops[0]["name"] == "skip-current"


def test_the_first_stop_leads_to_the_current_claim(page: Page) -> None:
    page.keyboard.press("d")
    page.evaluate("document.activeElement?.blur()")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("mark[data-n='2']")).to_be_focused()


def test_nothing_moves_where_motion_is_not_wanted(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.keyboard.press("s")
    assert page.evaluate(MOVING) == []


def test_forced_colours_leave_every_state_to_be_told_apart(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    for key in "sdoxq":
        page.keyboard.press(key)
    lines = page.evaluate(
        "[...document.querySelectorAll('mark[data-n]')].slice(0, 6)"
        ".map(mark => { const s = getComputedStyle(mark); return s.textDecorationLine + s.textDecorationStyle; })"
    )
    assert len(set(lines)) == 6
    current = page.locator("mark[aria-current]")
    assert current.evaluate("mark => parseFloat(getComputedStyle(mark).outlineWidth)") >= 2


def test_other_spacing_at_320_pixels_cuts_nothing_and_scrolls_nothing_sideways(page: Page) -> None:
    resized(page, 320, 640)
    page.evaluate(SPACED)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.evaluate(CUT) == 0
    page.locator("[data-run=sheet]:visible").first.click()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
