"""Names: capitalised words that do not merely open a sentence."""

import re
from collections.abc import Iterator

_NAME = re.compile(
    r"(?<![.!?:\"“‘'(] )(?<=[\w,;)’”] )(?:[A-Z][\w.’'-]*[\w]|[A-Z]{2,})(?: (?:(?:of|de|van|von|al|bin|the) )?[A-Z][\w’'-]*\w){0,5}"
)


def name_hits(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """`("name", start, end)` of every run of capitalised words inside a sentence, in order. Linear."""
    for match in _NAME.finditer(text, start, end):
        if len(match.group()) > 1:
            yield ("name", match.start(), match.end())
