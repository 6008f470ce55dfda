"""The lines of a PDF put back together into paragraphs.

A PDF holds words at places. Where a paragraph ends is told by the space above a line, the size of its letters,
an indent, or a short last line; where a word was cut, by the hyphen at the line's end.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_WIDE_GAP = 1.4  # in usual line distances
_SIZE_STEP = 0.1
_INDENT = 0.8  # in letter heights
_SHORT = 0.75  # of the longest line of the page
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_CUT_WORD = re.compile(r"(\w+)[-\u2010]$")
_WORD_START = re.compile(r"[\w-]+")
_HYPHENATED = re.compile(r"\w+(?:-\w+)+")
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its words, where it starts (points from the lower left of the page) and its letters' height."""

    words: str
    x: float
    y: float
    size: float


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[str]:
    """Give the paragraphs and headings of all pages in order, each on one line. Linear in the number of lines."""
    whole_words = frozenset(
        word for page in pages for line in page for word in _HYPHENATED.findall(line.words.casefold())
    )
    found: list[str] = []
    for page in pages:
        distance = _usual_distance(page)
        longest = max((len(line.words) for line in page), default=0)
        before: Line | None = None
        current: list[str] = []
        for line in page:
            if before is None:
                starts = not (found and continues(found[-1], line.words))
            elif line.y > before.y:
                starts = not continues(before.words, line.words)
            else:
                starts = _starts_paragraph(before, line, distance, longest)
            if starts and current:
                found.append(join_lines(current, whole_words))
                current = []
            if not starts and before is None:
                current = [found.pop()]
            current.append(line.words)
            before = line
        if current:
            found.append(join_lines(current, whole_words))
    return found


def continues(before: str, after: str) -> bool:
    """Whether a sentence runs on from the foot of one column or page to the head of the next."""
    if _SENTENCE_END.search(before):
        return False
    return after[:1].islower()


def join_lines(lines: Iterable[str], whole_words: frozenset[str] = frozenset()) -> str:
    """Give the lines of one paragraph as one, words cut by a hyphen made whole.

    A hyphen is kept where the same hyphenated word (casefolded) is among `whole_words`.
    """
    text = ""
    for line in lines:
        words = line.strip()
        if text.endswith(_SOFT_HYPHEN):
            text = text[:-1] + words
            continue
        cut = _CUT_WORD.search(text)
        if cut is None or not words[:1].islower():
            text = f"{text} {words}" if text else words
            continue
        rest = _WORD_START.match(words)
        whole = f"{cut[1]}-{rest[0] if rest else ''}".casefold()
        text = (text if whole in whole_words else text[:-1]) + words
    return text


def _starts_paragraph(before: Line, line: Line, distance: float, longest: int) -> bool:
    if abs(line.size - before.size) > _SIZE_STEP * max(line.size, before.size):
        return True
    if distance and before.y - line.y > _WIDE_GAP * distance:
        return True
    if line.x - before.x > _INDENT * line.size and before.y - line.y > line.size / 2:
        return True
    short = len(before.words) < _SHORT * longest
    if not short or not line.words[:1].strip("\"'“‘«([").isupper():
        return False
    # A short line ends a paragraph, or is a heading if no sentence ends in it and no word is cut.
    return bool(_SENTENCE_END.search(before.words)) or before.words[:1].isupper()


def _usual_distance(page: Sequence[Line]) -> float:
    gaps = [
        before.y - line.y
        for before, line in pairwise(page)
        if before.y > line.y and abs(before.size - line.size) <= _SIZE_STEP * line.size
    ]
    # The closest lines are those of one paragraph, also on a page of many short paragraphs.
    return median(sorted(gaps)[: max(1, len(gaps) // 2)]) if gaps else 0.0
