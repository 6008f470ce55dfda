"""Where sentences begin and end inside a paragraph."""

import re
from collections.abc import Iterator
from itertools import pairwise

from .boundaries import carrier_goes_on, ends_sentence
from .enumerators import content_start, run_in_items
from .quotes import Quote, pair_quotes
from .text import snap_to_grapheme, trimmed

MAX_SENTENCE = 2_000  # code points; what is longer is not prose, and no reviewer could judge it in one go
MAX_CARRIED = 400  # code points; a longer quotation is split although a carrier sentence surrounds it
_MAX_BRACKET = 300

_MARK = re.compile(r"(?:\.(?:\s\.)+|[.!?…])[.!?…]*[\"'”’»)\]]*(?=\s|$)|[。！？]+[」』”）]*")
_OMISSION = re.compile(r"\.(?:\s\.){3}")  # a full stop, then an ellipsis that opens the next sentence
_EMOTICON = re.compile(r"\s[:;]-?[)(DPp]+(?=\s|$)")
_BRACKET = re.compile(r"[()\[\]]")
_SOFT_BREAKS = ("; ", ", ", " ")

Range = tuple[int, int]


def split_sentences(text: str, start: int, end: int, longest: int = MAX_SENTENCE) -> list[Range]:
    """The sentences of the paragraph `text[start:end]`, trimmed, in order, covering all but blanks. O(n).

    A sentence of more than `longest` code points is cut, at a semicolon, comma or blank where there is one.
    """
    items = run_in_items(text, start, end)
    bounds = [*items, end] if items else [start, end]
    ranges: list[Range] = []
    for left, right in pairwise(bounds):
        for begin, stop in _split_prose(text, left, right):
            ranges.extend(_cut_overlong(text, begin, stop, longest))
    return ranges


def _split_prose(text: str, start: int, end: int) -> Iterator[Range]:
    quotes = _Cursor(pair_quotes(text, start, end))
    brackets = _Cursor(_pair_brackets(text, start, end))
    begin = start
    for match in _MARK.finditer(text, content_start(text, start, end), end):
        after = match.end()
        if _OMISSION.fullmatch(match.group()) and not text[match.start() - 1].isspace() and text[after:end].strip():
            after = match.start() + 1
        quote = quotes.around(match.start())
        if quote and after < quote.end and not _may_split_inside(text, quote, begin, end):
            continue
        bracket = brackets.around(match.start())
        if bracket and begin < bracket.start and after < bracket.end:
            continue
        closes_quote = quote is not None and after >= quote.end
        if closes_quote and carrier_goes_on(text, after, end):
            continue
        emoticon = _EMOTICON.match(text, after, end)
        after = emoticon.end() if emoticon else after
        if _ends(text, begin, match.start(), after, end):
            first, last = trimmed(text, begin, after)
            if first < last:
                yield (first, last)
            begin = after
    first, last = trimmed(text, begin, end)
    if first < last:
        yield (first, last)


def _ends(text: str, begin: int, mark: int, after: int, end: int) -> bool:
    if text[mark] in "。！？":
        return True
    return ends_sentence(text, trimmed(text, begin, mark)[0], mark, after, end)


def _may_split_inside(text: str, quote: Quote, begin: int, end: int) -> bool:
    """Whether sentences inside a quotation stand alone: nothing carries it, or it is too long to be one claim."""
    if quote.end - quote.start > MAX_CARRIED:
        return True
    if text[begin : quote.start].strip():
        return False
    ends_itself = not quote.closed or text[quote.end - 2] in ".!?…" or quote.end >= end
    return ends_itself and not carrier_goes_on(text, quote.end, end)


def _pair_brackets(text: str, start: int, end: int) -> list[Quote]:
    """Outermost brackets of at most 300 code points; unpaired and longer ones are ignored."""
    pairs: list[Quote] = []
    opened: int | None = None
    depth = 0
    for match in _BRACKET.finditer(text, start, end):
        position = match.start()
        if opened is not None and position - opened > _MAX_BRACKET:
            opened, depth = None, 0
        if match.group() in "([":
            depth += 1
            opened = position if opened is None else opened
        elif opened is not None:
            depth -= 1
            if depth == 0:
                pairs.append(Quote(opened, position + 1))
                opened = None
    return pairs


class _Cursor:
    """Walks sorted ranges alongside rising positions, so that all look-ups together cost O(n)."""

    def __init__(self, ranges: list[Quote]) -> None:
        self._ranges = ranges
        self._index = 0

    def around(self, position: int) -> Quote | None:
        while self._index < len(self._ranges) and self._ranges[self._index].end <= position:
            self._index += 1
        if self._index < len(self._ranges) and self._ranges[self._index].start <= position:
            return self._ranges[self._index]
        return None


def _cut_overlong(text: str, start: int, end: int, longest: int) -> Iterator[Range]:
    while end - start > longest:
        limit = start + longest
        for mark in _SOFT_BREAKS:
            found = text.rfind(mark, start + longest // 2, limit)
            if found > 0:
                cut = found + len(mark)
                break
        else:
            cut = snap_to_grapheme(text, limit)
        first, last = trimmed(text, start, cut)
        if first < last:
            yield (first, last)
        start = trimmed(text, cut, min(end, cut + longest))[0]
    first, last = trimmed(text, start, end)
    if first < last:
        yield (first, last)
