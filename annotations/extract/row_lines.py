"""A file's lines, as bytes, none of them longer than one can hold."""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from annotations.extract.row_types import RowsUnreadable

_BEGINNING = 64  # bytes kept of a line that is too long


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its line feed, counted from 1. `whole` is False where it was too long: `body` is its beginning."""

    number: int
    body: bytes
    whole: bool = True

    @property
    def is_blank(self) -> bool:
        """Nothing but white space."""
        return self.whole and not self.body.strip()


def lines_of(pieces: Iterable[bytes], *, longest: int) -> Iterator[Line]:
    """The lines of the joined pieces, split at line feeds only. Memory: one piece and one line."""
    waiting, number, whole = bytearray(), 1, True
    for piece in pieces:
        start = 0
        while start < len(piece):
            end = piece.find(b"\n", start) + 1
            if whole:
                waiting += piece[start : end or len(piece)]
                if len(waiting) > longest:
                    whole = False
                    del waiting[_BEGINNING:]
            if not end:
                break
            yield Line(number, bytes(waiting), whole)
            waiting.clear()
            number, whole, start = number + 1, True, end
    if waiting:
        yield Line(number, bytes(waiting), whole)


def begin(pieces: Iterable[bytes], *, longest: int) -> tuple[Line, Iterator[Line]]:
    """The first line that is not blank, without byte order mark and leading white space, and all lines from it on.
    Raises RowsUnreadable for a file without any, and for UTF-16."""
    lines = lines_of(pieces, longest=longest)
    for line in lines:
        body = line.body
        if line.number == 1:
            if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                raise RowsUnreadable("This file is encoded as UTF-16.", "Save it as UTF-8 and try again.")
            body = body.removeprefix(codecs.BOM_UTF8)
        first = Line(line.number, body.lstrip(b" \t\r\n"), line.whole)
        if not first.is_blank:
            return first, chain([first], lines)
    raise RowsUnreadable("There is no row in this file.", "Check that the right file was chosen.")
