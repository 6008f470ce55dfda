"""Labelled sentences, read from JSON Lines."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..text import normalise_newlines_and_controls

NOT_SCORED = frozenset({"heading", "caption", "boilerplate"})
"""Units the pipeline never scores: a model has nothing to learn from them."""


class BadExample(ValueError):
    """A line that is no example; the message names file, line and reason."""


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence and what people said of it; None where nobody said. `source` and `licence` say where it is from,
    `group` in which article: sentences of one article stay together when data are split or resampled. "" for none."""

    text: str
    checkworthy: bool | None
    opinion: bool | None
    source: str
    licence: str
    group: str = ""


def read_examples(paths: Iterable[Path], *, split: str | None = None) -> list[Example]:
    """All examples of the files, in their order. `split` keeps only the lines with that "split"; None keeps all.

    A folder stands for the .jsonl files in it, by name. A line is an object with "text" and at least one of
    "checkworthy" and "opinion" (true or false); "source", "licence", "article" and "split" are optional, anything else
    is left alone. A line whose "unit" is a heading, a caption or boilerplate is passed over. BadExample, or OSError for
    a missing file.
    """
    return [example for path in paths for file in _files(path) for example in _read(file, split)]


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(path.glob("*.jsonl"))
    if not found:
        raise BadExample(f"{path.name}: no .jsonl file in this folder")
    return found


def _read(path: Path, split: str | None) -> Iterator[Example]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                value = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise BadExample(f"{path.name}, line {number}: not JSON: {error}") from error
            if not isinstance(value, dict):
                raise BadExample(f"{path.name}, line {number}: not an object")
            if value.get("unit") in NOT_SCORED:
                continue
            if split is None or value.get("split") == split:
                yield _example(value, path, number)


def _example(value: dict[str, Any], path: Path, number: int) -> Example:
    text = value.get("text")
    checkworthy, opinion = value.get("checkworthy"), value.get("opinion")
    if not isinstance(text, str) or not text.strip():
        raise BadExample(f'{path.name}, line {number}: "text" is missing or blank')
    if not all(answer is None or isinstance(answer, bool) for answer in (checkworthy, opinion)):
        raise BadExample(f'{path.name}, line {number}: "checkworthy" and "opinion" are true, false or absent')
    if checkworthy is None and opinion is None:
        raise BadExample(f'{path.name}, line {number}: neither "checkworthy" nor "opinion" is there')
    clean, _ = normalise_newlines_and_controls(text.strip())
    source, licence = str(value.get("source", path.stem)), str(value.get("licence", "not named"))
    return Example(clean, checkworthy, opinion, source, licence, str(value.get("article", "")))
