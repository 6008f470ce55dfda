"""Offsets, newlines and character safety of article texts. Light to import: no spaCy.

Everything inside counts Unicode code points; browsers count UTF-16 units. The two meet here and nowhere else.
"""

import re
import unicodedata
from bisect import bisect_left

REPLACEMENT = "\ufffd"

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_NEWLINES = re.compile("\r\n?")
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_ZWJ = "\u200d"
_GRAPHEME_LOOKBACK = 64  # the longest emoji family is shorter; a "zalgo" tower is cut rather than followed


class OffsetMap:
    """Both offset conversions of one text, prepared once. Preparing is O(n), each question O(log n)."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._astral = [match.start() for match in _ASTRAL.finditer(text)]
        self._astral_units = [position + index for index, position in enumerate(self._astral)]

    def utf16(self, code_point: int) -> int:
        """The UTF-16 offset of a code point offset. ValueError outside `0..len(text)`."""
        if not 0 <= code_point <= self._length:
            raise ValueError(f"code point offset {code_point} is outside 0..{self._length}")
        return code_point + bisect_left(self._astral, code_point)

    def code_point(self, utf16: int) -> int:
        """The code point offset of a UTF-16 offset. ValueError outside the text or between two surrogates."""
        units = self._length + len(self._astral)
        if not 0 <= utf16 <= units:
            raise ValueError(f"UTF-16 offset {utf16} is outside 0..{units}")
        astral_before = bisect_left(self._astral_units, utf16)
        if astral_before and self._astral_units[astral_before - 1] == utf16 - 1:
            raise ValueError(f"UTF-16 offset {utf16} stands between the two halves of one character")
        return utf16 - astral_before


def utf16_offset(text: str, code_point: int) -> int:
    """The UTF-16 offset of a code point offset of `text`. O(n); for many offsets keep an `OffsetMap`."""
    return OffsetMap(text).utf16(code_point)


def code_point_offset(text: str, utf16: int) -> int:
    """The code point offset of a UTF-16 offset of `text`. O(n); for many offsets keep an `OffsetMap`.

    ValueError where the offset lies outside the text or between the two halves of a surrogate pair.
    """
    return OffsetMap(text).code_point(utf16)


def snap_to_grapheme(text: str, offset: int) -> int:
    """The nearest offset at or before `offset` that does not stand inside a visible character.

    Keeps combining marks, ZWJ sequences, variation selectors, skin tones, tag sequences and flags whole. Looks back
    over at most 64 code points; when all of them belong together, `offset` itself comes back.
    """
    position = offset
    while 0 < position < len(text) and _belongs_to_previous(text, position):
        position -= 1
        if offset - position >= _GRAPHEME_LOOKBACK:
            return offset
    return position


def _belongs_to_previous(text: str, position: int) -> bool:
    before, after = text[position - 1], text[position]
    code = ord(after)
    if before == _ZWJ or after == _ZWJ or code in _SKIN_TONES or code in _TAGS:
        return True
    if unicodedata.category(after) in ("Mn", "Me", "Mc"):
        return True
    if code in _FLAG_LETTERS and ord(before) in _FLAG_LETTERS:
        first = position - 1
        while first > 0 and position - first < _GRAPHEME_LOOKBACK and ord(text[first - 1]) in _FLAG_LETTERS:
            first -= 1
        return (position - first) % 2 == 1
    return before == "\r" and after == "\n"


def normalise_newlines_and_controls(text: str) -> tuple[str, int]:
    """The text as it is stored, and how many characters had to be replaced.

    CRLF and CR become LF; NUL and lone surrogates become U+FFFD (counted). Nothing else changes: no NFC, NBSP kept.
    """
    return _UNSTORABLE.subn(REPLACEMENT, _NEWLINES.sub("\n", text))


def require_storable(text: str) -> None:
    """ValueError, with the offset, where `text` holds NUL or a lone surrogate."""
    found = _UNSTORABLE.search(text)
    if found:
        name = "NUL" if found.group() == "\x00" else "a lone surrogate"
        raise ValueError(f"the text holds {name} at code point {found.start()}; normalise it first")


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """`(start, end)` without the blanks at either end; `start == end` where nothing but blanks is left."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return (start + left, start + max(left, len(piece.rstrip())))
