"""Lists a page at a time. A cursor names the last row that was read, so rows that come or go meanwhile move nothing and
the thousandth page costs what the first one does."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings

from annotations.api.problems import CursorInvalid
from annotations.errors import InvalidValue

M = TypeVar("M", bound=Model)
T = TypeVar("T")

LARGEST_PAGE = 500
SCANNED_AT_ONCE = 500
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
class Page(Generic[T]):
    """Rows, and the addresses of the neighbouring pages."""

    rows: list[T]
    next: str | None
    previous: str | None

    def answer(self, results: Any) -> Response:
        """The page as the API sends it."""
        return Response({"next": self.next, "previous": self.previous, "results": results})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after these values, or before them."""

    backwards: bool
    values: list[Any]


class CursorPaging(BasePagination):
    """What the schema says about lists. Views call `page_of`."""

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The shape of a page."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**link, "description": "The page after this one; null on the last."},
                "previous": {**link, "description": "The page before this one; null on the first."},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The two parameters of every list."""
        size = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": api_settings.PAGE_SIZE}
        return [
            {
                "name": "cursor",
                "in": "query",
                "schema": {"type": "string"},
                "description": "From `next` or `previous`.",
            },
            {"name": "page_size", "in": "query", "schema": size, "description": "Rows on a page."},
        ]


def page_of(
    request: Request,
    rows: "QuerySet[M]",
    keys: Sequence[Key],
    *,
    keep: Callable[[M], bool] | None = None,
) -> Page[M]:
    """One page of the rows in the order of the keys. One query; where `keep` chooses among the rows, one for each five
    hundred it looks at. Raises CursorInvalid, InvalidValue."""
    size, place = page_size(request), place_in(request, keys)
    backwards = place is not None and place.backwards
    order = [f"{'-' if key.descending != backwards else ''}{key.field}" for key in keys]
    rows = rows.order_by(*order)
    if place is not None:
        rows = rows.filter(beyond(keys, place.values, backwards=backwards))
    found = list(rows[: size + 1]) if keep is None else chosen(rows, keys, keep, size + 1, backwards=backwards)
    return page_from(request, found, keys, size, place)


def page_from(request: Request, found: list[T], keys: Sequence[Key], size: int, place: Place | None) -> Page[T]:
    """The page in up to `size + 1` rows that were read in its direction."""
    more, rows = len(found) > size, found[:size]
    backwards = place is not None and place.backwards
    if backwards:
        rows.reverse()
    if not rows:
        return Page([], None, None)
    on = more or backwards
    back = more if backwards else place is not None
    return Page(
        rows,
        next=link_to(request, keys, rows[-1], backwards=False) if on else None,
        previous=link_to(request, keys, rows[0], backwards=True) if back else None,
    )


def chosen(
    rows: "QuerySet[M]", keys: Sequence[Key], keep: Callable[[M], bool], wanted: int, *, backwards: bool
) -> list[M]:
    """The first `wanted` rows that `keep` takes."""
    found: list[M] = []
    batch = list(rows[:SCANNED_AT_ONCE])
    while batch:
        found.extend(row for row in batch if keep(row))
        if len(found) >= wanted or len(batch) < SCANNED_AT_ONCE:
            break
        last = [READ[key.kind](key.of(batch[-1])) for key in keys]
        batch = list(rows.filter(beyond(keys, last, backwards=backwards))[:SCANNED_AT_ONCE])
    return found[:wanted]


def beyond(keys: Sequence[Key], values: Sequence[Any], *, backwards: bool) -> Q:
    """The rows after these values (before them, backwards): greater in the first key, or equal there and greater in
    the next, and so on."""
    condition, equal = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        further = "lt" if key.descending != backwards else "gt"
        condition |= equal & Q(**{f"{key.field}__{further}": value})
        equal &= Q(**{key.field: value})
    return condition


def page_size(request: Request) -> int:
    """How many rows are asked for. Raises InvalidValue."""
    given = request.query_params.get("page_size")
    if given is None:
        return int(api_settings.PAGE_SIZE or 50)
    if not given.isascii() or not given.isdecimal() or len(given) > 6 or not 1 <= int(given) <= LARGEST_PAGE:
        raise InvalidValue(f"It has to be a number from 1 to {LARGEST_PAGE}.", field="page_size")
    return int(given)


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
