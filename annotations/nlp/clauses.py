"""Splitting a sentence that coordinates separate assertions. Conservative: in doubt the sentence stays whole."""

import re

from .quotes import Quote
from .text import trimmed
from .verbs import AUXILIARIES, FINITE, PAST_FORMS, finite_verb

_MIN_WORDS = 4
_CLAUSE_VERBS = AUXILIARIES | PAST_FORMS
_MAX_SUBJECT_WORDS = 6

_JOINT = re.compile(r"(?:,\s+(?:and|but|while|whereas)|\s+and|;(?:\s+(?:and|but))?)\s+(?=\S)")
_SUBJECT = re.compile(
    r"(?:the|a|an|its|his|her|their|our|these|those|this|it|he|she|they|we|there|both|most|some|all|nearly|about|"
    r"another|[A-Z][\w’'.-]*)\b"
)
# Words under whose reach a second clause may stand: cutting there would change what is said.
_SCOPE = re.compile(
    r"\b(?:if|whether|unless|because|although|though|since|so that|in order|denied|denies|denying|rejected|disputed|"
    r"doubts?|doubted|neither|either|both|between|not only|who|whom|which|whose|where|when|should|than|until|after|"
    r"before|how|why|what|let)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w’'.%-]*\w")


def split_clauses(text: str, start: int, end: int, quotes: list[Quote]) -> list[tuple[int, int]]:
    """The claims of the sentence `text[start:end]`: usually the sentence itself, sometimes its coordinated clauses.

    A cut is made only outside quotations and brackets, where each side has a subject and a finite verb of its own and
    no word governs both. Every span is trimmed; the joining word and its comma belong to none.
    """
    spans: list[tuple[int, int]] = []
    begin = start
    if not _SCOPE.search(text, start, end):
        for joint in _JOINT.finditer(text, start, end):
            if any(quote.start < joint.end() and joint.start() < quote.end for quote in quotes):
                continue
            if _asserts(text, begin, joint.start()) and _opens_clause(text, joint.end(), end):
                spans.append(trimmed(text, begin, joint.start()))
                begin = joint.end()
    spans.append(trimmed(text, begin, end))
    return spans


def _asserts(text: str, start: int, end: int) -> bool:
    verb = finite_verb(text, start, end)
    if verb is None or verb == start or text.count("(", start, end) != text.count(")", start, end):
        return False
    return len(_WORD.findall(text[start:end])) >= _MIN_WORDS


def _opens_clause(text: str, start: int, end: int) -> bool:
    """Whether the words from `start` on are a subject soon followed by a finite verb, with nothing in between."""
    words = list(_WORD.finditer(text, start, min(end, start + 200)))
    if len(words) < _MIN_WORDS:
        return False
    if not _SUBJECT.match(text, start, end):
        return _opens_bare(text, start, words)
    for position, word in enumerate(words[: _MAX_SUBJECT_WORDS + 1]):
        if position and re.search(r"[,;:(“\"]", text[words[position - 1].end() : word.start()]):
            return False
        if position and word.group().lower() in FINITE:
            return True
    return False


def _opens_bare(text: str, start: int, words: list[re.Match[str]]) -> bool:
    """ "..., but wages rose": a noun without article, right before a past form, is a subject after a comma."""
    before = text[max(0, start - 12) : start]
    first, second = words[0].group(), words[1].group()
    return "," in before and first.isalpha() and first.islower() and first not in FINITE and second in _CLAUSE_VERBS
