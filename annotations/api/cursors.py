"""Cursors: the place in a list where a page begins, as text that goes out and comes back."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from rest_framework.request import Request

from annotations.api.problems import CursorInvalid

READ: dict[str, Callable[[str], Any]] = {
    "text": str,
    "time": datetime.fromisoformat,
    "uid": UUID,
    "number": int,
    "decimal": Decimal,
}


@dataclass(frozen=True, slots=True)
class Key:
    """One field a list is ordered by; the last one is unique. `attribute` is its name on a row where it differs."""

    field: str
    kind: str = "text"
    descending: bool = False
    attribute: str = ""

    def of(self, row: Any) -> str:
        """The row's value as text."""
        value = row
        for step in (self.attribute or self.field).split("__"):
            value = getattr(value, step)
        return value.isoformat() if isinstance(value, datetime) else str(value)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after these values, or before them."""

    backwards: bool
    values: list[Any]


def place_in(request: Request, keys: Sequence[Key]) -> Place | None:
    """The place the cursor names, None without one. Raises CursorInvalid."""
    cursor = request.query_params.get("cursor")
    if cursor is None:
        return None
    try:
        backwards, name, *values = json.loads(base64.urlsafe_b64decode(cursor.encode()).decode())
        if name != name_of(keys) or not isinstance(backwards, bool):
            raise CursorInvalid(field="cursor")
        found = [READ[key.kind](value) for key, value in zip(keys, values, strict=True)]
    except (ValueError, TypeError, RecursionError, InvalidOperation, OverflowError, binascii.Error) as error:
        raise CursorInvalid(field="cursor") from error
    if any(unusable(value) for value in found):
        raise CursorInvalid(field="cursor")
    return Place(backwards=backwards, values=found)


def unusable(value: Any) -> bool:
    """Whether a value cannot be compared in every database: a time without a zone, a text with NUL, a vast number."""
    match value:
        case datetime():
            return value.tzinfo is None
        case str():
            return "\0" in value or any("\ud800" <= char <= "\udfff" for char in value)
        case Decimal():
            return not value.is_finite() or abs(value) > 10
        case int():
            return abs(value) >= 2**31
    return False


def link_to(request: Request, keys: Sequence[Key], row: Any, *, backwards: bool) -> str:
    """The address of the page after (before) this row."""
    written = json.dumps([backwards, name_of(keys), *(key.of(row) for key in keys)], separators=(",", ":"))
    query = request.query_params.copy()
    query["cursor"] = base64.urlsafe_b64encode(written.encode()).decode()
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def name_of(keys: Sequence[Key]) -> str:
    """What tells the cursors of one order from those of another."""
    return " ".join(f"{'-' if key.descending else ''}{key.field}" for key in keys)
