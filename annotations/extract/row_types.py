"""What comes out of a file of rows: articles to import, and refusals."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from annotations.extract.limits import MEBIBYTE

LONGEST_ROW = 16 * MEBIBYTE  # bytes as they stand in the file
SOURCES = ("text", "html", "url")
FIELDS = (
    *SOURCES,
    "title",
    "byline",
    "source_name",
    "source_url",
    "published_at",
    "language",
    "external_id",
    "metadata",
)


class RowFormat(StrEnum):
    """How the rows are written."""

    NDJSON = "ndjson"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article: exactly one of `text`, `html` and `url` is given. `number` is the line of an NDJSON file, or the row
    of a CSV file as a spreadsheet counts it (the heading is row 1). Lengths and addresses are not checked yet."""

    number: int
    text: str | None = None
    html: str | None = None
    url: str | None = None
    title: str = ""
    byline: str = ""
    source_name: str = ""
    source_url: str = ""
    published_at: datetime | None = None  # UTC
    language: str = ""
    external_id: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)  # the row's own, and every field we do not know


@dataclass(frozen=True, slots=True)
class RowRefusal:
    """Why a row is no article. `field` is one of FIELDS, or "" for the row as a whole."""

    number: int
    field: str
    code: str
    message: str
    hint: str = ""

    @property
    def reason(self) -> str:
        """Message and hint in one."""
        return f"{self.message} {self.hint}".strip()


class RowsUnreadable(Exception):
    """The file as a whole cannot be read as rows; nothing was taken from it."""

    code = "rows_unreadable"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
