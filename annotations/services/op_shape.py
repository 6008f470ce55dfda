"""The operations of a browser's outbox, checked field by field before anything is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from annotations.errors import InvalidValue

LARGEST = 2**31 - 1
FIELDS = ("id", "at", "kind", "claim", "base_version", "payload")
# What each kind's payload may hold: the field's type, and whether it has to be there.
PAYLOADS: dict[str, dict[str, tuple[type, bool]]] = {
    "label": {
        "label": (str, True),
        "suggestion_visible": (bool, False),
        "active_ms": (int, False),
        "opened_at": (int, False),
        "minutes_since_pause": (int, False),
        "input": (str, False),
        "note": (str, False),
    },
    "undo": {},
    "skip": {},
    "flag": {"on": (bool, True), "kind": (str, False), "reason": (str, False)},
    "note": {"text": (str, True)},
    "note_draft": {"text": (str, True)},
    "reveal": {},
    "statement": {"field": (str, True), "text": (str, True), "seen": (str, False), "back": (bool, False)},
}
WORDS = {str: "text", bool: "true or false", int: "a whole number"}


@dataclass(frozen=True, slots=True)
class Op:
    """One operation. `base_version` is the version of the claim's words its maker saw; `at` the browser's clock."""

    id: UUID
    at: int
    kind: str
    claim: UUID
    base_version: int
    payload: dict[str, Any]


def op_from(raw: object) -> Op:
    """The operation in what was sent. Raises InvalidValue naming the field that is wrong."""
    if not isinstance(raw, Mapping):
        raise InvalidValue("An operation is an object.", field="ops")
    unknown = sorted(str(name) for name in set(raw) - set(FIELDS))
    if unknown:
        raise InvalidValue("There is no such field.", field=unknown[0])
    kind = raw.get("kind")
    if not isinstance(kind, str) or kind not in PAYLOADS:
        raise InvalidValue(f"It has to be one of: {', '.join(PAYLOADS)}.", field="kind")
    return Op(
        id=uid_in(raw, "id"),
        at=number_in(raw, "at", largest=2**53),
        kind=kind,
        claim=uid_in(raw, "claim"),
        base_version=number_in(raw, "base_version", largest=LARGEST),
        payload=payload_in(raw.get("payload", {}), kind),
    )


def uid_in(raw: Mapping[str, Any], name: str) -> UUID:
    """A field that holds a UUID."""
    value = raw.get(name)
    try:
        return UUID(value) if isinstance(value, str) else UUID(None)
    except (ValueError, TypeError) as error:
        raise InvalidValue("This is not a UUID.", field=name) from error


def number_in(raw: Mapping[str, Any], name: str, *, largest: int) -> int:
    """A field that holds a whole number."""
    value = raw.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= largest:
        raise InvalidValue("This is not a whole number in range.", field=name)
    return value


def time_in(value: int) -> datetime:
    """A browser's clock, in milliseconds since 1970. Raises InvalidValue where no calendar has it."""
    try:
        return datetime.fromtimestamp(value / 1000, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise InvalidValue("This is not a time.", field="payload.opened_at") from error


def payload_in(raw: object, kind: str) -> dict[str, Any]:
    """The payload of an operation of this kind, without fields that are null."""
    allowed = PAYLOADS[kind]
    if not isinstance(raw, Mapping):
        raise InvalidValue("A payload is an object.", field="payload")
    given = {name: value for name, value in raw.items() if value is not None}
    for name in given:
        if name not in allowed:
            raise InvalidValue("There is no such field.", field=f"payload.{name}")
    for name, (type_, needed) in allowed.items():
        if name not in given:
            if needed:
                raise InvalidValue("This is needed.", field=f"payload.{name}")
            continue
        value = given[name]
        if not isinstance(value, type_) or (type_ is int and isinstance(value, bool)):
            raise InvalidValue(f"It has to be {WORDS[type_]}.", field=f"payload.{name}")
    return given
