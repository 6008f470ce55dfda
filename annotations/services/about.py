"""What is said about an article, checked; and what can be told from its words."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from annotations.chain.canonical import NotCanonical, utc_text
from annotations.errors import InvalidCharacters, InvalidValue
from annotations.services.values import clean_text


@dataclass(frozen=True, slots=True)
class About:
    """What the importer says about the article. What the document itself says fills the gaps."""

    title: str = ""
    byline: str = ""
    source_name: str = ""
    source_url: str = ""
    published_at: datetime | None = None
    language: str = ""
    external_id: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)


def checked_url(url: str, *, field: str) -> str:
    """An http or https address. Whether it may be fetched is checked when it is. Raises InvalidValue."""
    url = clean_text(url, field=field, longest=2000)
    try:
        parts = urlsplit(url)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        valid = False
    if not valid:
        raise InvalidValue("This is not an http or https address.", field=field)
    return url


def checked_about(about: About) -> About:
    """What the importer says, checked field by field. Raises InvalidValue, InvalidCharacters."""
    return About(
        title=" ".join(clean_text(about.title, field="title", longest=500).split("\n")),
        byline=clean_text(about.byline, field="byline", longest=300),
        source_name=clean_text(about.source_name, field="source_name", longest=200),
        source_url=checked_url(about.source_url, field="source_url") if about.source_url else "",
        published_at=checked_moment(about.published_at, field="published_at"),
        language=clean_text(about.language, field="language", longest=12),
        external_id=clean_text(about.external_id, field="external_id", longest=200),
        metadata=checked_metadata(about.metadata),
    )


def checked_moment(moment: datetime | None, *, field: str) -> datetime | None:
    """The time, if UTC has it. Raises InvalidValue."""
    try:
        if moment is not None:
            utc_text(moment)
    except NotCanonical as error:
        raise InvalidValue("This is not a time between the years 1 and 9999, with its zone.", field=field) from error
    return moment


def checked_metadata(metadata: dict[str, Any]) -> dict[str, Any]:
    """Integrators' own JSON, at most 20 kB as text, free of what no database keeps. Whole numbers become integers:
    PostgreSQL would give 1e22 back in digits and -0.0 without its sign, and the row would differ from its event."""
    try:
        written = json.dumps(metadata, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InvalidValue("This is not plain JSON (NaN and infinity are not).", field="metadata") from error
    if "\\u0000" in written:
        raise InvalidCharacters(field="metadata")
    clean_text(written, field="metadata", longest=20_000)
    plain: dict[str, Any] = json.loads(written, parse_float=whole_or_float)
    return plain


def whole_or_float(digits: str) -> int | float:
    """A number as every database gives it back."""
    number = float(digits)
    return int(number) if number.is_integer() else number


def first_line(text: str) -> str:
    """A title for a text that has none: its first line, cut at a word."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= 160 else f"{line[:160].rpartition(' ')[0] or line[:160]} …"


def sha256_of(text: str) -> str:
    """The text's fingerprint: SHA-256 of its UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()
