"""Claims are adjusted, split, merged, marked and withdrawn in the browser, and the server has what the screen says."""

import json
import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.axe import accessible
from tests.browser.desk import saved, signed_in
from tests.browser.story import CLAIMS, TEXT
from tests.browser.test_journey import without_hidden
from tests.live_site import LiveSite

pytestmark = pytest.mark.browser
FAMILY = "👨\u200d👩\u200d👧"
HARD = (
    "Harbour notes\n\n"
    f"The harbour counted 31 ships in May {FAMILY} said the keeper of the cafe\u0301 on Monday. "
    "The council denied the number on Tuesday.\n\n"
    "قال المدير إن الميناء استقبل 31 سفينة في مايو. ونفى المجلس هذا الرقم يوم الثلاثاء.\n"
)


class Desk:
    """One site, one project, and its API."""

    def __init__(self, site: LiveSite, key: str) -> None:
        self.site = site
        self.key = key

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """One call with the key, with JSON both ways."""
        request = urllib.request.Request(
            self.site.address + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", **headers},
        )
        with urllib.request.urlopen(request, timeout=120) as reply:
            return json.loads(reply.read() or b"null")

    def article(self, text: str) -> str:
        """The uid of a new article, once its claims are there."""
        uid = str(self.call("POST", "/api/v1/projects/word-desk/articles/", {"text": text})["id"])
        deadline = time.monotonic() + 240
        while self.call("GET", f"/api/v1/articles/{uid}/")["status"] != "ready":
            assert time.monotonic() < deadline, "the article was never ready"
            time.sleep(0.2)
        return uid

    def claims(self, article: str) -> list[dict[str, Any]]:
        """The article's active claims in text order."""
        return list(self.call("GET", f"/api/v1/articles/{article}/claims/?page_size=100")["results"])

    def words(self, article: str) -> list[str]:
        """What they say."""
        return [claim["quote"] for claim in self.claims(article)]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A running site with one administrator and one project."""
    with LiveSite(tmp_path_factory.mktemp("spans")) as site:
        desk = Desk(site, site.key)
        desk.call("POST", "/api/v1/projects/", {"name": "Word desk", "slug": "word-desk"})
        yield desk


@pytest.fixture
def page(desk: Desk, chromium: Browser, new_context: Callable[..., BrowserContext]) -> Page:
    """The administrator's browser, signed in."""
    mina = signed_in(desk.site, chromium)
    return new_context(viewport={"width": 1440, "height": 960}, storage_state=mina).new_page()


def opened(page: Page, desk: Desk, article: str, n: int = 1) -> None:
    """The review screen, standing on claim `n`."""
    page.goto(f"{desk.site.address}/articles/{article}/?claim={desk.claims(article)[n - 1]['id']}")
    page.wait_for_selector("html[data-ready=review]")
    expect(page.locator("#cur-n")).to_have_text(str(n))


def press(page: Page, *keys: str) -> None:
    """One key after another."""
    for key in keys:
        page.keyboard.press(key)


def told(page: Page, words: str | re.Pattern[str]) -> None:
    """The live region and the strip say it."""
    expect(page.locator("#live")).to_contain_text(words)


def unique(text: str, word: str) -> str:
    """The same text for another test: an article is in a project once only."""
    return f"{text}\n\nEdition {word}\n"


def test_the_end_moves_by_word_and_enter_keeps_it(page: Page, desk: Desk) -> None:
    article = desk.article(unique(TEXT, "one"))
    opened(page, desk, article, 2)
    press(page, "a", "[", "ArrowLeft")
    told(page, "End: … crossing would cost")
    expect(page.locator("#cur-text")).to_have_text(CLAIMS[1].removesuffix(" £41.5 million."))
    press(page, "]", "Enter")
    told(page, "Claim 2 now ends at “… would cost £41.5”.")
    assert desk.words(article)[1] == CLAIMS[1].removesuffix(" million.")
    assert [without_hidden(mark) for mark in page.locator("mark.cl").all()] == desk.words(article)
    expect(page.locator("#cur-n")).to_have_text("2")


def test_the_start_moves_with_shift_and_escape_puts_it_back(page: Page, desk: Desk) -> None:
    article = desk.article(unique(TEXT, "two"))
    opened(page, desk, article, 2)
    press(page, "a", "}", "Shift+ArrowRight")
    told(page, "Start: and one county …")
    press(page, "{")
    told(page, "Start: councillors and one …")
    press(page, "Escape")
    told(page, "Claim 2 keeps its words.")
    expect(page.locator("#cur-text")).to_have_text(CLAIMS[1])
    assert desk.words(article)[1] == CLAIMS[1]


