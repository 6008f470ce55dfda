"""The bytes of a release, for good: the same on SQLite and PostgreSQL, today and next year."""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from annotations.exports import jsonl, table
from annotations.exports.registry import FORMATS
from annotations.models.articles import Article
from annotations.models.releases import Release
from annotations.selectors.blobs import blob_pieces
from tests.exports.story import LINES, rows_of, tell

GOLDEN = Path(__file__).parent / "golden"
SHA256 = "a064380b94dff25f62dc5d5c2cb0547f0c5f1aa1376e6482509c26eaf10d5796"


@pytest.fixture
def release(db: None) -> Release:
    return tell()


def rows(release: Release) -> list[dict[str, Any]]:
    return [json.loads(line) for line in rows_of(release).splitlines()]


def test_the_bytes_are_the_golden_files_on_every_database(release: Release) -> None:
    """If a row's shape has to change, change the files with it, and say so in the changelog."""
    written = rows_of(release)
    assert written == (GOLDEN / "story.jsonl").read_bytes()
    assert release.sha256 == hashlib.sha256(written).hexdigest() == SHA256
    assert b"".join(table.write([written])) == (GOLDEN / "story.csv").read_bytes()


def test_json_lines_are_the_frozen_bytes_themselves(release: Release) -> None:
    assert b"".join(jsonl.write(blob_pieces(release.sha256))) == rows_of(release)


def test_every_quote_stands_at_its_offsets_in_code_points(release: Release) -> None:
    text = Article.objects.get().text or ""
    assert "\r" not in text
    for row in rows(release):
        assert row["offset_unit"] == "code_point"
        assert text[row["start"] : row["end"]] == row["quote"]
        assert text[: row["start"]].endswith(row["before"])
        assert text[row["end"] :].startswith(row["after"])


@pytest.mark.parametrize("kind", LINES)
def test_an_awkward_line_is_quoted_whole(release: Release, kind: str) -> None:
    line = LINES[kind][4:] if kind == "arabic" else LINES[kind]  # that claim was resized
    assert line in [row["quote"] for row in rows(release)]


def test_the_states_of_the_story_are_in_its_rows(release: Release) -> None:
    by_start = rows(release)
    assert [row["state"] for row in by_start[:6]] == ["open", "agreed", "disputed", "in_review", "open", "in_review"]
    assert by_start[1]["label"] == "sourced"
    stale = by_start[4]["judgements"]
    assert [(judgement["label"], judgement["stale"]) for judgement in stale] == [("not_a_claim", True)]
    assert [piece["stance"] for piece in by_start[1]["evidence"]] == ["supports", "context"]
    assert [piece["quote_found"] for piece in by_start[1]["evidence"]] == [None, "found"]
    assert [piece["snapshot_url"] for piece in by_start[1]["evidence"]] == [None, "https://harbour.example/final"]
    assert by_start[0]["suggestion"] is None
    assert by_start[1]["suggestion"]["sourced"] == 0.8125


def test_the_table_can_be_read_back_by_somebody_elses_reader(release: Release) -> None:
    """Python's own csv module, told nothing but "comma, quotes", and the column that says which cells were defused."""
    read = list(csv.DictReader(io.StringIO(b"".join(table.write([rows_of(release)])).decode(), newline="")))
    expected = [(row, judgement) for row in rows(release) for judgement in row["judgements"] or [None]]
    assert len(read) == len(expected)
    for found, (row, judgement) in zip(read, expected, strict=True):
        cells = undefused(found)
        assert cells["quote"] == row["quote"]
        assert (int(cells["start"]), int(cells["end"])) == (row["start"], row["end"])
        assert cells["label"] == (row["label"] or "")
        assert cells["judgement"] == (judgement["label"] if judgement else "")
        assert cells["note"] == (judgement["note"] if judgement else "")
        assert cells["evidence"] == " ".join(
            "(confidential)" if piece["confidential"] else piece["url"] or piece["reference"]
            for piece in row["evidence"]
        )


def undefused(cells: dict[str, str]) -> dict[str, str]:
    """The cells as they were, by what `formula_safe` names."""
    named = cells["formula_safe"].split()
    return {name: cell[1:] if name in named else cell for name, cell in cells.items()}


def test_no_cell_begins_like_a_formula(release: Release) -> None:
    read = csv.reader(io.StringIO(b"".join(table.write([rows_of(release)])).decode(), newline=""))
    cells = [cell for line in read for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "|"))]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert any(cell.startswith("'=cmd|") for cell in cells)


@pytest.mark.parametrize(
    ("name", "media_type", "extension"),
    [("jsonl", "application/x-ndjson", "jsonl"), ("csv", "text/csv; charset=utf-8", "csv")],
)
def test_every_format_says_what_it_is(name: str, media_type: str, extension: str) -> None:
    assert (FORMATS[name].media_type, FORMATS[name].extension) == (media_type, extension)
