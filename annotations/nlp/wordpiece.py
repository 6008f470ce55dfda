"""Words in pieces, as BERT's uncased tokenizer takes them apart: the longest piece that is known, then the next."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

START, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
MAX_WORD = 100  # code points; nothing longer is a word of a language
_REMEMBERED = 1 << 15

_PART = re.compile(r"[^\W_]+|[^\s]")


class WordPieces:
    """Numbers of the pieces of a text. `vocabulary`: the pieces by number; what goes on inside a word begins `##`."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._number = {piece: number for number, piece in enumerate(vocabulary)}
        self.start, self.end, self._unknown = (self._number[sign] for sign in (START, END, UNKNOWN))
        self._word = lru_cache(_REMEMBERED)(self._pieces)

    def numbers(self, text: str, most: int) -> list[int]:
        """The first `most` pieces of the text, without the marks of its start and end. Linear in what it reads."""
        found: list[int] = []
        for match in _PART.finditer(plain(text)):
            found.extend(self._word(match[0]))
            if len(found) >= most:
                break
        return found[:most]

    def _pieces(self, word: str) -> tuple[int, ...]:
        found: list[int] = []
        begin = 0
        while begin < len(word) <= MAX_WORD:
            for end in range(len(word), begin, -1):
                number = self._number.get(f"##{word[begin:end]}" if begin else word[:end])
                if number is not None:
                    found.append(number)
                    begin = end
                    break
            else:
                return (self._unknown,)
        return tuple(found) or (self._unknown,)


def plain(text: str) -> str:
    """Lower case, without accents and control characters."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFD", text.lower())
    return "".join(sign for sign in parts if unicodedata.category(sign) != "Mn")
