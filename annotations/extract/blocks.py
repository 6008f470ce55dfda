"""A document's text put together from its blocks."""

import re
from collections.abc import Iterable

# White space as a browser collapses it: NBSP and the other fixed spaces are characters and stay.
_COLLAPSIBLE = re.compile(r"[ \t\n\r\f]+")
_AROUND_NEWLINE = re.compile(r"[ \t]*\n[ \t]*")


def collapse(text: str) -> str:
    """Give `text` on one line, each run of spaces and line ends as one space, none at the ends."""
    return _COLLAPSIBLE.sub(" ", text).strip(" ")


def collapse_lines(text: str, line_end: str) -> str:
    """Collapse as `collapse` does, with each `line_end` mark in `text` as a newline."""
    collapsed = _COLLAPSIBLE.sub(" ", text).replace(line_end, "\n")
    return _AROUND_NEWLINE.sub("\n", collapsed).strip(" \n")


def join(blocks: Iterable[str]) -> str:
    """Put blocks (paragraphs, headings, list items, whole tables) together, a blank line between each."""
    return "\n\n".join(block for block in blocks if block.strip())


def table(rows: Iterable[Iterable[str]]) -> str:
    """Give a table as lines of cells, TAB between cells; rows without any text are left out."""
    lines = ("\t".join(collapse(cell) for cell in row) for row in rows)
    return "\n".join(line for line in lines if line.strip())
