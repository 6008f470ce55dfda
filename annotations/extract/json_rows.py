"""NDJSON: one object a line. Stricter than Python's own reader, which takes NaN and lets the last of two keys win."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from annotations.extract.row_fields import article_row
from annotations.extract.row_lines import Line
from annotations.extract.row_types import LONGEST_ROW, ArticleRow, RowRefusal


class _Refused(ValueError):
    """JSON that Python reads and nobody should write."""


def json_rows(lines: Iterable[Line]) -> Iterator[ArticleRow | RowRefusal]:
    """Each line's article or refusal. A bad line is no reason not to read the next one."""
    for line in lines:
        if not line.is_blank:
            yield json_row(line)


def json_row(line: Line) -> ArticleRow | RowRefusal:
    """One line's."""
    if not line.whole:
        return RowRefusal(line.number, "", "row_too_long", f"The row is longer than {LONGEST_ROW:,} bytes.")
    try:
        values = parsed(line.body.decode())
    except UnicodeDecodeError as error:
        return RowRefusal(line.number, "", "decoding_failed", f"Byte {error.start + 1} of the row is not UTF-8.")
    except json.JSONDecodeError as error:
        said = f"This is not JSON: {error.msg} (character {error.pos + 1})."
        return RowRefusal(line.number, "", "invalid_json", said)
    except _Refused as error:
        return RowRefusal(line.number, "", "invalid_json", str(error))
    except ValueError:
        return RowRefusal(line.number, "", "invalid_json", "It holds a number with too many digits.")
    except RecursionError:
        return RowRefusal(line.number, "", "invalid_json", "It is nested too deep.")
    if not isinstance(values, dict):
        return RowRefusal(line.number, "", "not_an_object", 'The row has to be an object, such as {"text": "…"}.')
    return article_row(line.number, values)


def parsed(text: str) -> Any:
    """The value. Raises ValueError or RecursionError."""
    return json.loads(text, parse_constant=no_constant, object_pairs_hook=once_each)


def no_constant(name: str) -> NoReturn:
    """NaN and the infinities are no JSON."""
    raise _Refused(f"{name} is no JSON value.")


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand in it once."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Refused(f"The key {twice[:80]!r} stands in it twice.")
    return found
