"""An article cut for the screen: nothing added, nothing lost, every claim in its place."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotations.selectors.blocks import Block, blocks_of
from tests.story import FERRY, analysis_of


@dataclass(frozen=True)
class Span:
    """A claim as far as blocks care."""

    start: int
    end: int


def units_of(text: str) -> list[dict[str, Any]]:
    """The run's units as they are stored."""
    return [
        {"start": unit.start, "end": unit.end, "kind": unit.kind.value, "paragraph": unit.paragraph}
        for unit in analysis_of(text).units
    ]


def claims_of(text: str) -> list[Span]:
    return [Span(unit.start, unit.end) for unit in analysis_of(text).claims]


def text_of(block: "Block[Span]") -> str:
    return "".join(piece.text for piece in block.pieces)


def test_headings_and_paragraphs_are_told_apart_and_counted() -> None:
    blocks = blocks_of(FERRY, units_of(FERRY), claims_of(FERRY))
    assert [(block.kind, block.number) for block in blocks] == [("heading", None), ("paragraph", 1), ("paragraph", 2)]
    assert [block.offset for block in blocks] == [0, FERRY.index("The county"), FERRY.index("Drivers")]


def test_a_text_without_a_run_has_its_paragraphs() -> None:
    blocks = blocks_of("  One.\n\nTwo\nlines.\n\n\nThree.\n", [], list[Span]())
    assert [(block.offset, text_of(block)) for block in blocks] == [(2, "One."), (8, "Two\nlines."), (21, "Three.")]


def test_what_was_taken_for_boilerplate_is_article_text_once_a_claim_is_in_it() -> None:
    units = [{"start": 0, "end": 9, "kind": "boilerplate", "paragraph": 0}]
    assert [block.kind for block in blocks_of("Read more", units, list[Span]())] == ["boilerplate"]
    marked = blocks_of("Read more", units, [Span(0, 9)])
    assert [(block.kind, block.number) for block in marked] == [("prose", None)]


def test_a_claim_over_two_paragraphs_is_one_claim_in_two_pieces() -> None:
    text = "One two.\n\nThree four."
    blocks = blocks_of(text, [], [Span(4, 15)])
    pieces = [(piece.text, piece.first, piece.last) for block in blocks for piece in block.pieces if piece.claim]
    assert pieces == [("two.", True, False), ("Three", False, True)]


PARTS = ["Ship 🚢 came.", "A line", "\n", "\n\n", " ", "It e\u0301 left. Two."]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=12).map("".join)


@given(TEXTS, st.booleans())
def test_the_pieces_are_the_articles_own_characters(text: str, with_run: bool) -> None:
    claims = claims_of(text)
    blocks = blocks_of(text, units_of(text) if with_run else [], claims)
    for block in blocks:
        assert text[block.offset : block.offset + len(text_of(block))] == text_of(block)
    assert all(first.offset + len(text_of(first)) <= second.offset for first, second in pairwise(blocks))
    shown = "".join(text_of(block) for block in blocks)
    assert [char for char in shown if not char.isspace()] == [char for char in text if not char.isspace()]


@given(TEXTS)
def test_every_claim_is_shown_whole(text: str) -> None:
    claims = claims_of(text)
    blocks = blocks_of(text, units_of(text), claims)
    shown = dict.fromkeys(claims, "")
    for block in blocks:
        for piece in block.pieces:
            if piece.claim is not None:
                shown[piece.claim] += piece.text
    assert shown == {claim: text[claim.start : claim.end] for claim in claims}
