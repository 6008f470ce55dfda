"""Pages of a list by a cursor: the last row's public name. A page stays what it was while new rows arrive before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """Some rows, and the cursor of those behind them, "" at the end."""

    rows: list[M]
    next_cursor: str


def page_of(rows: "models.QuerySet[M]", *, cursor: str, size: int, by: str) -> Page[M]:
    """The rows behind the cursor, newest first by the time field `by`; the first ones where the cursor names nothing.
    Two queries at most, whatever the page."""
    return page_in_order(rows, cursor=cursor, size=size, order=(f"-{by}", "-pk"))


def page_in_order(rows: "models.QuerySet[M]", *, cursor: str, size: int, order: Sequence[str]) -> Page[M]:
    """The rows behind the cursor in an order by fields of the row, the last of them unique; the first ones where the
    cursor names nothing. Two queries at most, whatever the page."""
    rows = rows.order_by(*order)
    last = _named(rows.model, cursor)
    if last is not None:
        rows = rows.filter(_behind(last, order))
    found = list(rows[: size + 1])
    more = len(found) > size
    shown = found[:size]
    return Page(rows=shown, next_cursor=str(shown[-1].uid) if more else "")  # type: ignore[attr-defined]


def _behind(last: models.Model, order: Sequence[str]) -> Q:
    # Greater (smaller, where it descends) in the first field, or equal there and so in the next.
    condition, equal = Q(), Q()
    for key in order:
        field = key.lstrip("-")
        value = getattr(last, field)
        condition |= equal & Q(**{f"{field}__{'lt' if key.startswith('-') else 'gt'}": value})
        equal &= Q(**{field: value})
    return condition


def _named(model: type[M], cursor: str) -> M | None:
    # Among all rows: the one the cursor names may have left the filtered list since (an article got ready).
    try:
        uid = UUID(cursor)
    except ValueError:
        return None
    return model._default_manager.filter(uid=uid).first()
