"""Who says what: pairing a statement with its source inside one sentence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .content import CLOSING_MARKS, END_MARKS, content_span, content_start, said_before
from .cues.reporting import ACCORDING, FIND, REPORTING_CUES, TELL
from .doc import CueHit, Sentence
from .quotes import Quote
from .sources import phrase_after, source_kind, states, subject_before
from .types import Attribution, TextSpan
from .verbs import finite_verb
from .wordlists import words

_NOT_AFTER = re.compile(
    r"\b(?:to|be|is|are|was|were|been|being|not|n[’']t|never|what|which|without|by|of|for|from|the|a|an|its|his|her|"
    r"their|this|that|nor|can|can[’']t|cannot|could|would|will|may|might|should|must|did|do|does|let)\s*$",
    re.IGNORECASE,
)
_NOTHING_SAID = re.compile(
    r"\s*(?:nothing|not\s+to\b|the\s+lives?|lives|(?:the\s+)?responsibility|victory|for\b|goodbye|sorry|plans?\s+to|to\s+have\b.{0,3}$)",
    re.IGNORECASE,
)
_OPENS_QUOTE = re.compile(r"[^.:“\"]{0,60}:\s*[“\"«]|[\s,:]*(?:that\s+|it\s+|the\s+\S+\s+)?[“\"«]")
_SAYS_THAT = re.compile(r"\s+(?:that|how|why|whether)\b")
_PUTS_AT = re.compile(
    r"\s[^.;:]{1,80}?\sat\s+(?:\d|about\b|around\b|between\b|fewer\b|less\b|more\b|nearly\b|over\b|up to\b)"
)
_TOLD = re.compile(r"\s+(?:me|us|him|her|them|it)\b")
_INVERTED = re.compile(
    r"\s+(?:[A-Z]|the\b|an?\b|his\b|her\b|its\b|their\b|our\b|my\b|one\b|another\b"
    # A title in front of a name: "said chief executive Ida Fromm", but not "said last Monday".
    r"|(?!(?:on|in|at|by|to|for|from|with|of|during|after|before|since|until|about|over|under|through|last|late|early|"
    r"earlier|this|that|these|those|next|as|when|while|if|because|although|though|but|and|or|so|then|there|he|she|it|"
    r"they|we|you|only|just|also|again|once|[a-z]+ly)\b)(?:[a-z][\w’'-]*,?\s+){1,5}(?!I\b)[A-Z])"
)
_NOT_A_SOURCE = re.compile(
    r"\s*(?:plan|plans|schedule|law|tradition|type|size|age|need|taste|whether)\b", re.IGNORECASE
)
_FRAGMENT = 3  # words before "according to" that make no content yet ("Rents, according to ...")
_SAYS_NOTHING = frozenset({"it", "this", "that", "so", "them", "him", "her", "no", "more"})
_POINTS_BACK = frozenset({"it", "this", "that"})
_ANSWERS = words("denied denies deny rejected rejects reject disputed disputes dispute dismissed dismisses")
_PUT = words("put puts")
_MAX_TRIES = 6  # reporting words a sentence; one with more is a list of them


@dataclass(frozen=True, slots=True)
class Finding:
    """An attribution and the cue name of its source."""

    attribution: Attribution
    source_cue: str


def find_attribution(text: str, sentence: Sentence, hits: Iterable[CueHit], quotes: list[Quote]) -> Finding | None:
    """The first attribution of a sentence, or None. `hits` and `quotes` are those of its stretch of text."""
    reporting = [hit for hit in hits if hit.cue in REPORTING_CUES]
    for hit in reporting[:_MAX_TRIES]:
        if any(quote.start < hit.start < quote.end - 1 for quote in quotes):
            continue
        if hit.cue == ACCORDING:
            found = _according(text, sentence, hit, quotes)
        else:
            found = _by_verb(text, sentence, hit, quotes)
        if found:
            return found
    return None


def _according(text: str, sentence: Sentence, hit: CueHit, quotes: list[Quote]) -> Finding | None:
    if _NOT_A_SOURCE.match(text, hit.end, sentence.end):
        return None
    source = phrase_after(text, hit.end, sentence.end)
    if source is None:
        return None
    before = text[sentence.start : hit.start].strip(END_MARKS)
    if before and (len(before.split()) > _FRAGMENT or finite_verb(before, 0, len(before)) is not None):
        content = (sentence.start, hit.start)
    else:
        source, content = _leading_source(text, source, sentence.end)
    return _finding(text, source, hit, content, quotes)


def _leading_source(text: str, source: tuple[int, int], end: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Cut "X, content": at the first comma, or at the second where the first only opens an apposition."""
    commas = [match.start() for match in re.finditer(r",\s", text[source[0] : end])]
    for index, comma in enumerate(commas):
        position = source[0] + comma
        following = source[0] + commas[index + 1] if index + 1 < len(commas) else end
        if finite_verb(text, position, following) is not None or index + 1 == len(commas):
            return (source[0], position), (position + 1, end)
    return source, (source[1], end)


def _by_verb(text: str, sentence: Sentence, hit: CueHit, quotes: list[Quote]) -> Finding | None:
    left, right = text[sentence.start : hit.start], text[hit.end : sentence.end]
    if _NOT_AFTER.search(left) or _NOTHING_SAID.match(right):
        return None
    quoted_before = [quote for quote in quotes if sentence.start <= quote.start and quote.end <= hit.start]
    if hit.cue != TELL and left.rstrip()[-1:] in (*",?!", *CLOSING_MARKS) and _INVERTED.match(right):
        source = phrase_after(text, hit.end, sentence.end)
        if source and source_kind(text[source[0] : source[1]]) and not states(text[source[0] : source[1]]):
            return _finding(text, source, hit, (sentence.start, hit.start), quotes)
    begin = quoted_before[-1].end if quoted_before else sentence.start
    source = subject_before(text, begin, hit.start)
    if source is None:
        return None
    told = _TOLD.match(right) if hit.cue == TELL else None
    content = said_before(text, sentence, source, right[told.end() :] if told else right, quoted_before)
    if content is not None:
        return _finding(text, source, hit, content, quotes)
    if hit.cue == FIND and not _really_reports(text, hit, source, right):
        return None
    return _finding(text, source, hit, (content_start(text, hit, sentence.end), sentence.end), quotes)


def _really_reports(text: str, hit: CueHit, source: tuple[int, int], right: str) -> bool:
    if text[hit.start : hit.end].lower() in _PUT:
        return _PUTS_AT.match(right) is not None
    if _SAYS_THAT.match(right) or _OPENS_QUOTE.match(right):
        return True
    kind = source_kind(text[source[0] : source[1]])
    return kind in ("document_source", "role_source", "vague_source") and finite_verb(right, 0, len(right)) is not None


def _finding(
    text: str, source: tuple[int, int], hit: CueHit, content: tuple[int, int], quotes: list[Quote]
) -> Finding | None:
    phrase = text[source[0] : source[1]]
    kind = source_kind(phrase) or ("other_source" if hit.cue == ACCORDING else None)
    start, end = content_span(text, *content)
    if kind is None or start >= end:
        return None
    said = text[start:end].lower()
    if said in _SAYS_NOTHING and not (said in _POINTS_BACK and text[hit.start : hit.end].lower() in _ANSWERS):
        return None
    quoted = sum(
        min(quote.end, end) - max(quote.start, start) for quote in quotes if quote.start < end and quote.end > start
    )
    attribution = Attribution(
        TextSpan(*source), TextSpan(hit.start, hit.end), TextSpan(start, end), direct=quoted * 2 >= end - start
    )
    return Finding(attribution, kind)
