"""Rows of NDJSON and CSV: what becomes an article, what is refused, and that nothing vanishes between the two."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.extract import rows as rows_module
from annotations.extract.row_lines import lines_of
from annotations.extract.row_types import FIELDS, LONGEST_ROW, ArticleRow, RowRefusal, RowsUnreadable
from annotations.extract.rows import article_rows


def read(body: bytes | str, filename: str = "", *, piece: int = 7) -> list[ArticleRow | RowRefusal]:
    """All rows of the file, which arrives in small pieces."""
    raw = body.encode() if isinstance(body, str) else body
    pieces = [raw[start : start + piece] for start in range(0, len(raw), piece)]
    return list(article_rows(pieces, filename=filename))


def article(body: bytes | str, filename: str = "") -> ArticleRow:
    """The file's only row, which is an article."""
    (row,) = read(body, filename)
    assert isinstance(row, ArticleRow), row
    return row


def refusal(body: bytes | str, filename: str = "") -> RowRefusal:
    """The file's only row, which is refused."""
    (row,) = read(body, filename)
    assert isinstance(row, RowRefusal), row
    return row


def one(**values: Any) -> str:
    """An NDJSON line."""
    return json.dumps(values) + "\n"


# --- NDJSON ------------------------------------------------------------------------------------------------------


def test_a_line_of_ndjson_becomes_an_article_with_all_it_says() -> None:
    row = article(
        one(
            text="Rents rose.",
            title="Rents",
            source_url="https://paper.example/1",
            published_at="2024-03-14T18:20:00+01:00",
            language="en",
            external_id="r-1",
            metadata={"desk": "city"},
        )
    )
    assert row == ArticleRow(
        number=1,
        text="Rents rose.",
        title="Rents",
        source_url="https://paper.example/1",
        published_at=datetime(2024, 3, 14, 17, 20, tzinfo=UTC),
        language="en",
        external_id="r-1",
        metadata={"desk": "city"},
    )


def test_a_day_alone_means_its_midnight_in_utc() -> None:
    assert article(one(text="a", published_at="2024-03-14")).published_at == datetime(2024, 3, 14, tzinfo=UTC)


@pytest.mark.parametrize("when", ["yesterday", "14/03/2024", "2024-02-30", "0001-01-01T00:00:00+14:00", 1710436800])
def test_a_date_nobody_can_place_is_refused(when: object) -> None:
    row = refusal(one(text="a", published_at=when))
    assert (row.field, row.code) == ("published_at", "invalid")


def test_a_field_we_do_not_know_is_kept_as_metadata() -> None:
    assert article(one(text="a", desk="city", metadata={"page": 3})).metadata == {"page": 3, "desk": "city"}


def test_a_field_that_stands_in_the_metadata_and_beside_it_is_refused() -> None:
    assert refusal(one(text="a", desk="city", metadata={"desk": "sport"})).field == "metadata"


def test_null_and_empty_texts_say_nothing() -> None:
    row = article(one(text=None, html="", url="https://paper.example/1", title=None, published_at=None, metadata=None))
    assert (row.url, row.text, row.html, row.title) == ("https://paper.example/1", None, None, "")


def test_a_row_without_any_source_is_refused() -> None:
    row = refusal(one(title="Rents"))
    assert (row.number, row.field, row.code) == (1, "text", "invalid")


def test_a_row_with_two_sources_is_refused() -> None:
    assert "not text and url" in refusal(one(text="a", url="https://paper.example/1")).message


def test_an_id_may_be_a_whole_number() -> None:
    assert article(one(text="a", external_id=4711)).external_id == "4711"


@pytest.mark.parametrize("value", [5, True, ["a"], {"a": 1}])
def test_a_text_that_is_no_text_is_refused_by_its_field(value: object) -> None:
    assert refusal(one(text="a", title=value)).field == "title"


@pytest.mark.parametrize("value", ["a", 5, ["a"]])
def test_metadata_that_is_no_object_is_refused(value: object) -> None:
    assert refusal(one(text="a", metadata=value)).field == "metadata"


