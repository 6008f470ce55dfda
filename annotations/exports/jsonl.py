"""JSON Lines: the canonical rows as they were frozen, one claim a line."""

from collections.abc import Iterable, Iterator

MEDIA_TYPE = "application/x-ndjson"
EXTENSION = "jsonl"


def write(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The frozen bytes, unchanged: their SHA-256 is the release's."""
    yield from pieces
