"""Bytes in, a document out: the one door to every kind that can be read."""

from dataclasses import replace

from annotations.extract.html_page import read_html, visible_text
from annotations.extract.kinds import Kind, check_size, kind_of
from annotations.extract.limits import DEFAULT_LIMITS, Limits
from annotations.extract.markdown import read_markdown
from annotations.extract.pdf import read_pdf
from annotations.extract.plain import read_plain
from annotations.extract.types import Document, ExtractionFailed
from annotations.extract.word import read_word

_READERS = {
    Kind.TEXT: read_plain,
    Kind.MARKDOWN: read_markdown,
    Kind.HTML: read_html,
    Kind.WORD: read_word,
    Kind.PDF: read_pdf,
}


def extract(
    body: bytes,
    *,
    filename: str = "",
    media_type: str = "",
    charset: str = "",
    source_url: str = "",
    whole: bool = False,
    limits: Limits = DEFAULT_LIMITS,
) -> Document:
    """Give the text of a document and what it says about itself, its kind told by content, then name, then type.

    With `whole`, a web page also comes with everything it shows, which takes the time of reading it once more.
    Paragraphs, headings and list items are apart by a blank line; tables are lines with TAB between cells.
    Raises ExtractionFailed for whatever cannot be read. Reads nothing but `body`. May take long and much memory
    on hostile bytes: a site calls `sandbox.extract_in_child`.
    """
    check_size(body, limits)
    if not body.strip(b"\x00 \t\r\n"):
        raise ExtractionFailed("empty_text", "The file is empty.", "Check that the right file was chosen.")
    kind, mismatch = kind_of(body, filename, media_type)
    document = _READERS[kind](body, charset=charset, source_url=source_url, limits=limits)
    if whole and kind is Kind.HTML:
        document = replace(document, whole=visible_text(body, charset=charset, limits=limits))
    return document if mismatch is None else replace(document, warnings=(mismatch, *document.warnings))