@pytest.mark.parametrize("line", ["[1]", '"text"', "5", "null", "true"])
def test_a_line_that_is_no_object_is_refused(line: str) -> None:
    rows = read(one(text="a") + line + "\n")
    assert isinstance(rows[0], ArticleRow)
    assert isinstance(rows[1], RowRefusal)
    assert (rows[1].number, rows[1].code) == (2, "not_an_object")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"text": "a", "n": NaN}', "NaN"),
        ('{"text": "a", "n": -Infinity}', "-Infinity"),
        ('{"text": "a", "text": "b"}', "'text' stands in it twice"),
        ('{"text": "a"', "not JSON"),
        ('{"text": "a\x00"}', "not JSON"),
        ('{"n": ' + "9" * 5_000 + "}", "too many digits"),
        ('{"n": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deep"),
    ],
    ids=["NaN", "infinity", "a key twice", "cut off", "a raw NUL", "5,000 digits", "100,000 levels"],
)
def test_json_that_is_none_is_refused_and_the_next_line_is_read(line: str, said: str) -> None:
    rows = read(f"{line}\n{one(text='b')}", piece=65_536)
    assert isinstance(rows[0], RowRefusal)
    assert rows[0].code == "invalid_json"
    assert said in rows[0].message
    assert isinstance(rows[1], ArticleRow)
    assert rows[1].number == 2


def test_metadata_nested_deeper_than_anyone_needs_is_refused() -> None:
    deep: object = 1
    for _ in range(30):
        deep = [deep]
    assert refusal(one(text="a", deep=deep)).field == "metadata"


def test_bytes_that_are_not_utf8_refuse_their_line_only() -> None:
    rows = read(b'{"text": "caf\xe9"}\n{"text": "caf\xc3\xa9"}\n')
    assert isinstance(rows[0], RowRefusal)
    assert rows[0].code == "decoding_failed"
    assert isinstance(rows[1], ArticleRow)
    assert rows[1].text == "café"


def test_a_lone_surrogate_reaches_the_importer_who_knows_what_to_do_with_it() -> None:
    assert article('{"text": "a\\ud800b"}').text == "a\ud800b"


def test_byte_order_mark_crlf_blank_lines_and_a_missing_last_newline_change_nothing() -> None:
    rows = read(b'\xef\xbb\xbf\r\n{"text": "a"}\r\n   \r\n\r\n{"text": "b"}')
    assert [(row.number, row.text) for row in rows if isinstance(row, ArticleRow)] == [(2, "a"), (5, "b")]
    assert len(rows) == 2


def test_other_line_separators_do_not_cut_a_row() -> None:
    body = json.dumps({"text": "a\u2028b\u0085c"}, ensure_ascii=False)
    assert article(body).text == "a\u2028b\u0085c"


def test_a_row_that_is_too_long_is_refused_and_the_next_one_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_module, "LONGEST_ROW", 100)
    rows = read(one(text="a" * 200) + one(text="b"))
    assert isinstance(rows[0], RowRefusal)
    assert rows[0].code == "row_too_long"
    assert rows[1] == ArticleRow(number=2, text="b")


# --- CSV ---------------------------------------------------------------------------------------------------------


def test_a_csv_row_becomes_an_article_and_is_numbered_as_a_spreadsheet_does() -> None:
    row = article('text,title,published_at,metadata\nRents rose.,Rents,2024-03-14,"{""page"": 3}"\n')
    assert (row.number, row.text, row.title, row.metadata) == (2, "Rents rose.", "Rents", {"page": 3})


def test_columns_we_do_not_know_become_metadata_unless_they_are_empty() -> None:
    assert article("text,Desk,page\na,city,\n").metadata == {"Desk": "city"}


def test_our_columns_are_known_in_any_case() -> None:
    assert article("Text,TITLE\na,b\n").title == "b"


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_usual_delimiters_are_told_by_the_heading(mark: str) -> None:
    assert article(f"title{mark}text{mark}page\nb{mark}a{mark}3\n").metadata == {"page": "3"}


def test_a_cell_may_hold_line_breaks_quotation_marks_and_delimiters() -> None:
    body = 'text,title\r\n"He said ""no"",\r\nand left.",b\r\n"c",d\r\n'
    rows = [row for row in read(body) if isinstance(row, ArticleRow)]
    assert [(row.number, row.text) for row in rows] == [(2, 'He said "no",\r\nand left.'), (3, "c")]


def test_a_huge_cell_is_read() -> None:
    text = "word " * 200_000
    assert article(f'text\n"{text}"\n').text == text


def test_empty_rows_are_skipped_and_counted() -> None:
    rows = read("text,title\n\n,\na,b\n")
    assert rows == [ArticleRow(number=4, text="a", title="b")]


@pytest.mark.parametrize("row", ["a", "a,b,c"])
def test_a_row_with_more_or_fewer_cells_than_the_heading_is_refused(row: str) -> None:
    rows = read(f"text,title\n{row}\nd,e\n")
    assert isinstance(rows[0], RowRefusal)
    assert (rows[0].number, rows[0].code) == (2, "invalid_csv")
    assert rows[1] == ArticleRow(number=3, text="d", title="e")


