"""The words of a parsed page: what a reader would see, block by block."""

from collections.abc import Iterator

from lxml import etree

from annotations.extract import blocks
from annotations.extract.html_elements import BLOCK, RAW, RAW_SEEN, TRAFILATURA_BLOCK, UNSEEN

_LINE_END = "\x1e"  # stands for <br> until white space has been collapsed; HTML cannot contain it
_UNSEEN = UNSEEN | (RAW - RAW_SEEN) | {"meta", "link"}
_BREAKS = frozenset(("br", "lb"))
_CELLS = frozenset(("td", "th", "cell"))
_ROWS = frozenset(("tr", "row"))


def page_text(root: etree._Element) -> str:
    """Give everything a reader of the page would see: blocks apart by a blank line, table rows as TAB lines."""
    return blocks.join(_blocks(root, BLOCK, _UNSEEN))


def main_text(body: etree._Element) -> str:
    """Give the text of the body that trafilatura returns, in which `head` is a heading."""
    return blocks.join(_blocks(body, BLOCK | TRAFILATURA_BLOCK, _UNSEEN - TRAFILATURA_BLOCK))


def visible_characters(text: str) -> int:
    """Count the characters of `text` that are not white space."""
    return len("".join(text.split()))


def _blocks(root: etree._Element, block_names: frozenset[str], unseen: frozenset[str]) -> Iterator[str]:
    """Walk with iterwalk, which needs no recursion, and cut at the edges of block elements."""
    pieces: list[str] = []
    tables: list[_Table] = []
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        name = element.tag if isinstance(element.tag, str) else ""
        if event in ("comment", "pi"):
            _put(pieces, element.tail)
            continue
        if event == "start":
            if name in unseen:
                walk.skip_subtree()
                continue
            if name in _BREAKS:
                pieces.append(_LINE_END)
            if name in block_names:
                yield from _cut(pieces, tables)
            _open(name, tables)
            _put(pieces, element.text)
            continue
        if name in block_names:
            yield from _cut(pieces, tables)
        yield from _close(name, tables)
        if element is not root:
            _put(pieces, element.tail)
    yield from _cut(pieces, tables)


class _Table:
    """The rows of a table that is being read."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []

    def add(self, text: str) -> None:
        if not self.rows:
            self.rows.append([])
        row = self.rows[-1]
        if not row:
            row.append("")
        row[-1] = f"{row[-1]} {text}" if row[-1] else text


def _put(pieces: list[str], text: str | None) -> None:
    if text:
        pieces.append(text)


def _cut(pieces: list[str], tables: list[_Table]) -> Iterator[str]:
    text = blocks.collapse_lines("".join(pieces), _LINE_END)
    pieces.clear()
    if not text:
        return
    if tables:
        tables[-1].add(text)
    else:
        yield text


def _open(name: str, tables: list[_Table]) -> None:
    if name == "table":
        tables.append(_Table())
    elif tables and name in _ROWS:
        tables[-1].rows.append([])
    elif tables and name in _CELLS:
        if not tables[-1].rows:
            tables[-1].rows.append([])
        tables[-1].rows[-1].append("")


def _close(name: str, tables: list[_Table]) -> Iterator[str]:
    if name != "table" or not tables:
        return
    rows = tables.pop().rows
    layout = all(len(row) <= 1 for row in rows)
    # A table of one column holds no data; its cells are paragraphs.
    finished = blocks.join(cell for row in rows for cell in row) if layout else blocks.table(rows)
    if not finished:
        return
    if tables:
        tables[-1].add(finished)
    else:
        yield finished
