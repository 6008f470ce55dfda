"""The lists of codes are what the code uses, no more and no less."""

import ast
from collections.abc import Iterator
from pathlib import Path

from annotations.extract import types
from annotations.extract.types import FAILURE_CODES, WARNING_CODES

ROOM = Path(types.__file__).parent


def named_in_calls(name: str) -> Iterator[str]:
    """The first argument of every call of `name` in this room, where it is a string."""
    for path in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def test_every_failure_is_listed_and_every_listed_one_can_happen() -> None:
    assert set(named_in_calls("ExtractionFailed")) == FAILURE_CODES


def test_every_warning_is_listed_and_every_listed_one_can_happen() -> None:
    assert set(named_in_calls("ExtractionWarning")) == WARNING_CODES
