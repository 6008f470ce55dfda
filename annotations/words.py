"""The one tokeniser of search: the same words on every database."""

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"\w+", re.UNICODE)
# What an index can hold: PostgreSQL takes no word above 2 kB and no more than 1 MB of them for one row.
LONGEST_WORD = 1_000
MOST_WORDS = 900_000


@lru_cache(maxsize=16_384)
def folded(char: str) -> str:
    """One character as search sees it: case folded, accents stripped; none, one or several characters."""
    # Taken apart before folding as well as after: "℃" only then shows its capital C.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    return "".join(part for part in apart if not unicodedata.combining(part))


def fold(text: str) -> str:
    """The text as search sees it. Linear in its length."""
    return text.lower() if text.isascii() else "".join(map(folded, text))


def words_of(text: str) -> list[str]:
    """The text's words in order: case folded, accents stripped, punctuation gone. Linear in its length."""
    return WORD.findall(fold(text))


def index_line(*texts: str) -> str:
    """The words of all texts in order, each with a blank on both sides, so that `" word"` finds its beginning and
    `" two words "` a phrase. Two blanks stand between two texts: no phrase reaches from one into the other."""
    lines = (" ".join(words_of(text)) for text in texts)
    return f" {'  '.join(line for line in lines if line)} "


def fits_an_index(line: str) -> bool:
    """Whether the databases' indexes can hold a line. The few that do not fit are read through instead."""
    sizes = [len(word.encode()) for word in set(line.split())]
    return max(sizes, default=0) <= LONGEST_WORD and sum(sizes) + 8 * len(sizes) <= MOST_WORDS


def word_spans(text: str) -> list[tuple[int, int, str]]:
    """The text's words in order, each with where it stands: [start, end) in code points. Linear in the length."""
    if text.isascii():
        return [(found.start(), found.end(), found[0]) for found in WORD.finditer(text.lower())]
    parts = [folded(char) for char in text]
    home = [place for place, part in enumerate(parts) for _char in part]
    spans = []
    for found in WORD.finditer("".join(parts)):
        end = home[found.end() - 1] + 1
        while end < len(text) and not parts[end]:  # accents behind the last letter belong to it
            end += 1
        spans.append((home[found.start()], end, found[0]))
    return spans
