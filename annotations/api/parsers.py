"""JSON as everybody reads it: no NaN, no name twice, no abyss."""

import json
import math
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.parsers import BaseParser

from annotations.api.problems import BodyTooLarge, BodyUnreadable

DEEPEST = 100  # levels of nesting


class StrictJSONParser(BaseParser):
    """`application/json` in UTF-8, at most DATA_UPLOAD_MAX_MEMORY_SIZE bytes."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The value. Raises BodyUnreadable, BodyTooLarge."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise BodyTooLarge
        return value_of(body)


def value_of(body: bytes) -> Any:
    """The JSON value in these bytes. Raises BodyUnreadable with the place and the reason."""
    try:
        text = body.decode("utf-8-sig")
        value = json.loads(
            text,
            object_pairs_hook=without_repeats,
            parse_constant=refuse_constant,
            parse_float=finite,
        )
    except UnicodeDecodeError as error:
        raise BodyUnreadable(f"Byte {error.start} of the body is not UTF-8.") from error
    except json.JSONDecodeError as error:
        raise BodyUnreadable(f"No JSON from line {error.lineno}, column {error.colno} on: {error.msg}.") from error
    except RecursionError as error:
        raise BodyUnreadable("The JSON is nested too deeply.") from error
    except ValueError as error:  # a number with more digits than Python converts
        raise BodyUnreadable("A number in the body is too long.") from error
    refuse_depth(value)
    return value


def without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object's members. A name twice means one thing to one reader and another to the next."""
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in members if names.count(name) > 1)
        raise BodyUnreadable("A name occurs twice in one object.", field=twice)
    return members


def refuse_constant(word: str) -> Any:
    """NaN and the infinities are no JSON."""
    raise BodyUnreadable(f"{word} is no JSON.")


def finite(digits: str) -> float:
    """The number, unless it is beyond what a float holds."""
    number = float(digits)
    if not math.isfinite(number):
        raise BodyUnreadable("A number in the body is too large.")
    return number


def refuse_depth(value: Any) -> None:
    """Raises BodyUnreadable beyond DEEPEST levels. Linear, without recursion."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return
    raise BodyUnreadable("The JSON is nested too deeply.")
