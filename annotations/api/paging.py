"""Lists a page at a time. A cursor names the last row that was read, so rows that come or go meanwhile move nothing and
the thousandth page costs what the first one does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings

from annotations.api.cursors import Key, Place, link_to, place_in
from annotations.errors import InvalidValue

M = TypeVar("M", bound=Model)
T = TypeVar("T")

LARGEST_PAGE = 500


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows, and the addresses of the neighbouring pages."""

    rows: list[T]
    next: str | None
    previous: str | None

    def answer(self, results: Any) -> Response:
        """The page as the API sends it."""
        return Response({"next": self.next, "previous": self.previous, "results": results})


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


def page_of(request: Request, rows: "QuerySet[M]", keys: Sequence[Key]) -> Page[M]:
    """One page of the rows in the order of the keys. One query. Raises CursorInvalid, InvalidValue."""
    size, place = page_size(request), place_in(request, keys)
    backwards = place is not None and place.backwards
    order = [f"{'-' if key.descending != backwards else ''}{key.field}" for key in keys]
    rows = rows.order_by(*order)
    if place is not None:
        rows = rows.filter(beyond(keys, place.values, backwards=backwards))
    return page_from(request, list(rows[: size + 1]), keys, size, place)


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


def beyond(keys: Sequence[Key], values: Sequence[Any], *, backwards: bool) -> Q:
    """The rows after these values (before them, backwards): greater in the first key, or equal there and greater in
    the next, and so on."""
    condition, equal = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        further = "lt" if key.descending != backwards else "gt"
        condition |= equal & Q(**{f"{key.field}__{further}": value})
        equal &= Q(**{key.field: value})
    # Said of the first key alone, too: through an OR no database begins in the middle of an index.
    first = "lte" if keys[0].descending != backwards else "gte"
    return condition & Q(**{f"{keys[0].field}__{first}": values[0]})


def page_size(request: Request) -> int:
    """How many rows are asked for. Raises InvalidValue."""
    given = request.query_params.get("page_size")
    if given is None:
        return int(api_settings.PAGE_SIZE or 50)
    if not given.isascii() or not given.isdecimal() or len(given) > 6 or not 1 <= int(given) <= LARGEST_PAGE:
        raise InvalidValue(f"It has to be a number from 1 to {LARGEST_PAGE}.", field="page_size")
    return int(given)
