"""Which quotation marks belong together."""

import re
from dataclasses import dataclass

_MARK = re.compile("[\"“”„«»‘’']")
_CLOSERS = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "'": "'"}
_SINGLE = "‘'"
_MAX_SINGLE = 300  # code points; an apostrophe taken for an opening mark must not swallow the paragraph
_OPENS_AFTER = set(" \t\n\u00a0\u2028([{—–-/:“\"‘'")
_ELIDED = re.compile(r"(?:\d\ds?|em|tis|twas|til|cause|n|round|bout)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation with its marks: `text[start]` is the opening mark, `text[end - 1]` the closing one if `closed`."""

    start: int
    end: int
    closed: bool = True

    @property
    def inner(self) -> tuple[int, int]:
        """The quoted words without the marks."""
        return (self.start + 1, self.end - 1 if self.closed else self.end)


def pair_quotes(text: str, start: int, end: int) -> list[Quote]:
    """The outermost quotations of the paragraph `text[start:end]`, in order, not overlapping.

    A quotation that opens the paragraph and never closes (speech that goes on in the next one) runs to its end; other
    unpaired marks are ignored. Apostrophes are not quotation marks. O(n).
    """
    quotes: list[Quote] = []
    opened: int | None = None
    nested = 0
    for match in _MARK.finditer(text, start, end):
        position = match.start()
        if opened is not None and text[opened] in _SINGLE and position - opened > _MAX_SINGLE:
            opened = None
        if opened is None:
            if _opens(text, position, start, end):
                opened, nested = position, 0
            continue
        mark, first = match.group(), text[opened]
        if mark == first and mark not in _CLOSERS[first]:
            nested += first in "„«"
            opened = position if first == "“" and not _same_paragraph_nesting(text, opened, position) else opened
        elif first == "'" and mark in '"“':
            opened, nested = position, 0
        elif mark in _CLOSERS[first] and _closes(text, position, first, end):
            if nested:
                nested -= 1
                continue
            quotes.append(Quote(opened, position + 1))
            opened = None
    if opened is not None and opened == start and text[opened] not in _SINGLE:
        quotes.append(Quote(opened, end, closed=False))
    return quotes


def _same_paragraph_nesting(text: str, opened: int, position: int) -> bool:
    """A second “ inside “...: a true nesting is rare; an unclosed first one is the common case."""
    return position - opened < 2


def _opens(text: str, position: int, start: int, end: int) -> bool:
    mark = text[position]
    if mark in "”’»":
        return False
    after = text[position + 1] if position + 1 < end else " "
    if after.isspace():
        return False
    if mark in "“„«":
        return True
    if position > start and text[position - 1] not in _OPENS_AFTER:
        return False
    return mark == '"' or (after.isalnum() and not _ELIDED.match(text, position + 1, end))


def _closes(text: str, position: int, first: str, end: int) -> bool:
    after = text[position + 1] if position + 1 < end else " "
    before = text[position - 1]
    if first == '"':
        return not after.isalnum() or not before.isspace()
    if first in _SINGLE:
        return not after.isalnum() and not before.isspace()
    return True