@pytest.mark.parametrize("bad", ['"he said "no" and left"', '"never closed'])
def test_after_a_quoting_mistake_reading_stops_and_says_so(bad: str) -> None:
    rows = read(f"text\nfirst\n{bad}\nscraps of it\n")
    assert rows[0] == ArticleRow(number=2, text="first")
    assert isinstance(rows[1], RowRefusal)
    assert (rows[1].number, rows[1].code) == (3, "invalid_csv")
    assert "Nothing from this row on was read" in rows[1].message
    assert len(rows) == 2


def test_a_cell_that_never_ends_is_given_up_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_module, "LONGEST_ROW", 1_000)
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        yield b'text\n"'
        while True:
            taken += 1
            yield b"line\n" * 10

    (row,) = list(article_rows(endless()))
    assert isinstance(row, RowRefusal)
    assert row.code == "row_too_long"
    assert taken < 100


def test_cells_that_are_not_utf8_are_refused_by_their_field() -> None:
    rows = read(b"text,desk\ncaf\xe9,a\nb,caf\xe9\nc,d\n")
    assert [(row.number, row.field) for row in rows if isinstance(row, RowRefusal)] == [(2, "text"), (3, "metadata")]
    assert rows[2] == ArticleRow(number=4, text="c", metadata={"desk": "d"})


def test_metadata_that_is_no_json_is_refused() -> None:
    assert refusal("text,metadata\na,desk=city\n").code == "invalid_json"


def test_a_nul_in_a_cell_reaches_the_importer() -> None:
    assert article("text\na\0b\n").text == "a\0b"


# --- The file as a whole -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n  \r\n",
        b"\xef\xbb\xbf",
        b'[{"text": "a"}]',
        b"headline,body\na,b\n",
        b"text,text\na,b\n",
        b'"text\na\n',
        "text\na\n".encode("utf-16"),
    ],
    ids=["empty", "blank", "only a mark", "an array", "no column of ours", "a column twice", "open heading", "UTF-16"],
)
def test_a_file_that_holds_no_rows_for_us_is_refused_as_a_whole(body: bytes) -> None:
    with pytest.raises(RowsUnreadable) as refused:
        read(body)
    assert refused.value.message


def test_how_a_file_begins_counts_more_than_its_name() -> None:
    assert article(one(text="a"), "articles.csv").text == "a"
    assert article("text\na\n", "articles.txt").text == "a"


def test_a_broken_first_line_of_ndjson_is_a_refused_row_and_no_csv_heading() -> None:
    rows = read("oops\n" + one(text="a"), "articles.ndjson")
    assert isinstance(rows[0], RowRefusal)
    assert isinstance(rows[1], ArticleRow)


# --- Properties --------------------------------------------------------------------------------------------------


@given(st.binary(max_size=300), st.sampled_from(["a.ndjson", "a.csv", ""]), st.integers(1, 40))
def test_no_bytes_whatever_break_the_reader(body: bytes, filename: str, piece: int) -> None:
    try:
        rows = read(body, filename, piece=piece)
    except RowsUnreadable:
        return
    numbers = [row.number for row in rows]
    assert numbers == sorted(set(numbers))
    assert all(row.message and row.field in ("", *FIELDS) for row in rows if isinstance(row, RowRefusal))


@given(st.lists(st.binary(max_size=30), max_size=12))
def test_lines_joined_again_are_the_pieces(pieces: list[bytes]) -> None:
    lines = list(lines_of(pieces, longest=10_000))
    assert b"".join(line.body for line in lines) == b"".join(pieces)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert all(line.body.endswith(b"\n") for line in lines[:-1])


plain = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(plain, inner, max_size=3),
    max_leaves=5,
)


@given(st.lists(st.tuples(plain, plain, st.dictionaries(plain, values, max_size=3)), min_size=1, max_size=5))
def test_what_was_written_as_ndjson_is_read_as_it_was(found: list[tuple[str, str, dict[str, Any]]]) -> None:
    body = "".join(one(text=text, title=title, metadata=metadata) for text, title, metadata in found)
    rows = read(body, "a.ndjson", piece=64)
    assert rows == [
        ArticleRow(number=number, text=text, title=title, metadata=metadata)
        for number, (text, title, metadata) in enumerate(found, start=1)
    ]


@given(st.lists(st.tuples(plain, plain), min_size=1, max_size=5))
def test_what_was_written_as_csv_is_read_as_it_was(found: list[tuple[str, str]]) -> None:
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerows([("text", "title"), *found])
    rows = read(file.getvalue(), "a.csv", piece=64)
    assert rows == [
        ArticleRow(number=number, text=text, title=title) for number, (text, title) in enumerate(found, start=2)
    ]


def test_the_limit_of_a_cell_is_never_lowered_for_others() -> None:
    assert csv.field_size_limit() >= LONGEST_ROW
