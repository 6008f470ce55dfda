"""What comes out of a file, a page or a pasted text, and what can go wrong on the way."""

from dataclasses import dataclass, field
from datetime import datetime

FAILURE_CODES = frozenset(
    (
        "binary_not_text",
        "damaged_file",
        "decoding_failed",
        "empty_text",
        "encrypted_pdf",
        "file_too_large",
        "nested_too_deep",
        "reader_unavailable",
        "scanned_pdf",
        "text_too_long",
        "too_much_memory",
        "too_slow",
        "unsupported_type",
        "url_answered_error",
        "url_invalid",
        "url_not_allowed",
        "url_not_text",
        "url_redirects_too_often",
        "url_too_large",
        "url_too_slow",
        "url_unreachable",
        "zip_bomb",
    )
)
WARNING_CODES = frozenset(
    (
        "characters_replaced",
        "charset_guessed",
        "date_from_file",
        "footnotes_left_out",
        "little_of_page",
        "main_text_not_found",
        "pages_without_text",
        "text_lost",
        "type_by_content",
    )
)


class ExtractionFailed(Exception):
    """The bytes cannot become an article. `code` is one of FAILURE_CODES; `message` and `hint` are for people;
    `status` is what a web server answered, 0 where none did."""

    def __init__(self, code: str, message: str, hint: str = "", *, status: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.status = status


@dataclass(frozen=True, slots=True)
class ExtractionWarning:
    """Something a person should know about the extraction, although it succeeded; `code` is one of WARNING_CODES."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Document:
    """Text as it will be stored (LF newlines, no NUL, no lone surrogate) and what the document says about itself.

    `whole` is all that a web page shows, menus and notes included, where that was asked for; else "".
    """

    text: str
    title: str = ""
    byline: str = ""
    published_at: datetime | None = None  # UTC
    source_name: str = ""
    source_url: str = ""
    language: str = ""  # as declared by the document, ISO 639-1, or ""
    warnings: tuple[ExtractionWarning, ...] = field(default=())
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer as received: body at most the limit, the address after redirects, headers lower-cased."""

    url: str
    status: int
    media_type: str
    charset: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a source is not all that it should be: a stable code, what is wrong, what to do."""

    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Look:
    """A source as it was found: its bytes, how they came, and what can be read in them. `whole` is all that a web
    page showed where that is more than `text`; `problem` says why the bytes are not what people see, or cannot be
    read."""

    body: bytes
    text: str = ""
    whole: str = ""
    title: str = ""
    final_url: str = ""
    http_status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = ""
    problem: Problem | None = None
