"""What somebody asked search for, as terms; and whether a text has them. Pure: the databases give the same answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from annotations.words import word_spans, words_of

MOST_TERMS = 24
PART = re.compile(r'"([^"]*)("?)|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that have to stand side by side; where `begins`, the last of them may go on."""

    words: tuple[str, ...]
    begins: bool = False

    @property
    def slice(self) -> str:
        """What an index line has in it where the text has the term."""
        return f" {' '.join(self.words)}{'' if self.begins else ' '}"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a text; `hit`: they are what was asked for."""

    text: str
    hit: bool


def terms_of(q: str) -> tuple[Term, ...]:
    """The terms of a query; all of them have to be found. `"two words"` is a phrase, `word*` a beginning, and so is the
    last word while nothing follows it. What is one word for its writer and several for search ("3.5") is a phrase."""
    terms: dict[Term, None] = {}
    for part in PART.finditer(q):
        quoted, closing, bare = part.groups()
        written = bare if bare is not None else quoted
        words = tuple(words_of(written))
        if not words:
            continue
        last = part.end() == len(q) and not closing
        goes_on = written.endswith("*") or (last and word_spans(written)[-1][1] == len(written))
        terms[Term(words, begins=goes_on)] = None
    return tuple(terms)[:MOST_TERMS]


def has_all(line: str, terms: Sequence[Term]) -> bool:
    """Whether an index line (words.py) has every term."""
    return all(term.slice in line for term in terms)


def marked(text: str, terms: Sequence[Term]) -> list[Piece]:
    """The text in pieces, those that were asked for marked. Joined they are the text."""
    pieces, at = [], 0
    for start, end in hits_in(text, terms):
        if start > at:
            pieces.append(Piece(text[at:start], hit=False))
        if end > at:
            pieces.append(Piece(text[max(start, at) : end], hit=True))
        at = max(at, end)
    if at < len(text) or not pieces:
        pieces.append(Piece(text[at:], hit=False))
    return pieces


def hits_in(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Where the terms stand in the text, in order of their beginnings. Words times terms."""
    spans = word_spans(text)
    words = [word for _start, _end, word in spans]
    found = {
        (spans[at][0], spans[at + len(term.words) - 1][1])
        for term in terms
        for at in range(len(words) - len(term.words) + 1)
        if stands_at(words, at, term)
    }
    return sorted(found)


def stands_at(words: Sequence[str], at: int, term: Term) -> bool:
    """Whether the term begins at this word."""
    *before, last = term.words
    end = at + len(before)
    if list(words[at:end]) != before:
        return False
    return words[end].startswith(last) if term.begins else words[end] == last


def excerpt(text: str, terms: Sequence[Term], *, around: int = 90) -> list[Piece]:
    """The text about the first place that was asked for, cut at blanks and marked; its beginning where it has none."""
    hits = hits_in(text, terms)
    begin, end = hits[0] if hits else (0, 0)
    start, stop = cut_before(text, begin - around), cut_after(text, end + 2 * around)
    pieces = marked(" ".join(text[start:stop].split()), terms)
    left = [Piece("… ", hit=False)] if start else []
    right = [Piece(" …", hit=False)] if stop < len(text) else []
    return [*left, *pieces, *right]


def cut_before(text: str, at: int) -> int:
    """A blank's end at or before this place, not far; else the place."""
    if at <= 0:
        return 0
    blank = text.rfind(" ", max(0, at - 30), at)
    return blank + 1 if blank >= 0 else at


def cut_after(text: str, at: int) -> int:
    """A blank at or after this place, not far; else the place."""
    if at >= len(text):
        return len(text)
    blank = text.find(" ", at, at + 30)
    return blank if blank >= 0 else at
