"""CSV: a heading, then one article a row. Cells may hold line breaks, so after a quoting mistake nobody knows where the
next row begins: reading ends there, and says so, instead of taking scraps of text for articles."""

import csv
import re
from collections.abc import Iterable, Iterator

from annotations.extract.json_rows import parsed
from annotations.extract.row_fields import article_row
from annotations.extract.row_lines import Line
from annotations.extract.row_types import FIELDS, LONGEST_ROW, SOURCES, ArticleRow, RowRefusal, RowsUnreadable

DELIMITERS = ",;\t"
_NOT_UTF8 = re.compile("[\udc80-\udcff]")  # what surrogateescape makes of bytes that are not UTF-8

# The module's own limit is 128 kB a cell and one for the whole process, so it is only ever raised. What bounds a row
# here is TextLines.
csv.field_size_limit(max(csv.field_size_limit(), LONGEST_ROW))


class _TooLong(Exception):
    """A row that never seems to end: a quotation mark was opened in it and not closed."""


class TextLines:
    """The lines as text for csv.reader, which is stopped when one row takes more than `longest` bytes."""

    def __init__(self, lines: Iterable[Line], *, longest: int) -> None:
        self._lines = iter(lines)
        self._longest = longest
        self._taken = 0

    def __iter__(self) -> "TextLines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._taken += len(line.body)
        if not line.whole or self._taken > self._longest:
            raise _TooLong
        return line.body.decode(errors="surrogateescape")

    def row_is_over(self) -> None:
        """Count the next row from nothing."""
        self._taken = 0


def csv_rows(lines: Iterable[Line], first: Line, *, longest: int) -> Iterator[ArticleRow | RowRefusal]:
    """Each row's article or refusal. `first` is the line of the heading, which `lines` begin with. Raises
    RowsUnreadable before the first row."""
    source = TextLines(lines, longest=longest)
    reader = csv.reader(source, delimiter=delimiter_of(first.body), strict=True)
    try:
        columns = columns_of(next(reader))
    except (csv.Error, _TooLong) as error:
        raise RowsUnreadable(
            "The heading of this file cannot be read as CSV.", "Export it again, as CSV in UTF-8."
        ) from error
    return rows_below(reader, source, columns, first.number)


def rows_below(
    reader: "Iterator[list[str]]", source: TextLines, columns: list[str], number: int
) -> Iterator[ArticleRow | RowRefusal]:
    """The rows under the heading, which is row `number`."""
    while True:
        source.row_is_over()
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            said = f"Its quotation marks do not fit ({error}). Nothing from this row on was read."
            yield RowRefusal(number, "", "invalid_csv", said)
            return
        except _TooLong:
            said = f"The row is longer than {LONGEST_ROW:,} bytes: is a quotation mark missing? Nothing more was read."
            yield RowRefusal(number, "", "row_too_long", said)
            return
        if any(cells):
            yield csv_row(number, columns, cells)


def csv_row(number: int, columns: list[str], cells: list[str]) -> ArticleRow | RowRefusal:
    """One row's."""
    if len(cells) != len(columns):
        said = f"The row has {len(cells)} cells, and the heading has {len(columns)}."
        return RowRefusal(number, "", "invalid_csv", said)
    values: dict[str, object] = {name: cell for name, cell in zip(columns, cells, strict=True) if cell}
    for name, cell in values.items():
        if _NOT_UTF8.search(str(cell)):
            field = name if name in FIELDS else "metadata"
            return RowRefusal(number, field, "decoding_failed", "The cell holds bytes that are not UTF-8.")
    if "metadata" in values:
        try:
            values["metadata"] = parsed(str(values["metadata"]))
        except (ValueError, RecursionError):
            return RowRefusal(number, "metadata", "invalid_json", "It has to be a JSON object, or empty.")
    return article_row(number, values)


def delimiter_of(heading: bytes) -> str:
    """Comma, semicolon or tab: the one by which most of our fields are found."""
    text = heading.decode(errors="replace")
    return max(DELIMITERS, key=lambda mark: sum(known(name) in FIELDS for name in text.split(mark)))


def columns_of(names: list[str]) -> list[str]:
    """The heading's names; ours in any case of letters. Raises RowsUnreadable where no row could become an article."""
    columns = [known(name) for name in names]
    twice = [name for name in columns if columns.count(name) > 1]
    if twice:
        raise RowsUnreadable(f"The heading has two columns {twice[0][:80]!r}.", "Give every column a name of its own.")
    if not set(columns) & set(SOURCES):
        raise RowsUnreadable(
            f"The heading has no column text, html or url: it has {', '.join(columns)[:200]!r}.",
            "The first row of a CSV file names its columns; NDJSON has one object on each line.",
        )
    return columns


def known(name: str) -> str:
    """One of our fields however it is written, else the name as it is."""
    name = name.strip()
    lowered = name.strip('"').strip().lower()
    return lowered if lowered in FIELDS else name
