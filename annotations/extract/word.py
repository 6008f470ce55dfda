"""Word documents: paragraphs, headings, list items and tables in reading order."""

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from lxml import etree

from annotations.extract import blocks
from annotations.extract.assembly import document
from annotations.extract.dates import moment
from annotations.extract.kinds import unsupported
from annotations.extract.limits import Limits
from annotations.extract.metadata import Metadata, clean, language_code
from annotations.extract.types import Document, ExtractionWarning
from annotations.extract.zip_guard import check_archive, damaged

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MAIN_TYPE = b"wordprocessingml.document.main+xml"
_MACRO_TYPE = b"ms-word.document.macroEnabled.main+xml"
# What the template of python-docx says of itself, which is not what the author of a document says.
_TEMPLATE_AUTHOR = "python-docx"
_TEMPLATE_TITLE = "Word Document"
_TEMPLATE_MADE = datetime(2013, 12, 23, 23, 15, tzinfo=UTC)
_TITLE_WITHIN = 10
# Deleted words are in w:delText, moved-away words under w:moveFrom; both are no longer in the document.
_SKIPPED = frozenset((f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}pPr", f"{_W}rPr", _FALLBACK))
_MARKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
# What python-docx raises on parts that do not fit together.
_SURPRISES = (OpcError, AttributeError, LookupError, TypeError, ValueError, etree.LxmlError)
_NOTES = (f"{_W}footnoteReference", f"{_W}endnoteReference")


def read_word(body: bytes, *, charset: str, source_url: str, limits: Limits) -> Document:
    """Give the words of a .docx; tracked insertions are taken, deletions are not. `charset` means nothing here."""
    check_archive(body, limits)
    _refuse_other_office(body)
    try:
        package = docx.Document(BytesIO(body))
        root = package.element.body
        metadata, by_file = _metadata(package)
    except _SURPRISES as error:
        raise damaged() from error
    warnings = [by_file] if by_file else []
    if any(next(root.iter(note), None) is not None for note in _NOTES):
        warnings.append(ExtractionWarning("footnotes_left_out", "The document has footnotes; they were left out."))
    return document(blocks.join(_blocks(root)), metadata, limits=limits, source_url=source_url, warnings=warnings)


def _refuse_other_office(body: bytes) -> None:
    with zipfile.ZipFile(BytesIO(body)) as archive:
        try:
            types = archive.read("[Content_Types].xml")
        except KeyError:
            raise unsupported("This is a ZIP archive, not a Word document.") from None
    if _MACRO_TYPE in types:
        raise unsupported("This is a Word document with macros.", "Save it as .docx without macros.")
    if _MAIN_TYPE not in types:
        raise unsupported("This is an Office file, but not a Word document (.docx).")


def _metadata(package: WordDocument) -> tuple[Metadata, ExtractionWarning | None]:
    core = package.core_properties
    author, title, made = clean(core.author), clean(core.title), moment(core.created)
    made = None if made == _TEMPLATE_MADE else made
    metadata = Metadata(
        title=_title_paragraph(package) if title in ("", _TEMPLATE_TITLE) else title,
        byline="" if author == _TEMPLATE_AUTHOR else author,
        published_at=made,
        language=language_code(core.language),
    )
    return metadata, DATE_FROM_FILE if made else None


def _title_paragraph(package: WordDocument) -> str:
    """The paragraph in the style named Title, if one is near the start; the style's id differs by language."""
    ids = {style.style_id for style in package.styles if style.name == "Title"}
    for paragraph in islice(package.element.body.iter(f"{_W}p"), _TITLE_WITHIN):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if style is not None and style.get(f"{_W}val") in ids:
            return clean(_paragraph(paragraph))
    return ""


DATE_FROM_FILE = ExtractionWarning(
    "date_from_file", "The date is when the file was made, which may not be when the article was published."
)


def _blocks(parent: etree._Element) -> Iterator[str]:
    """The blocks under a body, a cell or a text box; content controls and tracked insertions are looked into."""
    for child in parent:
        if child.tag == f"{_W}p":
            yield _paragraph(child).strip(" \n")
            for box in child.iter(f"{_W}txbxContent"):
                # A box inside a box belongs to the paragraph there.
                if next(box.iterancestors(f"{_W}p", _FALLBACK), None) is child:
                    yield from _blocks(box)
        elif child.tag == f"{_W}tbl":
            yield blocks.table(_rows(child))
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _blocks(child)


def _rows(table: etree._Element) -> Iterator[list[str]]:
    for row in _within(table, f"{_W}tr"):
        yield [" ".join(block for block in _blocks(cell) if block) for cell in _within(row, f"{_W}tc")]


def _within(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children of one tag, also inside content controls, but not inside a table within."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in (f"{_W}tbl", f"{_W}p") and child.tag not in _SKIPPED:
            yield from _within(child, tag)


def _paragraph(element: etree._Element) -> str:
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=("start",))
    for _event, part in walk:
        if part.tag in _SKIPPED or part.tag == f"{_W}txbxContent":
            walk.skip_subtree()
        elif part.tag == f"{_W}t":
            pieces.append(part.text or "")
        elif part.tag in _MARKS:
            pieces.append(_MARKS[part.tag])
    return "".join(pieces)
