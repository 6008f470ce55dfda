"""Rows of any shape, in bounded memory. Without a database."""

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.exports import table
from annotations.exports.rows import ClaimRow, JudgementRow, OffsetsDrifted, context_of, lines_of, row_line

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


def row(quote: str = "Words.", note: str | None = None, number: int = 0) -> ClaimRow:
    """One claim, with a judgement where there is a note."""
    judgement = JudgementRow("r-1", "sourced", "2026-03-04T12:00:00.000000Z", False, "", None, None, note or "", False)
    return ClaimRow(
        article_id="a",
        article_external_id="",
        article_title="Title",
        article_url="",
        article_version=1,
        language="en",
        published_at=None,
        text_sha256="0" * 64,
        claim_id=f"{number:08d}",
        claim_version=1,
        start=0,
        end=len(quote),
        offset_unit="code_point",
        quote=quote,
        before="",
        after="",
        speaker="",
        speaker_origin=None,
        reported_to="",
        first_appearance="",
        appearances=[],
        normalized_claim="",
        state="open",
        label=None,
        checkworthy=0.5,
        suggestion=None,
        judgements=[] if note is None else [judgement],
        evidence=[],
    )


def read(written: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written.decode(), newline="")))


@given(TEXT, TEXT)
def test_any_words_come_back_out_of_the_table(quote: str, note: str) -> None:
    cells = read(b"".join(table.write([row_line(row(quote, note))])))[0]
    safe = cells["formula_safe"].split()
    assert cells["quote"] == ("'" if "quote" in safe else "") + quote
    assert cells["note"] == ("'" if "note" in safe else "") + note


@given(st.lists(TEXT, max_size=6), st.integers(1, 50))
def test_lines_are_whole_wherever_the_bytes_are_cut(quotes: list[str], size: int) -> None:
    written = b"".join(row_line(row(quote)) for quote in quotes)
    pieces = [written[at : at + size] for at in range(0, len(written), size)]
    assert [json.loads(line)["quote"] for line in lines_of(pieces)] == quotes


def test_a_line_is_one_line_whatever_is_in_it() -> None:
    line = row_line(row("one\ntwo\r\u2028\u2029\x85three"))
    assert (line.count(b"\n"), line.endswith(b"\n")) == (1, True)
    assert json.loads(line)["quote"] == "one\ntwo\r\u2028\u2029\x85three"


def test_a_number_that_is_none_is_refused() -> None:
    broken: Any = row()
    object.__setattr__(broken, "checkworthy", float("nan"))
    with pytest.raises(ValueError, match="not JSON compliant"):
        row_line(broken)


@pytest.mark.parametrize("opening", ["=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠"])
def test_a_cell_a_spreadsheet_would_run_is_defused_and_named(opening: str) -> None:
    cells = read(b"".join(table.write([row_line(row(f"{opening}1+1"))])))[0]
    assert (cells["quote"], cells["formula_safe"]) == (f"'{opening}1+1", "quote")


@pytest.mark.parametrize("quote", ["1=1", "a-b", "'=1", " =1", "“=1”"])
def test_a_cell_that_is_no_formula_is_left_alone(quote: str) -> None:
    cells = read(b"".join(table.write([row_line(row(quote))])))[0]
    assert (cells["quote"], cells["formula_safe"]) == (quote, "")


@pytest.mark.parametrize(("start", "end", "quote"), [(0, 5, "Word"), (1, 5, "Words"), (0, 9, "Words")])
def test_a_quote_that_is_not_there_stops_the_export(start: int, end: int, quote: str) -> None:
    assert context_of("Words.", 0, 5, "Words") == ("", ".")
    with pytest.raises(OffsetsDrifted):
        context_of("Words.", start, end, quote)


def test_a_hundred_thousand_rows_need_no_more_memory_than_a_thousand() -> None:
    few, many = peak_of(1_000), peak_of(100_000)
    assert many < few * 1.5


def peak_of(number: int) -> int:
    """The most memory the table held while writing so many rows."""

    def pieces() -> Iterator[bytes]:
        line = row_line(row("Some words about ships.", "A note."))
        for _ in range(number // 100):
            yield line * 100

    tracemalloc.start()
    try:
        assert sum(piece.count(b"\n") for piece in table.write(pieces())) == number + 1
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
