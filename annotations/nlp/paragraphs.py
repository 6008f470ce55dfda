"""Where paragraphs begin and end. The text has LF newlines."""

import re
from itertools import pairwise

from .text import trimmed
from .types import Paragraph

_LINE = re.compile(r"[^\n]+")
_ENDS_A_SENTENCE = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*$")
_STARTS_AN_ITEM = re.compile(r"(?:[-–—*•‣◦⁃▪·●]|\(?\d{1,2}[.)]|#{1,6})\s|[^\n|\t]*[|\t]")
_MIN_WIDTH = 40
_MAX_WIDTH = 120

Range = tuple[int, int]


def split_paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Every paragraph of `text`, trimmed, in order.

    A blank line always ends one. A single newline ends one too, unless the lines are hard-wrapped prose, as in mails
    and wire copy: then they are joined again. O(n).
    """
    ranges: list[Range] = []
    block: list[Range] = []
    for line in _LINE.finditer(text):
        start, end = trimmed(text, line.start(), line.end())
        if block and (start == end or "\n" in text[block[-1][1] : start].replace("\n", "", 1)):
            ranges.extend(_join_wrapped(text, block))
            block = []
        if start < end:
            block.append((start, end))
    ranges.extend(_join_wrapped(text, block))
    return tuple(Paragraph(index, start, end) for index, (start, end) in enumerate(ranges))


def _join_wrapped(text: str, lines: list[Range]) -> list[Range]:
    """The paragraphs of a block of lines that no blank line interrupts."""
    if len(lines) < 2 or not _is_wrapped(text, lines):
        return lines
    joined = [lines[0]]
    for start, end in lines[1:]:
        if _STARTS_AN_ITEM.match(text, start, end):
            joined.append((start, end))
        else:
            joined[-1] = (joined[-1][0], end)
    return joined


def _is_wrapped(text: str, lines: list[Range]) -> bool:
    """Whether the lines were broken by width: all but the last nearly equally long, and some broken mid-sentence."""
    widths = [end - start for start, end in lines]
    width = max(widths)
    if not _MIN_WIDTH <= width <= _MAX_WIDTH or min(widths[:-1]) * 5 < width * 3:
        return False
    broken = sum(
        not _ENDS_A_SENTENCE.search(text[max(start, end - 8) : end]) and not text[after].isupper()
        for (start, end), (after, _) in pairwise(lines)
    )
    return broken * 4 >= len(lines) - 1
