"""Who wrote it, where and when: lines and line openings that carry no claim."""

import re

from .verbs import finite_verb

_MAX_BYLINE = 160  # code points

_NAME = r"[A-Z][\w.’'-]*"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)

_BYLINE = re.compile(
    rf"(?:(?:(?:Opinion|Analysis|Comment|Interview|Review|Words|Text)\s+)?(?:By|BY|by)|Words|Story|Text)\s*:?\s+{_NAME}(?:[\s,&|/]+(?:and\s+|in\s+|for\s+|of\s+)?(?:{_NAME}|de|van|von|al|bin|"
    r"political|senior|chief|health|science|business|economics|education|environment|correspondent|reporter|editor|"
    r"staff|writer)){0,12}$"
)
_BY_DESK = re.compile(r"(?:By|BY)\s+(?:the|our|The|Our)\s[^.!?]*$")
_NOT_A_NAME = re.compile(r"(?:By|BY|by)\s+(?:The|A|An|Now|Then|Contrast|Next|Last)\b")
_BARE_NAME = re.compile(r"[A-Z][a-z’'-]+(?:\s(?:[A-Z]\.|de|van|von|al|bin))*(?:\s[A-Z][\w’'-]+){1,2}$")
_AUTHOR_BIO = re.compile(
    rf"(?:{_NAME}\s+){{1,4}}(?:is|covers)\s+(?:an?\s+|the\s+|our\s+)?(?:[\w’'-]+\s+){{0,4}}?"
    r"(?:reporter|correspondent|columnist|editor|journalist|writer|contributor)\b.{0,160}$"
)
_FOOT_NOTE = re.compile(
    rf"(?:The\s+)?(?:{_NAME}\s+){{1,5}}is\s+(?:an?|the)\s+"
    r"(?:[^.!?]{1,80}\s(?:and|who)\s+(?:writes|edits|reports|covers|blogs|contributes)\b"
    r"|(?:[\w’'-]+\s+){0,4}?(?:news\s+(?:agency|service|site|website|organi[sz]ation)|newspaper|magazine|newsletter))"
    r"[^.!?]{0,160}\.?$"
)
_DATE_LINE = re.compile(
    rf"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?{_MONTH}"
    r"\s*(?:\d{1,2}(?:st|nd|rd|th)?)?,?\s*(?:\d{4})?"
    r"(?:[\s,|·–—-]+(?:at\s+)?\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?)?(?:\s*[A-Z]{2,4})?)?$"
    r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?:[\s,|·–—-]+\d{1,2}[:.]\d{2}.{0,10})?$",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"[A-Z][A-Z.’' /-]{2,40}(?:,\s+[A-Z][A-Za-z.]{1,14}){0,2}"
    r"(?:,\s+(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8})(?:,?\s+\d{4})?)?"
    r"\s*(?:\([A-Za-z][\w /.-]{1,20}\))?\s*[—–-]{1,2}\s+(?=[\"“‘']?[A-Z])"
)


def is_byline(line: str) -> bool:
    """Whether a line only says who wrote the article ("By Ana Ruiz, health editor", "By the data desk | 9 May")."""
    if len(line) > _MAX_BYLINE:
        return False
    if _BYLINE.match(line) and not _NOT_A_NAME.match(line):
        return True
    return bool(_BY_DESK.match(line)) and finite_verb(line, 0, len(line)) is None


def is_bare_name(line: str) -> bool:
    """Whether a line is nothing but a person's name. Only right under a title is that a byline."""
    return bool(_BARE_NAME.match(line))


def is_author_bio(line: str) -> bool:
    """Whether a paragraph introduces the author, as the foot of an article does."""
    return bool(_AUTHOR_BIO.match(line))


def is_foot_note(line: str) -> bool:
    """Whether a paragraph says in one sentence what the author does or what the outlet is, as last paragraphs do."""
    return bool(_FOOT_NOTE.match(line))


def is_date_line(line: str) -> bool:
    """Whether a line is nothing but a date, perhaps with a time."""
    return len(line) <= 60 and bool(_DATE_LINE.match(line))


def dateline_end(text: str, start: int, end: int) -> int:
    """Past a dateline ("PORT ARLEN, March 3 (Wire) - ") that opens `text[start:end]`; `start` where there is none."""
    match = _DATELINE.match(text, start, end)
    return match.end() if match and match.end() < end else start
