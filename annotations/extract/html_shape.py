"""The shape of a page, found by one cheap pass over its characters before any parser sees them.

Parsers of HTML are slow or lossy on hostile shapes: thousands of nested elements take quadratic time in some and
are dropped without a word in others. So depth, tags and attributes are counted first, and the visible
characters with them, so that what a parser loses afterwards can be noticed.
"""

import re
from dataclasses import dataclass
from html import unescape

from annotations.extract.html_elements import HEAD_CONTENT, IMPLIED_END, INLINE, RAW, RAW_SEEN, UNSEEN, VOID
from annotations.extract.limits import Limits
from annotations.extract.types import ExtractionFailed

_MARKUP = re.compile(r"<(?:!--|[!?]|(/?)([A-Za-z][^\s/>]*+))")
_ATTRIBUTE = re.compile(r"[\s/]*+[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+")
_SPACE = re.compile(r"\s+")

_CELLS = frozenset(("td", "th"))


@dataclass(frozen=True, slots=True)
class Shape:
    """What the pass counted. `visible` is the number of characters a reader would see, white space left out."""

    tags: int
    depth: int
    visible: int


class _OpenElements:
    """The elements open at one point, ended as a browser would end them."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._counts: dict[str, int] = {}
        self.unseen = 0

    def __len__(self) -> int:
        return len(self._names)

    def start(self, name: str) -> None:
        if self._counts.get("head") and name not in HEAD_CONTENT:
            self.end("head")
        if name not in INLINE and self._counts.get("p"):
            self._end_paragraph()
        if name in IMPLIED_END:
            self._end_sibling(name)
        self._names.append(name)
        self._counts[name] = self._counts.get(name, 0) + 1
        self.unseen += name in UNSEEN

    def end(self, name: str) -> None:
        if not self._counts.get(name):
            return
        while self._pop() != name:
            pass

    def _pop(self) -> str:
        name = self._names.pop()
        self._counts[name] -= 1
        self.unseen -= name in UNSEEN
        return name

    def _end_paragraph(self) -> None:
        for name in reversed(self._names):
            if name == "p":
                self.end("p")
                return
            if name not in INLINE:
                return

    def _end_sibling(self, name: str) -> None:
        siblings = _CELLS if name in _CELLS else {name}
        for open_name in reversed(self._names):
            if open_name in siblings:
                self.end(open_name)
                return
            if open_name in IMPLIED_END[name]:
                return


def measure(page: str, limits: Limits) -> Shape:
    """Count the tags, the deepest nesting and the visible characters of `page`.

    Raises ExtractionFailed `nested_too_deep` as soon as a limit is passed. Linear in the length: 10 MB take
    a second or two.
    """
    open_elements = _OpenElements()
    position = tags = depth = visible = 0
    while (markup := _MARKUP.search(page, position)) is not None:
        if not open_elements.unseen:
            visible += _visible(page[position : markup.start()])
        name = (markup[2] or "").lower()
        if not name:
            position = _after_declaration(page, markup)
            continue
        tags += 1
        if tags > limits.html_tags:
            raise _too_deep(f"The page has more than {limits.html_tags:,} tags.")
        position = _after_attributes(page, markup.end(), limits)
        if markup[1]:
            open_elements.end(name)
        elif name in RAW:
            end = _raw_end(page, name, position)
            if name in RAW_SEEN and not open_elements.unseen:
                visible += _visible(page[position:end])
            position = end
        elif name not in VOID:
            open_elements.start(name)
            depth = max(depth, len(open_elements))
            if depth > limits.html_depth:
                raise _too_deep(f"The page nests elements more than {limits.html_depth} deep.")
    visible += _visible(page[position:])
    return Shape(tags=tags, depth=depth, visible=visible)


def _visible(text: str) -> int:
    return len(_SPACE.sub("", unescape(text)))


def _after_declaration(page: str, markup: re.Match[str]) -> int:
    closing = "-->" if markup[0] == "<!--" else ">"
    end = page.find(closing, markup.end())
    return len(page) if end < 0 else end + len(closing)


def _after_attributes(page: str, position: int, limits: Limits) -> int:
    count = 0
    while (attribute := _ATTRIBUTE.match(page, position)) is not None:
        count += 1
        if count > limits.attributes_per_tag:
            raise _too_deep(f"A tag of the page has more than {limits.attributes_per_tag} attributes.")
        position = attribute.end()
    end = page.find(">", position)
    return len(page) if end < 0 else end + 1


def _raw_end(page: str, name: str, position: int) -> int:
    end = re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE).search(page, position)
    return len(page) if end is None else end.start()


def _too_deep(message: str) -> ExtractionFailed:
    return ExtractionFailed("nested_too_deep", message, "Paste the text of the article instead.")