def test_a_decision_about_earlier_words_comes_back_struck(page: Page, desk: Desk) -> None:
    article = desk.article(unique(TEXT, "three"))
    opened(page, desk, article, 2)
    press(page, "d")
    expect(page.locator("#done")).to_have_text("1")
    press(page, "k", "a", "[", "Enter")  # while the decision may still be on its way
    told(page, "Claim 2 now ends at")
    expect(page.locator("#cur-why")).to_have_text("Disputed The words changed since you decided.")
    expect(page.locator("#done")).to_have_text("0")
    expect(page.locator("#c2")).to_have_class(re.compile("stale"))
    expect(page.locator("#rail-list [data-go='2']")).to_contain_text("words changed")
    expect(page.locator("#his")).to_contain_text("changed the claim’s words")
    press(page, "d")
    expect(page.locator("#done")).to_have_text("1")
    saved(page)


def test_the_neighbours_edge_is_the_limit_and_merging_is_offered(page: Page, desk: Desk) -> None:
    article = desk.article(unique(TEXT, "four"))
    opened(page, desk, article, 3)
    press(page, "a", "]")
    told(page, "Claim 4 starts here. Merge the two instead?")
    press(page, "m")
    told(page, "Claims 3 and 4 are one now. Split it to part them again.")
    assert desk.words(article)[2] == f"{CLAIMS[2]} {CLAIMS[3]}"
    expect(page.locator("#ribbon li")).to_have_count(9)
    expect(page.locator("#cur-h")).to_have_text("Claim 3 of 9")
    expect(page.locator("#his")).to_contain_text("merged 2 claims")


