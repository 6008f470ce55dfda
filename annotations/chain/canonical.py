"""One spelling for every value, so that two machines that agree on the facts agree on the bytes.

Sorted keys, no blanks, UTF-8, integers within 2^53, times as UTC text with microseconds. Floats are refused: their
shortest decimal form differs between languages, so scores travel as text with four decimals. The result is what
RFC 8785 gives for this subset (no floats, BMP-ordered ASCII keys).
"""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

LARGEST_INTEGER = 2**53


class NotCanonical(ValueError):
    """The value has no canonical form: a float, a huge integer, a NUL, a naive time, a key that is not text."""


def canonical_json(value: Any) -> str:
    """`value` as canonical JSON text. Raises NotCanonical."""
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def utc_text(moment: datetime) -> str:
    """2026-03-04T05:06:07.000008Z. Raises NotCanonical for a time without a zone, or outside UTC's years 1 to 9999."""
    if moment.tzinfo is None:
        raise NotCanonical("a time without a zone")
    try:
        there = moment.astimezone(UTC)
    except OverflowError as error:
        raise NotCanonical("a time outside the years 1 to 9999") from error
    return f"{there.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"  # strftime writes year 999 as "999"


def plain(value: Any) -> Any:
    """`value` in JSON's own types, or NotCanonical."""
    match value:
        case None | bool():
            return value
        case str():
            return checked_text(str(value))
        case int():
            if abs(value) > LARGEST_INTEGER:
                raise NotCanonical(f"an integer beyond 2^53: {value}")
            return int(value)
        case datetime():
            return utc_text(value)
        case Decimal():
            if not value.is_finite():
                raise NotCanonical(f"a number that is none: {value}")
            return f"{value:.4f}"
        case UUID():
            return str(value)
        case dict():
            return {checked_key(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            raise NotCanonical(f"a {type(value).__name__} has no canonical form")


def checked_text(text: str) -> str:
    """`text`, unless it holds NUL or a lone surrogate."""
    if "\0" in text:
        raise NotCanonical("a text with NUL")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("a text with a lone surrogate") from error
    return text


def checked_key(key: Any) -> str:
    """`key`, if it is text."""
    if not isinstance(key, str):
        raise NotCanonical(f"a key that is not text: {key!r}")
    return checked_text(key)
