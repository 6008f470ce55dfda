"""PDF files: the text they hold. Pictures of pages hold none."""

import logging
import re
from io import BytesIO

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError
from pypdf.generic import PdfObject

from annotations.extract import blocks
from annotations.extract.assembly import document
from annotations.extract.dates import moment
from annotations.extract.limits import Limits
from annotations.extract.metadata import Metadata, clean, language_code
from annotations.extract.pdf_lines import Line, paragraphs
from annotations.extract.text import is_empty
from annotations.extract.types import Document, ExtractionFailed, ExtractionWarning
from annotations.extract.word import DATE_FROM_FILE

# pypdf reports every flaw it works around; a warning a page would fill the worker's log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_PROGRAM_TITLE = re.compile(
    r"(?:Microsoft \w+ - |untitled\b|document\d*$|.*\.(?:docx?|indd|pdf|qxd|pages|odt|tex)$)", re.I
)
_INLINE_IMAGE = re.compile(rb"\bBI\s.{0,500}?\bID\s", re.DOTALL)
_INLINE_WITHIN = 10_000
# What pypdf raises on a file that is not what it says, beside its own errors.
_SURPRISES = (
    PyPdfError, ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError,
    RecursionError, TypeError, ValueError, OSError,
)  # fmt: skip


def read_pdf(body: bytes, *, charset: str, source_url: str, limits: Limits) -> Document:
    """Give the text of a PDF in paragraphs. `charset` means nothing here.

    Raises ExtractionFailed: `encrypted_pdf`, `scanned_pdf`, `damaged_file`, `zip_bomb` (a stream that unpacks
    without end), `text_too_long` (as soon as the pages read so far have too much), `empty_text`.
    """
    try:
        reader = _opened(body, limits)
        pages, pictures = _pages(reader, limits)
        metadata = _metadata(reader)
    except LimitReachedError as error:
        raise ExtractionFailed(
            "zip_bomb", "This PDF is packed suspiciously: a part of it unpacks without end.", "Paste its text instead."
        ) from error
    except _SURPRISES as error:
        raise _damaged() from error
    raw = blocks.join(paragraphs(pages))
    if is_empty(raw) and pictures:
        raise ExtractionFailed(
            "scanned_pdf",
            "This PDF has pictures of pages and no text.",
            "Run it through text recognition (OCR) first, or paste the text.",
        )
    warnings = [DATE_FROM_FILE] if metadata.published_at else []
    if pictures:
        warnings.append(_some_pictures(pictures, len(pages)))
    return document(raw, metadata, limits=limits, source_url=source_url, warnings=warnings)


def _opened(body: bytes, limits: Limits) -> PdfReader:
    reader = PdfReader(BytesIO(body), strict=False)
    if reader.is_encrypted and not _opens_without_password(reader):
        raise ExtractionFailed(
            "encrypted_pdf",
            "This PDF is protected by a password.",
            "Open it with its password, save it without, and try again.",
        )
    if len(reader.pages) > limits.pdf_pages:
        raise ExtractionFailed(
            "text_too_long",
            f"The PDF has {len(reader.pages):,} pages; at most {limits.pdf_pages:,} can be read.",
            "Split it into several files.",
        )
    return reader


def _opens_without_password(reader: PdfReader) -> bool:
    try:
        return bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError):
        return False  # a cipher this installation cannot undo


def _pages(reader: PdfReader, limits: Limits) -> tuple[list[list[Line]], int]:
    """Give the lines of every page, and how many pages have a picture but no text."""
    pages: list[list[Line]] = []
    pictures = characters = 0
    for page in reader.pages:
        lines = _lines(page)
        characters += sum(len(line.words) for line in lines)
        if characters > limits.text_characters:
            raise ExtractionFailed(
                "text_too_long",
                f"The PDF has more than {limits.text_characters:,} characters.",
                "Split it into several files.",
            )
        pictures += not lines and _has_picture(page)
        pages.append(lines)
    return pages, pictures


def _lines(page: PageObject) -> list[Line]:
    lines: list[Line] = []
    pieces: list[str] = []
    place: list[tuple[float, float, float]] = []

    def finish() -> None:
        words = " ".join("".join(pieces).split(" ")).strip()
        if words and place:
            x, y, size = place[0]
            lines.append(Line(words=words, x=x, y=y, size=size))
        pieces.clear()
        place.clear()

    def visit(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        for index, part in enumerate(text.split("\n")):
            if index:
                finish()
            if part.strip() and not place:
                x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
                y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                place.append((x, y, abs(size * tm[3] * cm[3])))
            pieces.append(part)

    page.extract_text(visitor_text=visit)
    finish()
    return lines


def _has_picture(page: PageObject) -> bool:
    resources = _dictionary(page.get("/Resources"))
    objects = _dictionary(resources.get("/XObject"))
    if any(_dictionary(item).get("/Subtype") in ("/Image", "/Form") for item in objects.values()):
        return True
    content = page.get_contents()
    return content is not None and _INLINE_IMAGE.search(content.get_data()[:_INLINE_WITHIN]) is not None


def _dictionary(value: object) -> dict[str, object]:
    found = value.get_object() if isinstance(value, PdfObject) else value
    return dict(found) if isinstance(found, dict) else {}


def _metadata(reader: PdfReader) -> Metadata:
    about = reader.metadata
    language = language_code(_dictionary(reader.trailer.get("/Root")).get("/Lang"))
    if about is None:
        return Metadata(language=language)
    try:
        made = moment(about.creation_date)
    except (ValueError, TypeError):
        made = None
    title = clean(about.title)
    return Metadata(
        title="" if _PROGRAM_TITLE.match(title) else title,
        byline=clean(about.author),
        published_at=made,
        language=language,
    )


def _damaged() -> ExtractionFailed:
    return ExtractionFailed(
        "damaged_file", "This PDF is damaged and cannot be opened.", "Open it in a PDF reader and save it again."
    )


def _some_pictures(pictures: int, pages: int) -> ExtractionWarning:
    return ExtractionWarning("pages_without_text", f"{pictures} of {pages} pages are pictures without text.")