def test_a_claim_is_cut_twice_by_keyboard_and_keeps_its_history(page: Page, desk: Desk) -> None:
    article = desk.article(unique(TEXT, "five"))
    opened(page, desk, article, 6)
    press(page, "s", "k")
    press(page, "/")
    expect(page.locator(".cutline")).to_have_count(1)
    for _ in range(40):
        press(page, "ArrowLeft")
    told(page, "The claim starts here.")
    press(page, "ArrowRight", "ArrowRight", "Space", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight")
    expect(page.locator(".cutline")).to_have_count(2)
    press(page, "Enter")
    told(page, "Claim 6 cut into 6, 7 and 8.")
    assert desk.words(article)[5:8] == [
        "Their own count,",
        "taken over three days",
        "in March, found 12,400 vehicles, according to a letter seen by this paper.",
    ]
    expect(page.locator("#cur-h")).to_have_text("Claim 6 of 12")
    expect(page.locator("#his")).to_contain_text("split the claim into 3")
    expect(page.locator("#his")).to_contain_text("You marked it sourced")
    expect(page.locator("#done")).to_have_text("0")


def test_merging_claims_with_one_label_keeps_it(page: Page, desk: Desk) -> None:
    article = desk.article(unique(TEXT, "six"))
    opened(page, desk, article, 8)
    press(page, "o", "o")
    saved(page)
    press(page, "k", "k", "m")
    told(page, "Claims 8 and 9 are one now.")
    expect(page.locator("#done")).to_have_text("1")
    expect(page.locator("#c8")).to_have_class(re.compile("L-opinion"))
    press(page, "u")
    expect(page.locator("#done")).to_have_text("0")
    saved(page)


def test_selected_words_become_a_claim_and_a_left_out_block_too(page: Page, desk: Desk) -> None:
    article = desk.article(unique(TEXT, "seven"))
    opened(page, desk, article)
    select(page, "weighs a second bridge")
    expect(page.get_by_role("button", name="Mark as claim")).to_be_visible()
    press(page, "Enter")
    told(page, "Claim 1 marked. It waits for a decision.")
    assert desk.words(article)[0] == "weighs a second bridge"
    left_out = page.get_by_role("button", name="It is article text").first
    words = left_out.evaluate("b => b.closest('[data-o]').firstChild.data.trim()")
    left_out.click()
    expect(page.locator("#ribbon li")).to_have_count(12)
    assert words in desk.words(article)
    expect(page.locator("p.boiler", has_text=words)).to_have_count(0)


def test_an_article_without_claims_gets_its_first_from_a_selection(page: Page, desk: Desk) -> None:
    article = desk.article("Ferry timetable\n\nShall we go?\n")
    assert desk.words(article) == []
    page.goto(f"{desk.site.address}/articles/{article}/")
    page.wait_for_selector("html[data-ready=first-claim]")
    select(page, "Ferry timetable")
    press(page, "Enter")
    page.wait_for_selector("html[data-ready=review]")
    assert desk.words(article) == ["Ferry timetable"]


def test_a_claim_is_withdrawn_with_its_reason_from_the_palette(page: Page, desk: Desk) -> None:
    article = desk.article(unique(TEXT, "eight"))
    opened(page, desk, article, 4)
    claim = desk.claims(article)[3]["id"]
    press(page, "Control+k")
    page.keyboard.type("withdraw")
    press(page, "Enter")
    expect(page.get_by_label("Reason")).to_be_visible()
    accessible(page, "withdraw dialog")
    page.get_by_label("Reason").fill("Said twice")
    page.locator("#withdraw").get_by_role("button", name="Withdraw").click()
    told(page, "Claim 4 withdrawn. Its history is kept.")
    assert CLAIMS[3] not in desk.words(article)
    expect(page.locator("#cur-h")).to_have_text("Claim 4 of 9")
    assert "Said twice" in json.dumps(desk.call("GET", f"/api/v1/claims/{claim}/history/"))


def test_no_character_people_see_as_one_is_ever_cut(page: Page, desk: Desk) -> None:
    article = desk.article(unique(HARD, "nine"))
    opened(page, desk, article)
    press(page, "a")
    seen = set()
    for _ in range(70):
        press(page, ",")
        seen.add(page.locator("#cur-text").text_content() or "")
    assert not [text for text in seen if re.search("[👨👩\u200d]$|cafe$", text)]
    assert any(text.endswith(FAMILY) for text in seen)
    assert any(text.endswith("cafe\u0301") for text in seen)
    press(page, "Enter")
    told(page, "Claim 1 now ends at")
    assert desk.words(article)[0] in {text.strip() for text in seen}


def test_the_arrows_go_the_way_they_point_in_arabic(page: Page, desk: Desk) -> None:
    article = desk.article(unique(HARD, "ten"))
    number = next(i for i, words in enumerate(desk.words(article), 1) if words.startswith("قال"))
    before = desk.words(article)[number - 1]
    opened(page, desk, article, number)
    press(page, "a", "ArrowRight")  # to the right is back, where text runs to the left
    expect(page.locator("#cur-text")).to_have_text(before.rsplit(" ", 1)[0])
    press(page, "Enter")
    told(page, "now ends at")
    assert desk.words(article)[number - 1] == before.rsplit(" ", 1)[0]


def test_a_colleagues_new_ends_are_not_overwritten(page: Page, desk: Desk) -> None:
    article = desk.article(unique(TEXT, "eleven"))
    opened(page, desk, article, 2)
    claim = desk.claims(article)[1]
    press(page, "a", "[")
    desk.call("PATCH", f"/api/v1/claims/{claim['id']}/", {"start": claim["start"] + 4}, **{"If-Match": "*"})
    press(page, "Enter")
    told(page, "Somebody else changed the words of claim 2 while you worked on it. Yours were not kept")
    assert desk.words(article)[1] == CLAIMS[1][4:]
    expect(page.locator("#cur-text")).to_have_text(CLAIMS[1][4:])


def test_a_colleagues_decision_is_no_reason_to_refuse_new_ends(page: Page, desk: Desk) -> None:
    article = desk.article(unique(TEXT, "twelve"))
    opened(page, desk, article, 2)
    press(page, "a", "[")
    desk.call("POST", f"/api/v1/claims/{desk.claims(article)[1]['id']}/judgements/", {"label": "opinion"})
    press(page, "Enter")
    told(page, "Claim 2 now ends at")
    assert desk.words(article)[1] == CLAIMS[1].removesuffix(" million.")


def test_while_the_server_is_away_nothing_changes_and_the_work_stays_on_screen(page: Page, desk: Desk) -> None:
    article = desk.article(unique(TEXT, "thirteen"))
    opened(page, desk, article, 2)
    press(page, "a", "[")
    page.context.set_offline(True)
    press(page, "Enter")
    told(page, "This needs the server, and it is away. Nothing was changed.")
    expect(page.locator("#cur-text")).to_have_text(CLAIMS[1].removesuffix(" million."))
    page.context.set_offline(False)
    press(page, "Enter")
    told(page, "Claim 2 now ends at")
    assert desk.words(article)[1] == CLAIMS[1].removesuffix(" million.")


@pytest.mark.parametrize(
    ("keys", "path", "said"),
    [
        (["a", "[", "Enter"], "/api/v1/claims/*/", "now ends at"),
        (["/", "Enter"], "/api/v1/claims/*/split/", "cut into"),
    ],
)
def test_a_change_whose_answer_is_lost_happens_once(
    page: Page, desk: Desk, keys: list[str], path: str, said: str
) -> None:
    article = desk.article(unique(TEXT, f"lost {said}"))
    opened(page, desk, article, 2)
    lost: list[int] = []

    def lose_the_first(route: Route) -> None:
        answer = route.fetch()
        if lost:
            route.fulfill(response=answer)
        else:
            lost.append(answer.status)
            route.abort()

    page.route(f"**{path}", lose_the_first)
    press(page, *keys)
    told(page, re.compile(f"Claim 2 .*{said}"))
    assert lost[0] < 300
    # Cut or shortened, the words before and after it are those that were there, each once.
    words = " ".join(desk.words(article)).split()
    assert len(words) == len(" ".join(CLAIMS).split()) - (1 if "[" in keys else 0)


def test_without_highlights_the_selection_shows_what_moves(page: Page, desk: Desk) -> None:
    article = desk.article(unique(TEXT, "old browser"))
    page.add_init_script("delete globalThis.Highlight")
    opened(page, desk, article, 2)
    press(page, "a", "[")
    assert page.evaluate("String(getSelection())").endswith("would cost £41.5")
    press(page, "Enter")
    told(page, "Claim 2 now ends at")
    assert page.evaluate("getSelection().isCollapsed")


def test_a_handle_is_dragged_and_a_selection_taken_over(page: Page, desk: Desk) -> None:
    article = desk.article(unique(TEXT, "fourteen"))
    opened(page, desk, article, 2)
    press(page, "a")
    target = place(page, "£41.5 million", end=False)
    handle = page.locator("[data-handle=end]").bounding_box()
    assert handle
    page.mouse.move(handle["x"] + 1, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(target["x"], target["y"], steps=5)
    page.mouse.up()
    expect(page.locator("#cur-text")).to_have_text(CLAIMS[1].removesuffix("£41.5 million.").rstrip())
    select(page, "one county engineer")
    page.locator("#text").dispatch_event("pointerup", {"bubbles": True})
    press(page, "Enter")
    told(page, "Claim 2 now starts at “one county engineer” and ends at “one county engineer”.")
    assert desk.words(article)[1] == "one county engineer"


def test_everything_works_with_single_keys_switched_off(desk: Desk, new_context: Callable[..., BrowserContext]) -> None:
    article = desk.article(unique(TEXT, "fifteen"))
    page = new_context(viewport={"width": 1440, "height": 960}).new_page()
    page.goto(desk.site.sign_in_link("nora@example.org", "--superuser"))  # her own account: the choice stays with it
    page.goto(f"{desk.site.address}/preferences/")
    page.get_by_label("Single keys", exact=True).uncheck()
    expect(page.locator("#live")).to_contain_text("Saved.")
    opened(page, desk, article, 2)
    press(page, "a")
    expect(page.locator("#panel .adjbar")).to_be_hidden()
    panel = page.locator("#panel")
    panel.get_by_role("button", name="Adjust", exact=True).click()
    expect(panel.locator(".adjbar")).to_be_focused()
    panel.get_by_role("button", name="End one word earlier").click()
    panel.get_by_role("button", name="Keep these words").click()
    told(page, "Claim 2 now ends at")
    expect(panel.get_by_role("button", name="Adjust", exact=True)).to_be_focused()
    panel.get_by_role("button", name="Split", exact=True).click()
    press(page, "ArrowRight", "Enter")
    told(page, "Claim 2 cut into 2 and 3.")
    panel.get_by_role("button", name="Merge", exact=True).click()
    told(page, "Claims 2 and 3 are one now.")
    assert desk.words(article)[1] == CLAIMS[1].removesuffix(" million.")


@pytest.mark.parametrize("key", ["a", "/"])
def test_adjusting_and_splitting_are_accessible_on_every_screen(page: Page, desk: Desk, key: str) -> None:
    article = desk.article(unique(TEXT, f"sixteen {ord(key)}"))
    opened(page, desk, article, 2)
    press(page, key)
    accessible(page, f"review, {key}")
    page.set_viewport_size({"width": 390, "height": 844})
    bar = ".adjbar" if key == "a" else ".splitbar"
    expect(page.locator(f".dock {bar}")).to_be_visible()


def select(page: Page, words: str) -> None:
    """Selects these words of the article, which stand in one text node."""
    page.evaluate(f"({FIND})", [words, True])


def place(page: Page, words: str, *, end: bool) -> dict[str, float]:
    """A point at the start, or the end, of these words."""
    box = page.evaluate(f"({FIND})", [words, False])
    return {"x": box["right"] if end else box["left"], "y": (box["top"] + box["bottom"]) / 2}


FIND = """([words, select]) => {
  const walker = document.createTreeWalker(document.querySelector("#doc"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0 || node.parentElement.closest("[data-nt]")) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    if (select) { getSelection().removeAllRanges(); getSelection().addRange(range); }
    return range.getBoundingClientRect().toJSON();
  }
  throw new Error(`not in the article: ${words}`);
}"""
