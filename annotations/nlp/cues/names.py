"""Names: capitalised words that do not merely open a sentence."""

import re
from collections.abc import Iterator

_TITLE = r"(?:Dr|Mr|Mrs|Ms|Gen|Sen|Rep|Gov|Prof|St|Lt|Col|Sgt|Capt)\."
_PART = rf"(?:{_TITLE}|(?:[A-Z]\.){{1,4}}(?:-?[A-Z]\w+)?|[A-Z][\w’'-]*\w|[A-Z]\d+)"
_NAME = re.compile(rf"(?<=[\w,;)’”] ){_PART}(?:\s(?:(?:of|de|van|von|al|bin|the)\s)?{_PART}){{0,5}}")


def name_hits(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """`("name", start, end)` of every run of capitalised words inside a sentence, in order. Linear."""
    for match in _NAME.finditer(text, start, end):
        if match.start() > start:
            yield ("name", match.start(), match.end())
