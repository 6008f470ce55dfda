"""Web pages: the main text as trafilatura finds it, and a warning for whatever may have been lost."""

import logging
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from urllib.parse import urlsplit

import lxml.html
from lxml import etree
from trafilatura import bare_extraction

from annotations.extract.assembly import document
from annotations.extract.dates import moment
from annotations.extract.html_metadata import page_metadata
from annotations.extract.html_shape import measure
from annotations.extract.html_text import main_text, page_text, visible_characters
from annotations.extract.limits import Limits
from annotations.extract.metadata import Metadata, clean
from annotations.extract.text import decode, normalise
from annotations.extract.types import Document, ExtractionFailed, ExtractionWarning

# Trafilatura reports whatever it discards; what became of a page is told in the document's warnings.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(r"^\s*<\?xml[^>]*\?>")
_META_WITHIN = 4096
_FIXED_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WITHOUT_CONTROLS = {**dict.fromkeys((*range(0x09), 0x0B, *range(0x0E, 0x20), 0xFFFE, 0xFFFF)), 0x0C: ord(" ")}
_STAND_INS = 0xF8E0  # private use, so no letter, digit or space
_LOST_SHARE = 0.05
_LITTLE_SHARE = 0.15
_LITTLE_FROM = 2_000


_NOT_FOUND = ExtractionWarning(
    "main_text_not_found", "The article could not be told from the rest of the page; all its text was kept."
)
# What a library raises on a page that surprises it. The page's visible text is kept then.
_SURPRISES = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, etree.LxmlError)


def read_html(body: bytes, *, charset: str, source_url: str, limits: Limits) -> Document:
    """Give the article in a page. Raises ExtractionFailed; never touches the network, whatever the page names."""
    decoded, warning = decode(body, charset or _declared_charset(body))
    warnings = [warning] if warning else []
    source = normalise(decoded)
    shape = measure(source.text, limits)
    root = _parse(source.text)
    everything = page_text(root)
    seen = visible_characters(everything)
    if seen < shape.visible * (1 - _LOST_SHARE):
        warnings.append(_lost(shape.visible - seen, shape.visible))
    metadata = page_metadata(root)
    main, found = _main(root)
    if not main or _is_whole_page_run_together(main, everything):
        main = everything
        warnings.append(_NOT_FOUND)
    elif seen >= _LITTLE_FROM and visible_characters(main) < seen * _LITTLE_SHARE:
        warnings.append(_little(visible_characters(main), seen))
    metadata = metadata.filled_from(found).filled_from(Metadata(source_name=_host(source_url)))
    return document(main, metadata, limits=limits, source_url=source_url, warnings=warnings, replaced=source.replaced)


def visible_text(body: bytes, *, charset: str, limits: Limits) -> str:
    """Give everything a reader of the page would see, menus and notes included, cut at the longest text we keep."""
    decoded, _warning = decode(body, charset or _declared_charset(body))
    source = normalise(decoded).text
    measure(source, limits)
    return normalise(page_text(_parse(source))).text[: limits.text_characters]


def fragment_text(fragment: str, limits: Limits) -> str:
    """Give the visible words of a piece of HTML inside another text; "" for one without any."""
    measure(fragment, limits)
    root = _parse_or_none(f"<html><body>{fragment}</body></html>")
    return "" if root is None else page_text(root)


def _parse(page: str) -> etree._Element:
    root = _parse_or_none(page)
    if root is None:
        raise ExtractionFailed("empty_text", "There is no text on this page.", "Paste the text of the article instead.")
    return root


def _parse_or_none(page: str) -> etree._Element | None:
    # lxml refuses text that declares an encoding, so it gets bytes whose encoding is told beside them.
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, huge_tree=False)
    raw = _XML_ENCODING.sub("", page).encode("utf-8")
    try:
        root = lxml.html.document_fromstring(raw, parser=parser, ensure_head_body=True)
    except etree.ParserError:
        return None
    except (etree.XMLSyntaxError, AssertionError) as error:
        raise ExtractionFailed("damaged_file", "This page cannot be read.", "Paste its text instead.") from error
    # lxml reads control characters but does not let anybody write them, not even the text they stand in.
    if any(_CONTROLS.search(piece) for piece in _pieces(root)):
        _translate(root, _WITHOUT_CONTROLS)
    return root


def _main(root: etree._Element) -> tuple[str, Metadata]:
    """Ask trafilatura for the main text. It gets a copy, because it takes the tree apart."""
    tree = deepcopy(root)
    restore = _hide_fixed_spaces(tree)
    try:
        found = bare_extraction(
            tree,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
        )
    except _SURPRISES:
        return "", Metadata()
    if found is None or isinstance(found, dict):
        return "", Metadata()
    text = main_text(found.body) if found.body is not None else (found.text or "")
    return text.translate(restore), Metadata(
        title=clean((found.title or "").translate(restore)),
        byline=clean((found.author or "").translate(restore).replace("; ", ", ")),
        published_at=moment(found.date),
        source_name=clean((found.sitename or "").translate(restore)),
    )


def _pieces(tree: etree._Element) -> Iterator[str]:
    return (piece for element in tree.iter() for piece in (element.text, element.tail) if piece)


def _translate(tree: etree._Element, table: Mapping[int, int | str | None]) -> None:
    for element in tree.iter():
        if element.text:
            element.text = element.text.translate(table)
        if element.tail:
            element.tail = element.tail.translate(table)


def _hide_fixed_spaces(tree: etree._Element) -> dict[int, int]:
    """Put stand-ins where the tree has fixed spaces, and give the table that brings the spaces back.

    Trafilatura turns NBSP and its kin into plain spaces; a browser does not, and neither do we. A page that
    uses one of the stand-ins itself is left alone.
    """
    pieces = list(_pieces(tree))
    used = {ord(space) for space in _FIXED_SPACES if any(space in piece for piece in pieces)}
    hide = {space: _STAND_INS + number for number, space in enumerate(sorted(used))}
    if not hide or any(chr(stand_in) in piece for stand_in in hide.values() for piece in pieces):
        return {}
    _translate(tree, hide)
    return {stand_in: space for space, stand_in in hide.items()}


def _is_whole_page_run_together(main: str, everything: str) -> bool:
    """Whether trafilatura gave up and returned all the page's words as one paragraph."""
    return "\n" not in main and "\n" in everything and "".join(main.split()) == "".join(everything.split())


def _declared_charset(body: bytes) -> str:
    match = _META_CHARSET.search(body[:_META_WITHIN])
    return match[1].decode("ascii") if match else ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _lost(lost: int, whole: int) -> ExtractionWarning:
    return ExtractionWarning(
        "text_lost", f"{lost / whole:.0%} of the visible characters of the page were lost while reading it."
    )


def _little(kept: int, whole: int) -> ExtractionWarning:
    return ExtractionWarning(
        "little_of_page",
        f"The article is only {kept / whole:.0%} of the text on the page; check that nothing is missing.",
    )
