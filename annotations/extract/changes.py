"""Two editions of a text, sentence by sentence: what stayed, what went, what came, and what was put differently."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new", "changed"]
Piece = tuple[Literal["same", "gone", "new"], str]

MOST_SENTENCES = 6_000  # of one edition; beyond them nothing is compared
_ALIKE = 0.35  # share of words that make two sentences versions of one
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?…][\"'”’)\]]*(?=\s)|(?=\n)|\Z)", re.DOTALL)
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_NEIGHBOURS = 1  # same sentences kept on each side of a change


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence. `pieces` are its words; for a changed one, those gone and new among those that stayed. A run of
    sentences nobody needs to read is one Change with `skipped` > 0."""

    kind: Kind
    pieces: tuple[Piece, ...] = field(default=())
    skipped: int = 0


def changes(before: str, after: str) -> list[Change]:
    """Give the second edition told against the first, with stretches of unchanged sentences left out.

    White space alone is no change. Time grows with the sentences times those that differ; both editions are cut
    after MOST_SENTENCES.
    """
    old, new = sentences(before), sentences(after)
    matcher = SequenceMatcher(None, [_key(one) for one in old], [_key(one) for one in new], autojunk=False)
    told: list[Change] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            told += [Change("same", (("same", one),)) for one in new[c:d]]
        else:
            told += _replaced(old[a:b], new[c:d])
    return list(_without_long_runs(told))


def sentences(text: str) -> list[str]:
    """The text's sentences and headings, in order, without blanks around them."""
    found: list[str] = []
    for match in _SENTENCE.finditer(text):
        one = match[0].strip()
        if one:
            found.append(one)
        if len(found) == MOST_SENTENCES:
            break
    return found


def is_cut(text: str) -> bool:
    """Whether `changes` looks at only the beginning of this text."""
    return len(sentences(text)) == MOST_SENTENCES


def word_changes(before: str, after: str) -> tuple[Piece, ...]:
    """Give two wordings of one sentence as pieces that stayed, went and came."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(None, [_key(one) for one in old], [_key(one) for one in new], autojunk=False)
    pieces: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(new[c:d])))
            continue
        if a < b:
            pieces.append(("gone", "".join(old[a:b])))
        if c < d:
            pieces.append(("new", "".join(new[c:d])))
    return tuple(pieces)


def _key(words: str) -> str:
    return " ".join(words.split()) or " "


def _replaced(old: list[str], new: list[str]) -> Iterator[Change]:
    """Sentences that went and came in one place: each new one beside the old one it is a version of, if any."""
    waiting = list(old)
    for one in new:
        twin = next((number for number, other in enumerate(waiting[:20]) if _alike(other, one)), None)
        if twin is None:
            yield Change("new", (("new", one),))
            continue
        yield from (Change("gone", (("gone", other),)) for other in waiting[:twin])
        yield Change("changed", word_changes(waiting[twin], one))
        del waiting[: twin + 1]
    yield from (Change("gone", (("gone", other),)) for other in waiting)


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.casefold().split(), other.casefold().split(), autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _without_long_runs(told: list[Change]) -> Iterator[Change]:
    differs = [number for number, change in enumerate(told) if change.kind != "same"]
    shown = {near for number in differs for near in range(number - _NEIGHBOURS, number + _NEIGHBOURS + 1)}
    skipped = 0
    for number, change in enumerate(told):
        if number in shown:
            if skipped:
                yield Change("same", skipped=skipped)
            skipped = 0
            yield change
        else:
            skipped += 1
    if skipped:
        yield Change("same", skipped=skipped)
