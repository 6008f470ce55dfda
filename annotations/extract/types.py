"""What comes out of a file, a page or a pasted text, and what can go wrong on the way."""

from dataclasses import dataclass, field
from datetime import datetime


class ExtractionFailed(Exception):
    """The bytes cannot become an article. `code` is stable; `message` and `hint` are for people."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class ExtractionWarning:
    """Something a person should know about the extraction, although it succeeded."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Document:
    """Text as it will be stored (LF newlines, no NUL, no lone surrogate) and what the document says about itself."""

    text: str
    title: str = ""
    byline: str = ""
    published_at: datetime | None = None  # UTC
    source_name: str = ""
    source_url: str = ""
    language: str = ""  # as declared by the document, ISO 639-1, or ""
    warnings: tuple[ExtractionWarning, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer as received: body at most the limit, the address after redirects, headers lower-cased."""

    url: str
    status: int
    media_type: str
    charset: str
    headers: dict[str, str]
    body: bytes
