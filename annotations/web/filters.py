"""Filters in the address: whatever narrows a list can be copied, shared, gone back to, and saved under a name."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.http import urlencode

from annotations.models.claims import ClaimState, Label
from annotations.models.search import SearchKind

LONGEST = 200
ARTICLES = ("q", "status", "source", "label", "reviewer", "flagged", "evidence", "since", "until", "archived")
CLAIMS = ("q", "state", "mine", "label", "reviewer", "flagged", "evidence", "source", "since", "until")
SEARCH = ("q", "kind")
FILTERS = {"articles": ARTICLES, "claims": CLAIMS, "search": SEARCH}
# What a filter may be, where it is one of a few words. Anything else in the address is as good as nothing.
KNOWN = {
    "state": {state.value for state in ClaimState},
    "label": {label.value for label in Label},
    "mine": {"to_do", "decided"},
    "evidence": {"some", "none", "needed"},
    "kind": {kind.value for kind in SearchKind},
}


def chosen_in(request: HttpRequest, names: tuple[str, ...]) -> dict[str, str]:
    """Every filter with what the address says, "" for nothing that can be understood."""
    return {name: understood(name, request.GET.get(name, "")) for name in names}


def understood(name: str, value: str) -> str:
    """The value, if this filter can be that."""
    value = value.replace("\0", "").strip()[:LONGEST]
    if name in KNOWN and value not in KNOWN[name]:
        return ""
    if name in {"since", "until"} and day_or_none(value) is None:
        return ""
    if name == "reviewer" and value != "me" and uid_or_none(value) is None:
        return ""
    return value


def as_query(chosen: dict[str, str], **more: str) -> str:
    """The filters that are set as the address writes them, in a fixed order."""
    kept = {name: value for name, value in {**chosen, **more}.items() if value}
    return urlencode(kept)


def day_or_none(value: str) -> date | None:
    """The day, from its ISO form."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def from_day(value: str) -> datetime | None:
    """The day's first moment, UTC."""
    day = day_or_none(value)
    return datetime.combine(day, time.min, tzinfo=UTC) if day else None


def through_day(value: str) -> datetime | None:
    """The first moment behind the day, UTC. The last day there is has none."""
    day = day_or_none(value)
    return datetime.combine(day, time.min, tzinfo=UTC) + timedelta(days=1) if day and day < date.max else None


def reviewer_of(request: Any, value: str) -> UUID | None:
    """Whose decisions: an account's uid, or `me`."""
    return request.user.uid if value == "me" else uid_or_none(value)


def uid_or_none(word: str) -> UUID | None:
    """The uid this is, or None."""
    try:
        return UUID(word)
    except ValueError:
        return None
