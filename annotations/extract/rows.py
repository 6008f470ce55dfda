"""Many articles in one file: NDJSON or CSV, one article a row, read in bounded memory. Each row comes out either as an
article to import or as a refusal that names the row, the field and the reason; no row vanishes."""

from collections.abc import Iterable, Iterator

from annotations.extract.csv_rows import csv_rows
from annotations.extract.json_rows import json_rows
from annotations.extract.row_lines import begin
from annotations.extract.row_types import LONGEST_ROW, ArticleRow, RowFormat, RowRefusal, RowsUnreadable


def article_rows(
    pieces: Iterable[bytes], *, filename: str = "", media_type: str = ""
) -> Iterator[ArticleRow | RowRefusal]:
    """The file's rows, in their order. Holds one row at a time, of at most LONGEST_ROW bytes. Blank rows are skipped,
    and counted in the numbers. Raises RowsUnreadable before the first row."""
    first, lines = begin(pieces, longest=LONGEST_ROW)
    if format_of(first.body, filename=filename, media_type=media_type) is RowFormat.NDJSON:
        return json_rows(lines)
    return csv_rows(lines, first, longest=LONGEST_ROW)


def format_of(head: bytes, *, filename: str = "", media_type: str = "") -> RowFormat:
    """By how the file begins, else by its name or what the sender said. Raises RowsUnreadable for one JSON array."""
    if head.startswith(b"{"):
        return RowFormat.NDJSON
    if head.startswith(b"["):
        raise RowsUnreadable(
            "This is one JSON array; what can be read is one object on each line (NDJSON).",
            "jq -c '.[]' FILE rewrites it.",
        )
    said = media_type.partition(";")[0].strip().lower()
    name = filename.lower()
    if name.endswith((".ndjson", ".jsonl", ".json")) or said in {"application/x-ndjson", "application/jsonl"}:
        return RowFormat.NDJSON
    return RowFormat.CSV
