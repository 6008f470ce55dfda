"""From a row's values to an article: types, dates, exactly one source, and a place for what we do not know."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from annotations.extract.dates import moment
from annotations.extract.row_types import FIELDS, SOURCES, ArticleRow, RowRefusal

DEEPEST_METADATA = 20
_TEXTS = frozenset(FIELDS) - {"published_at", "metadata"}


class FieldRefused(Exception):
    """A value its field cannot hold."""

    def __init__(self, field: str, message: str, code: str = "invalid") -> None:
        super().__init__(message)
        self.field = field
        self.code = code
        self.message = message


def article_row(number: int, values: dict[str, Any]) -> ArticleRow | RowRefusal:
    """The article these values describe. None and "" say nothing; fields we do not know become metadata."""
    try:
        known = {name: text_of(name, values[name]) for name in _TEXTS if values.get(name) not in (None, "")}
        if sum(name in known for name in SOURCES) != 1:
            given = [name for name in SOURCES if name in known]
            raise FieldRefused(
                given[1] if given else "text",
                f"Give exactly one of text, html and url{', not ' + ' and '.join(given) if given else ''}.",
            )
        return ArticleRow(
            number=number, published_at=date_of(values.get("published_at")), metadata=metadata_of(values), **known
        )
    except FieldRefused as refused:
        return RowRefusal(number, refused.field, refused.code, refused.message)


def text_of(name: str, value: object) -> str:
    """The value of a field that holds text. Ids may be whole numbers: many systems have them so."""
    if isinstance(value, str):
        return value
    if name == "external_id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise FieldRefused(name, f"It has to be a text, not {kind_of(value)}.")


def date_of(value: object) -> datetime | None:
    """The moment in UTC; a day alone means its midnight, and UTC is assumed where no offset is given."""
    if value is None or value == "":
        return None
    try:
        found = moment(datetime.fromisoformat(value.strip())) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None:
        raise FieldRefused("published_at", "It has to be a date as ISO 8601 has it, such as 2024-03-14T17:20:00Z.")
    return found


def metadata_of(values: dict[str, Any]) -> dict[str, Any]:
    """The row's own metadata, and beside it every field that has no place of its own."""
    own = values.get("metadata")
    if own is None or own == "":
        own = {}
    if not isinstance(own, dict):
        raise FieldRefused("metadata", f"It has to be an object, not {kind_of(own)}.")
    others = {name: value for name, value in values.items() if name not in FIELDS}
    for name in others:
        if name in own:
            raise FieldRefused("metadata", f"{name[:80]!r} stands in the metadata and beside it as well.")
    merged = {**own, **others}
    if too_deep(merged):
        raise FieldRefused("metadata", f"It is nested more than {DEEPEST_METADATA} levels deep.")
    return merged


def too_deep(value: object) -> bool:
    """Whether it is nested more than DEEPEST_METADATA levels. Level by level, so that no depth exhausts the stack."""
    level: list[object] = [value]
    for _ in range(DEEPEST_METADATA + 1):
        level = [inner for outer in level for inner in inside(outer)]
        if not level:
            return False
    return True


def inside(value: object) -> Iterator[object]:
    """The objects and lists that stand directly in this one."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (part for part in parts if isinstance(part, dict | list))


def kind_of(value: object) -> str:
    """What JSON calls it, with its article."""
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
        case _:
            return "an object"
