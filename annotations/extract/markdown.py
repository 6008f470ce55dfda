"""Markdown: what it says, without its marks."""

import re
from collections.abc import Iterator
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from annotations.extract import blocks
from annotations.extract.assembly import document
from annotations.extract.dates import moment
from annotations.extract.html_page import fragment_text
from annotations.extract.limits import Limits
from annotations.extract.metadata import Metadata, clean, language_code
from annotations.extract.text import decode, normalise
from annotations.extract.types import Document, ExtractionFailed

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_FRONT_MATTER_CHARACTERS = 20_000
_ENTRY = re.compile(r"^([A-Za-z][\w-]*):[ \t]*(.*)$")
_ITEM = re.compile(r"^[ \t]*-[ \t]+(.+)$")
# The parser calls itself for quotes, lists and brackets within each other, and drops what is deeper than this.
# Python stops at about a thousand calls, so the depth is a fixed number and the text is refused instead.
_DEPTH = 60
_OPENERS = re.compile(r"^(?:[ \t]*(?:>|[-+*]|\d{1,9}[.)])(?=[ \t>]|$)[ \t]?)+", re.MULTILINE)
_OPENER = re.compile(r">|[-+*]|\d{1,9}[.)]")
_INLINE_TEXT = frozenset(("text", "code_inline", "image", "text_special"))


def read_markdown(body: bytes, *, charset: str, source_url: str, limits: Limits) -> Document:
    """Give the words of a Markdown text; front matter and the first heading tell its title, author and date."""
    decoded, warning = decode(body, charset)
    source = normalise(decoded)
    entries, content = _front_matter(source.text)
    tokens = _tokens(content, limits)
    metadata = _metadata(entries, tokens)
    return document(
        blocks.join(_blocks(tokens, limits)),
        metadata,
        limits=limits,
        source_url=source_url,
        warnings=[warning],
        replaced=source.replaced,
    )


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """Split `key: value` lines between two --- lines from the rest. A list becomes its items joined by commas."""
    match = _FRONT_MATTER.match(text, 0, _FRONT_MATTER_CHARACTERS) if text.startswith("---") else None
    if match is None:
        return {}, text
    entries: dict[str, str] = {}
    key = ""
    for line in match[1].splitlines():
        if (entry := _ENTRY.match(line)) is not None:
            key = entry[1].lower()
            entries[key] = _unquoted(entry[2])
        elif (item := _ITEM.match(line)) is not None and key:
            entries[key] = ", ".join(filter(None, (entries[key], _unquoted(item[1]))))
    return entries, text[match.end() :]


def _unquoted(value: str) -> str:
    value = value.strip()
    if value.startswith("[") and value.endswith("]"):
        return ", ".join(_unquoted(part) for part in value[1:-1].split(","))
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value.partition(" #")[0].strip()


def _metadata(entries: dict[str, str], tokens: list[Token]) -> Metadata:
    def first(*keys: str) -> str:
        return next((entries[key] for key in keys if entries.get(key)), "")

    return Metadata(
        title=clean(first("title")) or _first_heading(tokens),
        byline=clean(first("author", "authors", "byline")),
        published_at=moment(first("date", "published", "published_at", "pubdate")),
        source_name=clean(first("source", "publisher", "publication", "site")),
        language=language_code(first("lang", "language")),
    )


def _first_heading(tokens: list[Token]) -> str:
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.tag == "h1":
            return clean(_inline_text(inline))
    return ""


def _tokens(text: str, limits: Limits) -> list[Token]:
    depth = min(_DEPTH, limits.html_depth)
    if any(len(_OPENER.findall(run[0])) > depth // 2 for run in _OPENERS.finditer(text)):
        raise _too_deep(depth // 2)
    parser = MarkdownIt("commonmark", {"maxNesting": depth}).enable(["table", "strikethrough"])
    tokens = parser.parse(text)
    if any(token.level >= depth - 1 for token in tokens):
        raise _too_deep(depth // 2)
    return tokens


def _too_deep(depth: int) -> ExtractionFailed:
    return ExtractionFailed(
        "nested_too_deep",
        f"The text nests quotes or lists more than {depth} deep.",
        "Paste the text of the article instead.",
    )


def _blocks(tokens: list[Token], limits: Limits) -> Iterator[str]:
    rows: list[list[str]] | None = None
    for token in tokens:
        if token.type == "table_open":
            rows = []
        elif token.type == "table_close":
            yield blocks.table(rows or [])
            rows = None
        elif token.type == "tr_open" and rows is not None:
            rows.append([])
        elif token.type == "inline" and rows is not None:
            rows[-1].append(_inline_text(token))
        elif token.type == "inline":
            yield _inline_text(token).strip()
        elif token.type in ("fence", "code_block"):
            yield token.content.rstrip("\n")
        elif token.type == "html_block":
            yield fragment_text(token.content, limits)


def _inline_text(token: Token) -> str:
    pieces = []
    for child in token.children or ():
        if child.type in _INLINE_TEXT:
            pieces.append(child.content)
        elif child.type == "hardbreak":
            pieces.append("\n")
        elif child.type == "softbreak":
            pieces.append(" ")
    return "".join(pieces)
