"""Recognising the furniture of a page: share bars, newsletter calls, credits, bylines, notices."""

import re

from .bylines import is_byline, is_date_line
from .furniture import LINK_LISTS, OPENINGS, SHARE_WORDS, WHOLE_LINES
from .verbs import finite_verb
from .wordlists import words

MAX_WORDS = 40  # a longer paragraph is prose, however it begins
_MAX_LENGTH = 400
_SENTENCE_WORDS = 6

_SHARE_WORDS = words(*SHARE_WORDS)
_WORD = re.compile(r"[\w-]+")
_WHOLE = re.compile(rf"(?:{'|'.join(WHOLE_LINES)})[\s.:…!»>→|*]*$", re.IGNORECASE)
_OPENING = re.compile("|".join(OPENINGS), re.IGNORECASE)
_LINK_LIST = re.compile(LINK_LISTS, re.IGNORECASE)


def is_boilerplate(line: str) -> bool:
    """Whether a whole paragraph is furniture of the page."""
    if len(line) > _MAX_LENGTH:
        return False
    found = _WORD.findall(line)
    if not found or len(found) > MAX_WORDS:
        return False
    if _WHOLE.match(line) and not _is_sentence(line, len(found)):
        return True
    if _OPENING.match(line) or is_byline(line) or is_date_line(line):
        return True
    return all(word.lower() in _SHARE_WORDS for word in found)


def opens_link_list(line: str) -> bool:
    """Whether a boilerplate line announces a list of links ("Our latest articles")."""
    return bool(_LINK_LIST.match(line))


def _is_sentence(line: str, count: int) -> bool:
    return line.endswith(".") and count > _SENTENCE_WORDS and finite_verb(line, 0, len(line)) is not None
