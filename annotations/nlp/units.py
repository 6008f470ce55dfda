"""From paragraphs and sentences to the units a reviewer sees."""

import re

from .boilerplate import is_boilerplate
from .bylines import dateline_end
from .clauses import split_clauses
from .doc import Sentence
from .enumerators import content_start
from .quotes import Quote
from .text import trimmed
from .types import Paragraph, Unit, UnitKind

_MAX_CALL = 120  # code points

_QUESTION = re.compile(r"\?[!?]*[\"'”’»)\]]*$")
_SPEAKER_PREFIX = re.compile(r"(?:Q|A|Question|Answer)\s*[:.]\s+(?=\S)")
_STAMP_PREFIX = re.compile(
    r"\d{1,2}[:.h]\d{2}(?:\s?[ap]\.?m\.?)?(?:\s+(?:GMT|BST|UTC|CET|CEST|EST|EDT|ET|PT))?\s*[-–—:|]?\s+(?=[\"“A-Z])"
)
_WORDY = re.compile(r"[^\W\d_]")


def sentence_kind(text: str, start: int, end: int) -> UnitKind:
    """Question, claim, a call to the reader amid prose ("Click here"), or other where there is no letter to read."""
    if not _WORDY.search(text, start, end):
        return UnitKind.OTHER
    if end - start <= _MAX_CALL and is_boilerplate(text[start:end]):
        return UnitKind.BOILERPLATE
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
    start = dateline_end(text, sentence.start, sentence.end)
    before: list[Unit] = []
    if start > sentence.start:
        before = [Unit(*trimmed(text, sentence.start, start), UnitKind.BOILERPLATE, sentence.paragraph)]
    start = words_start(text, start, sentence.end)
    if sentence.kind is not UnitKind.CLAIM:
        return [*before, Unit(start, sentence.end, sentence.kind, sentence.paragraph)]
    claims = split_clauses(text, start, sentence.end, quotes)
    return [*before, *(Unit(left, right, UnitKind.CLAIM, sentence.paragraph) for left, right in claims)]
