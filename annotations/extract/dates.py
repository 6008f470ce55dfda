"""Dates as documents write them, as moments in UTC."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_COMPACT_OFFSET = re.compile(r"([+-]\d{2})(\d{2})$")
_FIRST_YEAR = 1500


def moment(value: object) -> datetime | None:
    """Give the moment that `value` (text or datetime) names, in UTC, or None.

    Understands ISO 8601 and RFC 2822. Without an offset UTC is assumed; a day alone means its midnight.
    """
    if isinstance(value, datetime):
        return _utc(value)
    if not isinstance(value, str):
        return None
    text = value.strip()[:64]
    try:
        return _utc(datetime.fromisoformat(_COMPACT_OFFSET.sub(r"\1:\2", text)))
    except ValueError:
        pass
    try:
        return _utc(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError):
        pass
    day = _DAY.match(text)
    try:
        return _utc(datetime.fromisoformat(day[0])) if day else None
    except ValueError:
        return None


def _utc(value: datetime) -> datetime | None:
    if value.year < _FIRST_YEAR:
        return None
    if value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    try:
        return value.astimezone(UTC)
    except OverflowError:
        return None
