"""List marks: those that open a line, and those that run on inside one ("1) rents 2) wages")."""

import re

BULLET = re.compile(r"[-–—*•‣◦⁃▪·●○■□►▶✓✔➤]\s+|[•‣⁃▪●►▶✓✔➤]")
_ENUMERATOR = re.compile(r"(?:(?<=\s)|^)(?:[•⁃]\s?)?(\d{1,2}|[a-z])(\.\)|\)|\.)(?=\s+\S)")
# "a." and "A)", never "A.": that is an initial.
_OPENING = re.compile(r"\(?(?:(?:\d{1,2}|[a-z]|[ivx]{1,4})(?:\.\)|\)|\.)|[A-Z]\))\s+(?=\S)")


def content_start(text: str, start: int, end: int) -> int:
    """Where the words of a list item begin: past its bullet or number, or `start` where there is none."""
    bullet = BULLET.match(text, start, end)
    position = bullet.end() if bullet else start
    number = _OPENING.match(text, position, end)
    position = number.end() if number else position
    return position if position < end else start


def run_in_items(text: str, start: int, end: int) -> list[int]:
    """Where the items of a run-in list begin, if the paragraph `text[start:end]` is one: it opens with item 1 or a, and
    at least one more follows in step. Otherwise empty. O(n)."""
    first = _ENUMERATOR.match(text[start:end])
    if first is None or first.group(1) not in ("1", "9", "a"):
        return []
    items = [start]
    expected, style = _next(first.group(1)), first.group(2)
    for match in _ENUMERATOR.finditer(text[start:end], first.end()):
        if match.group(1) == expected and match.group(2) == style:
            items.append(start + match.start())
            expected = _next(expected)
    return items if len(items) > 1 else []


def _next(label: str) -> str:
    return str(int(label) + 1) if label.isdigit() else chr(ord(label) + 1)
