"""CSV for people: one line for each judgement, one for a claim without any.

RFC 4180 with every field quoted, UTF-8, CRLF. Spreadsheets run cells that begin with = + - @ (also in their full-width
forms), TAB, CR, LF or | as formulas: such cells get an apostrophe in front, and the line's `formula_safe` column names
them, so that a program can take it off again. Nothing else is altered.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from annotations.exports.rows import lines_of

MEDIA_TYPE = "text/csv; charset=utf-8"
EXTENSION = "csv"

CLAIM_COLUMNS = (
    "article_id",
    "article_external_id",
    "article_title",
    "article_url",
    "article_version",
    "language",
    "published_at",
    "text_sha256",
    "claim_id",
    "claim_version",
    "start",
    "end",
    "offset_unit",
    "quote",
    "normalized_claim",
    "speaker",
    "speaker_origin",
    "reported_to",
    "first_appearance",
    "appearances",
    "state",
    "label",
    "checkworthy",
)
JUDGEMENT_COLUMNS = (
    "annotator",
    "judgement",
    "decided_at",
    "suggestion_visible",
    "suggestion_version",
    "confidence",
    "note",
    "stale",
    "guidelines_version",
)
COLUMNS = (*CLAIM_COLUMNS, *JUDGEMENT_COLUMNS, "evidence", "formula_safe")
RISKY = tuple("=+-@\t\r\n\0|＝＋－＠")


def write(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The frozen rows as CSV. Memory: one row."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    yield drained(buffer)
    for line in lines_of(pieces):
        for cells in table_rows(json.loads(line)):
            writer.writerow(made_safe(cells))
        yield drained(buffer)


def table_rows(row: dict[str, Any]) -> Iterator[dict[str, str]]:
    """A claim's lines, as text by column."""
    claim = {name: cell(row[name]) for name in CLAIM_COLUMNS}
    claim["appearances"] = "; ".join(row["appearances"])
    evidence = " ".join(source(piece) for piece in row["evidence"])
    for judgement in row["judgements"] or [{}]:
        given = {**judgement, "judgement": judgement.get("label")}
        yield {
            **claim,
            **{name: cell(given.get(name)) for name in JUDGEMENT_COLUMNS},
            "evidence": evidence,
        }


def source(piece: dict[str, Any]) -> str:
    """What a piece of evidence is called. Releases frozen before there was confidential evidence have none."""
    return "(confidential)" if piece.get("confidential") else str(piece["url"] or piece["reference"])


def cell(value: Any) -> str:
    """A value as a cell: nothing for None, true and false for switches, numbers as they are."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


def made_safe(cells: dict[str, str]) -> list[str]:
    """The cells in order, those a spreadsheet would run defused, and the names of those."""
    risky = [name for name, text in cells.items() if text.startswith(RISKY)]
    safe = {name: f"'{text}" if name in risky else text for name, text in cells.items()}
    return [safe.get(name, "") for name in COLUMNS[:-1]] + [" ".join(risky)]


def drained(buffer: io.StringIO) -> bytes:
    """What was written, and an empty buffer."""
    written = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return written
