"""What is said: cutting the content of an attribution out of its sentence."""

import re

from .cues.reporting import TELL
from .doc import CueHit, Sentence
from .quotes import Quote
from .verbs import finite_verb

_ADDRESSEE = re.compile(
    r"\s*(?:(?!that\b)[^\s,.]+\s+){1,8}?(?=that\b|the\b|a\b|an\b|it\b|he\b|she\b|they\b|there\b|his\b|her\b)"
)
_LATER_THAT = re.compile(
    r"\s+(?:on|in|at|to|during|after|before|late|early|earlier|last|this|by|again|yesterday|today|[a-z]+ly)\b"
    r"[^,;:“\"]{0,60}?\sthat\b"
)
_COLON_QUOTE = re.compile(r"[^.:“\"]{0,60}:(?=\s*[“\"«])")
_THAT = re.compile(r"[\s,:]*(?:that\s+)?")
_AFTERWORD = re.compile(
    r"\s*(?:(?:in|on|at|during|to|by|late|early|last|earlier|this)\s+[^,.“\"]{1,60}|yesterday|today|[A-Z][a-z]+day)?(?:,|[\s.!?”\"’']*$)"
)
_STATEMENT = 4  # words; "Last year, officials agreed" states nothing
_ADVERBIAL = re.compile(
    r"(?:on|in|at|by|for|from|with|during|after|before|since|until|when|while|as|if|although|though|because|despite|"
    r"instead|following|amid|under|over|along|without|like|unlike|last|this|next)\b",
    re.IGNORECASE,
)
END_MARKS = " \t\n.,;:!?…"
_OPENING_MARKS = "“\"«‘'"
CLOSING_MARKS = "”\"»’'"


def said_before(
    text: str, sentence: Sentence, source: tuple[int, int], right: str, quoted_before: list[Quote]
) -> tuple[int, int] | None:
    """The content, where it stands before the source ("..., officials said") or around it ("A, they say, is B")."""
    before = text[sentence.start : source[0]].rstrip()
    if len(before) <= 3 or before[-1] not in (*",?!", *CLOSING_MARKS):
        return None
    parenthetical, closing = right.lstrip().startswith(","), _AFTERWORD.match(right)
    if (
        quoted_before
        and not text[quoted_before[-1].end : source[0]].strip(" ,")
        and (quoted_before[0].start == sentence.start or closing or parenthetical)
    ):
        from_quote = quoted_before[0].start == sentence.start
        return (sentence.start, quoted_before[0].end if from_quote else source[0])
    if not parenthetical and not closing:
        return None
    if finite_verb(text, sentence.start, source[0]) is not None or (closing and _says_something(before)):
        return (sentence.start, source[0])
    return (sentence.start, sentence.end) if parenthetical else None


def _says_something(before: str) -> bool:
    """Whether the words before a source that ends its sentence are a statement, though no verb of ours is in them."""
    return len(before.split()) >= _STATEMENT and not _ADVERBIAL.match(before)


def content_start(text: str, hit: CueHit, end: int) -> int:
    """Past "on Monday that", past the person told, past "in a letter:"."""
    later = _LATER_THAT.match(text, hit.end, end) or _COLON_QUOTE.match(text, hit.end, end)
    if later is None and hit.cue == TELL:
        later = _ADDRESSEE.match(text, hit.end, end)
    return later.end() if later else hit.end


def content_span(text: str, start: int, end: int) -> tuple[int, int]:
    """What is said, without "that", end marks, and quotation marks that enclose all of it."""
    lead = _THAT.match(text, start, end)
    if lead and (not lead.group().strip(" ,:") or finite_verb(text, lead.end(), end) is not None):
        start = lead.end()
    while start < end and text[end - 1] in END_MARKS:
        end -= 1
    if start < end - 1 and text[start] in _OPENING_MARKS and text[end - 1] in CLOSING_MARKS:
        start, end = start + 1, end - 1
        while start < end and text[end - 1] in END_MARKS:
            end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end
