"""Places in the page and offsets in the stored text say the same, whatever the characters are."""

import html
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Bench, page_with

pytestmark = pytest.mark.browser

# What breaks offsets: astral letters, joined emoji, flags, combining marks, other scripts and directions, odd spaces.
HOSTILE = [
    "plain words", "naïve", "e\u0301", "💩", "👨\u200d👩\u200d👧", "🇳🇴🇫🇮", "👍🏽", "क्षि", "שלום", "مرحبا", "𝔘𝔫𝔦",
    "\u00a0", "\u200b", "\t", "“quoted”", "ﬁ", "한글", "\u2028", "a\u0308\u0323", "1 < 2 & 3 > 2", "  two  spaces ",
    "𐍈",
]  # fmt: skip
SCRIPT = 'import * as offsets from "claimdesk/offsets.js"; window.offsets = offsets; window.ready = true;'
BOTH_WAYS = """([spans]) => {
  const root = document.querySelector("#text"), bad = [];
  for (const [start, end, words] of spans) {
    const range = offsets.spanToRange(root, start, end);
    const back = range && offsets.rangeToSpan(root, range);
    const inside = range && (range.startContainer === range.endContainer || start < end);
    if (!back || back.start !== start || back.end !== end || !inside) { bad.push([start, end, back]); continue; }
    if (words !== null) {
      const copy = range.cloneContents();
      copy.querySelectorAll("[data-nt]").forEach((node) => node.remove());
      if (copy.textContent !== words) bad.push([start, end, copy.textContent, words]);
    }
  }
  return bad;
}"""


def hostile_block(rng: random.Random) -> str:
    """One paragraph without a line break at either end, as blocks are."""
    return "".join(rng.choice(HOSTILE) for _ in range(rng.randint(2, 9)))


def as_html(text: str, offset: int, rng: random.Random) -> str:
    """The block as the template writes it: text cut into marks at random, asides under data-nt."""
    cuts = sorted(rng.sample(range(len(text) + 1), k=min(4, len(text))))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    parts = []
    for number, piece in enumerate(pieces):
        words = html.escape(piece)
        if number % 2 and piece:
            words = f"<mark><span data-nt>Claim {number}, 💬: </span>{words}<span data-nt> End.</span></mark>"
        parts.append(words)
    return f'<p data-o="{offset}">{"".join(parts)}</p>'


def article(rng: random.Random) -> tuple[str, str, list[tuple[int, int]]]:
    """Text, its HTML, and the [start, end) of each block."""
    text, markup, spans = "", [], []
    for _ in range(rng.randint(1, 6)):
        text += "\n\n" if text else ""
        block = hostile_block(rng)
        spans.append((len(text), len(text) + len(block)))
        markup.append(as_html(block, len(text), rng))
        text += block
    return text, "\n".join(markup), spans


@pytest.fixture
def page(bench: Bench, new_context: Callable[..., BrowserContext]) -> Page:
    """A page with the offsets module and an empty article."""
    bench.pages["/"] = page_with(["offsets"], SCRIPT, '<div id="text"></div>')
    page = new_context().new_page()
    page.goto(bench.address)
    page.wait_for_function("window.ready")
    return page


def show(page: Page, markup: str) -> None:
    """Puts an article on the page."""
    page.evaluate("([markup]) => { document.querySelector('#text').innerHTML = markup; }", [markup])


def spans_of(text: str, blocks: list[tuple[int, int]], rng: random.Random) -> list[list[Any]]:
    """Whole blocks, spans inside one, and spans from one block into a later one, with their words where they can be
    read off the page (between blocks the page has no line break to read)."""
    spans: list[list[Any]] = [[start, end, text[start:end]] for start, end in blocks]
    for _ in range(12):
        start, end = rng.choice(blocks)
        a, b = sorted(rng.sample(range(start, end + 1), 2))
        spans.append([a, b, text[a:b]])
    if len(blocks) > 1:
        first, last = sorted(rng.sample(blocks, 2))
        spans.append([rng.randrange(*first), rng.randint(last[0] + 1, last[1]), None])
    return spans


def test_every_span_of_hostile_text_comes_back_as_it_went(page: Page) -> None:
    rng = random.Random(20)
    tried = 0
    for _ in range(150):
        text, markup, blocks = article(rng)
        show(page, markup)
        spans = spans_of(text, blocks, rng)
        assert page.evaluate(BOTH_WAYS, [spans]) == [], json.dumps(text)
        tried += len(spans)
    assert tried > 2000


def test_code_points_are_counted_as_python_counts_them(page: Page) -> None:
    for text in HOSTILE:
        assert page.evaluate("([text]) => offsets.codePoints(text)", [text]) == len(text)


def test_a_place_between_the_halves_of_a_character_counts_as_before_it(page: Page) -> None:
    assert page.evaluate("offsets.codePoints('a💩b', 2)") == 1
    assert page.evaluate("offsets.codePoints('a💩b', 3)") == 2


def test_a_triple_click_on_a_block_gives_the_block(page: Page) -> None:
    show(page, '<p data-o="7">one <mark><span data-nt>Claim 1: </span>two</mark> 💩</p><p data-o="18">next</p>')
    span = page.evaluate("""() => {
      const range = document.createRange();
      range.setStart(document.querySelector("p"), 0);
      range.setEnd(document.querySelector("p"), document.querySelector("p").childNodes.length);
      return offsets.rangeToSpan(document.querySelector("#text"), range);
    }""")
    assert span == {"start": 7, "end": 7 + len("one two 💩")}


def test_the_hidden_words_for_screen_readers_take_no_room(page: Page) -> None:
    show(page, '<p data-o="0"><mark><span data-nt>Claim 1, disputed: </span>two</mark></p>')
    assert page.evaluate("offsets.articleText(document.querySelector('p'))") == "two"


def test_a_selection_outside_the_article_is_no_span(page: Page) -> None:
    show(page, '<p data-o="0">text</p>')
    assert (
        page.evaluate("""() => {
      const range = document.createRange();
      range.selectNodeContents(document.body);
      return offsets.rangeToSpan(document.querySelector("#text"), range);
    }""")
        is None
    )


@pytest.mark.parametrize(
    ("text", "span", "whole"),
    [
        ("a👨\u200d👩\u200d👧b", (2, 4), (1, 6)),
        ("cafe\u0301 au lait", (0, 4), (0, 5)),
        ("🇳🇴🇫🇮", (1, 2), (0, 2)),
        ("plain", (1, 3), (1, 3)),
    ],
)
def test_a_span_never_cuts_what_people_see_as_one_character(
    page: Page, text: str, span: tuple[int, int], whole: tuple[int, int]
) -> None:
    snapped = page.evaluate("([text, a, b]) => offsets.snap(text, a, b)", [text, *span])
    assert (snapped["start"], snapped["end"]) == whole
