"""Pages of a list by a cursor: the last row's public name. A page stays what it was while new rows arrive before it."""

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
    rows = rows.order_by(f"-{by}", "-pk")
    last = _named(rows.model, cursor)
    if last is not None:
        at = getattr(last, by)
        rows = rows.filter(Q(**{f"{by}__lt": at}) | Q(**{by: at, "pk__lt": last.pk}))
    found = list(rows[: size + 1])
    more = len(found) > size
    shown = found[:size]
    return Page(rows=shown, next_cursor=str(shown[-1].uid) if more else "")  # type: ignore[attr-defined]


def _named(model: type[M], cursor: str) -> M | None:
    # Among all rows: the one the cursor names may have left the filtered list since (an article got ready).
    try:
        uid = UUID(cursor)
    except ValueError:
        return None
    return model._default_manager.filter(uid=uid).first()
