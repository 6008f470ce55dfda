"""A long article in parts, so that a page carries the one somebody stands in and the rest comes when it is wanted.

Parts are cut between blocks and by the text alone: marking, splitting or withdrawing claims moves no border.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from annotations.selectors.blocks import Block
from annotations.selectors.claims import ClaimCard

MOST_CLAIMS = 60  # up to here an article is one part, and everything is on the page
MOST_TEXT = 60_000
PART_TEXT = 4_000  # about thirty-five claims
SHARED = 22  # of an id's digits
LETTERS = {"": "o", "sourced": "s", "disputed": "d", "opinion": "p", "not_a_claim": "x", "unresolved": "q"}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of blocks. `first` and `last`: the numbers of the claims that begin in it, `last` < `first` where none
    does."""

    number: int
    start: int
    end: int
    first: int
    last: int
    blocks: list[Block[ClaimCard]]


def parts_of(blocks: list[Block[ClaimCard]], cards: Sequence[ClaimCard], length: int) -> list[Part]:
    """The article's parts: none without text, one where it is short, else stretches of about PART_TEXT characters.
    Linear in blocks."""
    groups: list[list[Block[ClaimCard]]] = []
    whole = len(cards) <= MOST_CLAIMS and length <= MOST_TEXT
    for block in blocks:
        if not groups or (not whole and block.offset - groups[-1][0].offset >= PART_TEXT):
            groups.append([])
        groups[-1].append(block)
    starts = [group[0].offset for group in groups]
    ends = [*starts[1:], length][: len(groups)]
    begins = [card.start for card in cards]
    parts = []
    for number, (group, end) in enumerate(zip(groups, ends, strict=True)):
        first = bisect_right(begins, starts[number] - 1) if number else 0
        last = bisect_right(begins, end - 1) if number + 1 < len(groups) else len(begins)
        parts.append(Part(number, starts[number], end, first + 1, last, group))
    return parts


def part_at(parts: Sequence[Part], offset: int) -> Part:
    """The part a place of the text lies in; the first or the last one for places outside."""
    return parts[max(0, bisect_right([part.start for part in parts], offset) - 1)]


def claims_version(cards: Sequence[ClaimCard]) -> str:
    """A name for which claims the article has, in which order: another one as soon as a number means another claim."""
    return hashlib.sha256("".join(card.uid for card in cards).encode()).hexdigest()[:12]


def outline_data(parts: Sequence[Part], here: Part, cards: Sequence[ClaimCard], length: int) -> dict[str, Any]:
    """What the page's script knows of all claims of a long article: their ids, how each stands, and where the parts
    begin. About five bytes a claim once compressed."""
    return {
        "version": claims_version(cards),
        "here": here.number,
        "length": length,
        "parts": [[part.start, part.first, part.last] for part in parts],
        "ids": ids_in_short([card.uid.replace("-", "") for card in cards]),
        "states": "".join(state_letter(card) for card in cards),
        "flagged": [card.n for card in cards if card.flagged],
        "backed": [card.n for card in cards if card.evidence_count],
    }


def ids_in_short(names: Sequence[str]) -> dict[str, Any]:
    """Ids of 32 digits as a compressor likes them. Ids made in the same millisecond differ in their last ten digits:
    the rest is sent once for each such run, with its length. Of the ten, first all first digits are sent, then all
    second ones, so that what counts up stands apart from what is random."""
    columns = zip(*(name[SHARED:] for name in names), strict=True)
    return {
        "runs": [[head, len(list(run))] for head, run in groupby(name[:SHARED] for name in names)],
        "columns": "".join("".join(column) for column in columns),
    }


def state_letter(card: ClaimCard) -> str:
    """How a claim stands for the reader, in one letter; a capital where its words changed since."""
    letter = LETTERS[card.label]
    return letter.upper() if card.stale else letter
