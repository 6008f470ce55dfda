"""The one tokeniser of search: the same words on every database."""

import re
import unicodedata

WORD = re.compile(r"\w+", re.UNICODE)


def words_of(text: str) -> list[str]:
    """The text's words in order: case folded, accents stripped, punctuation gone. Linear in its length."""
    # Taken apart before folding as well as after: "℃" only then shows its capital C.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return WORD.findall("".join(char for char in folded if not unicodedata.combining(char)))


def index_line(*texts: str) -> str:
    """Distinct words of all texts, each with a blank on both sides, so that `" word"` finds its beginning."""
    distinct = dict.fromkeys(word for text in texts for word in words_of(text))
    return f" {' '.join(distinct)} "
