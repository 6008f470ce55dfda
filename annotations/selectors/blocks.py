"""An article's text cut for the screen: blocks as a reader sees them, and in each the claims in place.

Nothing is added and nothing lost: the pieces of a block joined are the article's own characters from its offset on.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

BLANK_LINE = re.compile(r"\n\s*\n")


class Spanned(Protocol):
    """Something with a place in the text."""

    @property
    def start(self) -> int:
        """First character."""

    @property
    def end(self) -> int:
        """Behind the last character."""


S = TypeVar("S", bound=Spanned)


@dataclass(frozen=True, slots=True)
class Piece(Generic[S]):
    """Text inside one claim, or between claims. `first` and `last`: the claim begins, or ends, here."""

    text: str
    claim: S | None = None
    first: bool = True
    last: bool = True

    @property
    def continued(self) -> bool:
        """Whether the claim began in an earlier block."""
        return not self.first


@dataclass(frozen=True, slots=True)
class Block(Generic[S]):
    """A paragraph, a heading, a piece of boilerplate; "prose" is what was taken for boilerplate until somebody marked a
    claim in it. `offset`: its first character's place in the article, code points. `number`: counted among the
    paragraphs, None for other kinds."""

    offset: int
    kind: str
    number: int | None
    pieces: tuple[Piece[S], ...]


def blocks_of(text: str, units: Sequence[dict[str, Any]], claims: Sequence[S]) -> list[Block[S]]:
    """The blocks of a text, from the run's units, or by blank lines where there is no run yet. Claims in text order,
    not overlapping; one may reach over several blocks. Linear in the text."""
    result: list[Block[S]] = []
    number, index = 0, 0
    for start, end, kind in spans_of(text, units):
        while index < len(claims) and claims[index].end <= start:
            index += 1
        pieces = tuple(pieces_of(text, start, end, claims, index))
        if kind == "paragraph":
            number += 1
        elif kind == "boilerplate" and any(piece.claim is not None for piece in pieces):
            kind = "prose"  # somebody said that it is article text; the paragraphs' numbers stay as they were
        result.append(Block(offset=start, kind=kind, number=number if kind == "paragraph" else None, pieces=pieces))
    return result


def spans_of(text: str, units: Sequence[dict[str, Any]]) -> Iterable[tuple[int, int, str]]:
    """(start, end, kind) of each block, without the newlines between them."""
    starts: list[tuple[int, str]] = []
    paragraph: int | None = None
    kinds: set[str] = set()
    for unit in units:
        if unit["paragraph"] != paragraph:
            paragraph, kinds = unit["paragraph"], set()
            starts.append((unit["start"], ""))
        kinds.add(unit["kind"])
        starts[-1] = (starts[-1][0], kind_of(kinds))
    if not starts:
        starts = [(match, "paragraph") for match in paragraph_starts(text)]
    elif text[: starts[0][0]].strip():
        starts.insert(0, (0, "paragraph"))
    for (start, kind), following in zip(starts, [*(s for s, _ in starts[1:]), len(text)], strict=True):
        end = start + len(text[start:following].rstrip("\n"))
        if end > start:
            yield start, end, kind


def kind_of(kinds: set[str]) -> str:
    """What a block is: the kind all its units share, else a paragraph."""
    return next(iter(kinds)) if len(kinds) == 1 and "claim" not in kinds else "paragraph"


def paragraph_starts(text: str) -> list[int]:
    """Where paragraphs begin in a text that was not split yet."""
    first = len(text) - len(text.lstrip())
    return [first, *(match.end() for match in BLANK_LINE.finditer(text, first) if text[match.end() :].strip())]


def pieces_of(text: str, start: int, end: int, claims: Sequence[S], index: int) -> Iterable[Piece[S]]:
    """The pieces of one block, whose first claim is `claims[index]` or later."""
    at = start
    while index < len(claims) and claims[index].start < end:
        claim = claims[index]
        begin, stop = max(claim.start, start), min(claim.end, end)
        if begin > at:
            yield Piece(text[at:begin])
        yield Piece(text[begin:stop], claim, first=claim.start >= start, last=claim.end <= end)
        at = stop
        index += 1
    if at < end:
        yield Piece(text[at:end])
