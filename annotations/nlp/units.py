"""From paragraphs and sentences to the units a reviewer sees."""

import re

from .clauses import split_clauses
from .doc import Paragraph, Sentence
from .enumerators import content_start
from .quotes import Quote
from .text import trimmed
from .types import Unit, UnitKind

_QUESTION = re.compile(r"\?[!?]*[\"'”’»)\]]*$")
_SPEAKER_PREFIX = re.compile(r"(?:Q|A|Question|Answer)\s*[:.]\s+(?=\S)")
_STAMP_PREFIX = re.compile(
    r"\d{1,2}[:.h]\d{2}(?:\s?[ap]\.?m\.?)?(?:\s+(?:GMT|BST|UTC|CET|CEST|EST|EDT|ET|PT))?\s*[-–—:|]?\s+(?=[\"“A-Z])"
)
_WORDY = re.compile(r"[^\W\d_]")


def sentence_kind(text: str, start: int, end: int) -> UnitKind:
    """Question, claim, or other where there is no letter to read."""
    if not _WORDY.search(text, start, end):
        return UnitKind.OTHER
    return UnitKind.QUESTION if _QUESTION.search(text[max(start, end - 8) : end]) else UnitKind.CLAIM


def words_start(text: str, start: int, end: int) -> int:
    """Past what only introduces the first sentence of a paragraph: a bullet, a time stamp, "Q:" or "A:"."""
    for prefix in (_STAMP_PREFIX, _SPEAKER_PREFIX):
        match = prefix.match(text, start, end)
        if match and match.end() < end:
            start = match.end()
    return content_start(text, start, end)


def block_unit(paragraph: Paragraph) -> Unit:
    """The unit of a paragraph that is not prose."""
    return Unit(paragraph.start, paragraph.end, paragraph.kind or UnitKind.OTHER, paragraph.index)


def sentence_units(text: str, sentence: Sentence, quotes: list[Quote]) -> list[Unit]:
    """The units of one sentence: one, or several where it coordinates separate assertions."""
    start = words_start(text, sentence.start, sentence.end)
    if sentence.kind is not UnitKind.CLAIM:
        return [Unit(start, sentence.end, sentence.kind, sentence.paragraph)]
    return [
        Unit(*trimmed(text, left, right), UnitKind.CLAIM, sentence.paragraph)
        for left, right in split_clauses(text, start, sentence.end, quotes)
    ]
