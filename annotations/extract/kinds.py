"""Which kind of document some bytes are: by content first, then by name, then by what the sender said."""

import re
from enum import StrEnum

from annotations.extract.limits import MEBIBYTE, Limits
from annotations.extract.magic import magic_name, refuse_magic
from annotations.extract.types import ExtractionFailed, ExtractionWarning

SUPPORTED = "plain text (.txt), Markdown (.md), HTML (.html), Word (.docx) and PDF (.pdf)"


class Kind(StrEnum):
    """The kinds of document that can be read."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    WORD = "word"
    PDF = "pdf"


NAMES = {
    Kind.TEXT: "plain text",
    Kind.MARKDOWN: "Markdown",
    Kind.HTML: "a web page",
    Kind.WORD: "a Word document",
    Kind.PDF: "a PDF",
}

_EXTENSIONS = {
    "txt": Kind.TEXT,
    "text": Kind.TEXT,
    "md": Kind.MARKDOWN,
    "markdown": Kind.MARKDOWN,
    "html": Kind.HTML,
    "htm": Kind.HTML,
    "xhtml": Kind.HTML,
    "docx": Kind.WORD,
    "pdf": Kind.PDF,
}
_MEDIA_TYPES = {
    "text/plain": Kind.TEXT,
    "text/markdown": Kind.MARKDOWN,
    "text/x-markdown": Kind.MARKDOWN,
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Kind.WORD,
    "application/pdf": Kind.PDF,
    "application/x-pdf": Kind.PDF,
}
_SAYS_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/x-download"})
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,10})$")
_HTML_START = re.compile(rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_PDF_HEADER_WITHIN = 1024


def check_size(body: bytes, limits: Limits) -> None:
    """Raise ExtractionFailed `file_too_large` if `body` has more bytes than `limits` allow."""
    if len(body) > limits.body_bytes:
        raise ExtractionFailed(
            "file_too_large",
            f"The file has {len(body) / MEBIBYTE:,.1f} MB; at most {limits.body_bytes / MEBIBYTE:,.0f} MB can be read.",
            "Paste the text of the article instead.",
        )


def kind_of(body: bytes, filename: str = "", media_type: str = "") -> tuple[Kind, ExtractionWarning | None]:
    """Give the kind of `body`, and a warning when its name says otherwise.

    Raises ExtractionFailed `unsupported_type` for what cannot be read and `damaged_file` for what is not what
    its name promises. Linear in the length for a ZIP archive, else the first kilobyte.
    """
    named = _named(filename, media_type)
    found = _by_content(body, named)
    if found is not None:
        return found, _mismatch(found, named)
    magic = magic_name(body)
    if named in (Kind.TEXT, Kind.MARKDOWN, Kind.HTML):
        refuse_magic(body)
    elif magic:
        raise unsupported(f"This is {magic}.", _hint(magic))
    if named is None:
        _refuse_by_name(filename, media_type)
    if named in (Kind.WORD, Kind.PDF):
        raise ExtractionFailed(
            "damaged_file",
            f"By its name this is {NAMES[named]}, but its content is not.",
            "It may be damaged, or have been renamed. Open it in its own program and save it again.",
        )
    return named or Kind.TEXT, None


def unsupported(message: str, hint: str = "") -> ExtractionFailed:
    """The failure that names what can be read."""
    return ExtractionFailed("unsupported_type", f"{message} What can be read: {SUPPORTED}.", hint)


def declared_kind(media_type: str) -> Kind | None:
    """The kind a Content-Type names, or None."""
    return _MEDIA_TYPES.get(media_type.partition(";")[0].strip().lower())


def says_nothing(media_type: str) -> bool:
    """Whether a Content-Type leaves the kind open."""
    return media_type.partition(";")[0].strip().lower() in _SAYS_NOTHING


def _named(filename: str, media_type: str) -> Kind | None:
    return _EXTENSIONS.get(_extension(filename)) or declared_kind(media_type)


def _extension(filename: str) -> str:
    match = _EXTENSION.search(filename)
    return match[1].lower() if match and not match[1].isdigit() else ""


def _refuse_by_name(filename: str, media_type: str) -> None:
    extension = _extension(filename)
    if extension:
        raise unsupported(f"Files ending in .{extension} cannot be read.")
    if not says_nothing(media_type):
        raise unsupported(f"Documents of the type {media_type.partition(';')[0].strip()[:80]} cannot be read.")


def _by_content(body: bytes, named: Kind | None) -> Kind | None:
    if body.startswith(b"PK\x03\x04") and (named is Kind.WORD or (b"[Content_Types].xml" in body and b"word/" in body)):
        return Kind.WORD
    head = body[:_PDF_HEADER_WITHIN]
    if head.lstrip().startswith(b"%PDF-") or (named is Kind.PDF and b"%PDF-" in head):
        return Kind.PDF
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"")[2:]
    if _HTML_START.match(head.removeprefix(b"\xef\xbb\xbf")):
        return Kind.HTML
    return None


def _mismatch(found: Kind, named: Kind | None) -> ExtractionWarning | None:
    if named is None or named is found:
        return None
    return ExtractionWarning("type_by_content", f"By its name this is {NAMES[named]}; it was read as {NAMES[found]}.")


def _hint(magic: str) -> str:
    if "Office" in magic:
        return "Open it in a word processor, remove any password and save it as .docx."
    return "Save it as one of these and try again."
