"""Stepping by word and by character reaches every place, goes back the way it came, and cuts no character."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Bench, page_with
from tests.browser.test_offsets import HOSTILE

pytestmark = pytest.mark.browser
SCRIPT = 'import * as stops from "claimdesk/stops.js"; window.stops = stops; window.ready = true;'
WALK = """(texts) => {
  const bad = [];
  const say = (...what) => bad.push(what);
  const size = (text) => Array.from(text).length;
  const walk = (text, by, kind, length) => {
    const found = [];
    for (let at = by > 0 ? 0 : length; at !== null;) {
      at = stops.nextStop(text, at, by, kind, 0, length);
      if (at !== null) found.push(at);
    }
    return found;
  };
  for (const text of texts) {
    const length = size(text);
    const places = new Map();
    const whole = new Set([0]);
    let at = 0;
    const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
    for (const { segment } of graphemes.segment(text)) whole.add(at += size(segment));
    for (const kind of ["starts", "ends", "characters"]) {
      const on = walk(text, 1, kind, length);
      const back = walk(text, -1, kind, length).reverse();
      const inner = (list) => list.filter((one) => one > 0 && one < length).join();
      if (inner(on) !== inner(back)) say(text, kind, on, back);
      if (on.some((one) => !whole.has(one))) say(text, kind, on, "cuts a character");
      places.set(kind, on);
    }
    const all = [...whole].filter((one) => one > 0).join();
    if (places.get("characters").join() !== all) say(text, "characters", all);
    for (let start = 0; start < length; start += 3) {
      const end = Math.min(length, start + 4);
      const out = stops.wholeCharacters(text, start, end);
      const outwards = out.start <= start && out.end >= end;
      if (!outwards || !whole.has(out.start) || !whole.has(out.end)) say(text, start, end, out);
    }
  }
  return bad;
}"""


@pytest.fixture
def page(bench: Bench, new_context: Callable[..., BrowserContext]) -> Page:
    """A page with the stops module."""
    bench.pages["/stops/"] = page_with(["stops", "offsets"], SCRIPT)
    page = new_context().new_page()
    page.goto(f"{bench.address}/stops/")
    page.wait_for_function("window.ready")
    return page


def stops(page: Page, text: str) -> Any:
    """Starts and ends of words in a text without astral characters."""
    return page.evaluate("text => stops.stopsIn(text)", text)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_step_lands_between_whole_characters_and_has_a_way_back(page: Page, seed: int) -> None:
    rng = random.Random(seed)
    texts = ["".join(rng.choice([*HOSTILE, " ", "\n\n"]) for _ in range(rng.randint(1, 30))) for _ in range(150)]
    assert page.evaluate(WALK, texts) == []


def test_a_word_reaches_from_space_to_space_with_its_punctuation(page: Page) -> None:
    found = stops(page, "“Well,” she said. U.S.-made")
    assert (found["starts"], found["ends"]) == ([0, 8, 12, 18], [7, 11, 17, 27])


def test_words_without_spaces_between_them_are_found(page: Page) -> None:
    assert len(stops(page, "港口今年接待了船只")["starts"]) > 2


def test_a_step_in_a_long_text_counts_code_points_from_its_beginning(page: Page) -> None:
    at = page.evaluate(
        "() => stops.nextStop('🚢 '.repeat(20000) + 'ends here', 40000, 1, 'ends', 0, 40009)",
    )
    assert at == 40004


def test_white_space_at_the_ends_is_left_out_and_nothing_else_is_none(page: Page) -> None:
    assert page.evaluate("() => stops.trimmed('🚢  two words \\n', 1, 14)") == {"start": 3, "end": 12}
    assert page.evaluate("() => stops.trimmed('🚢 \\n ', 1, 4)") is None
