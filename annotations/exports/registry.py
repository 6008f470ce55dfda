"""The formats a release can be downloaded in."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from annotations.exports import jsonl, table


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One format: frozen JSON Lines in, its own bytes out."""

    name: str
    label: str
    media_type: str
    extension: str
    write: Callable[[Iterable[bytes]], Iterator[bytes]]


FORMATS = {
    "jsonl": ExportFormat("jsonl", "JSON Lines", jsonl.MEDIA_TYPE, jsonl.EXTENSION, jsonl.write),
    "csv": ExportFormat("csv", "CSV", table.MEDIA_TYPE, table.EXTENSION, table.write),
}
