"""What kind of block a paragraph is, judged by its shape and its place."""

import re
from dataclasses import replace

from .boilerplate import is_boilerplate, opens_link_list
from .bylines import is_author_bio, is_bare_name, is_foot_note
from .enumerators import BULLET
from .types import Paragraph, UnitKind
from .verbs import finite_verb

MAX_TITLE = 220  # code points
MAX_SUBHEAD = 100
MAX_SUBHEAD_WORDS = 13
_MAX_LABEL_WORDS = 7
_NEAR_TITLE = 2  # paragraphs from the top in which a bare name is a byline
_LAST = 2  # paragraphs at the very end, where a sentence about the author or the outlet is no claim
_FOOT = 6  # paragraphs from the end in which an author is introduced

_LETTER = re.compile(r"[^\W\d_]")
_TERMINAL = re.compile(r"[.!?…;。！？:：,][\"'”’»)\]]*$")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+\S")
_CAPTION = re.compile(
    r"(?:(?:file\s+)?(?:photo(?:graph)?|image|picture|video|caption|graphic|chart|map|illustration|infographic|watch)\s*"
    r"(?:caption|source|shows)?\s*[:,]|file\s+photo\b|file\s*[-–—]\s"
    r"|(?:figure|fig\.|table|chart|exhibit|map)\s*\d+\s*[:.–—-])"
    r"|(?:above|below|left|right|pictured|top|inset)\s*:\s|.{20,300}(?:\|\s*(?:photo|image|picture)\s*:|"
    r"\((?:photo|image|picture|ap\s+photo|credit|photograph)\b[^)]{2,80}\)"
    r"|\b(?:REUTERS|AFP|EPA)/[A-Z][\w. ’-]{2,40})\s*$",
    re.IGNORECASE,
)
_TURN = re.compile(r"(?:Q|A|Question|Answer)\s*[:.]\s")
_COLUMNS = re.compile(r"\t|\s\|\s|^\||\|$|\S {2,}\S")
_CELL_FIGURE = re.compile(r"[\d%$£€]")
_NUMBER_LINE = re.compile(r"[\s\d.,:%$£€+\-–—/()]+$")
_STAMP_LINE = re.compile(r"\d{1,2}[:.h]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?\s*[-–—:|]?$", re.IGNORECASE)
_KEY_VALUE = re.compile(r"[^:]{1,40}:\s+[\d$£€][\d.,%$£€ a-z]{0,20}$")
_MACHINE_WORD = 40  # mean run without blanks, in code points: minified code, base64, hashes
_SPACELESS_SCRIPT = re.compile("[\u0e00-\u0e7f\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u4e00-\u9fff]")


def classify(text: str, paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The paragraphs with their kind; prose keeps None. A text of one paragraph is never a heading. O(n)."""
    found: list[Paragraph] = []
    links = False
    for paragraph in paragraphs:
        line = text[paragraph.start : paragraph.end]
        kind = _by_content(line)
        if kind is UnitKind.BOILERPLATE:
            links = opens_link_list(line)
        elif kind is None and links and _is_short_unpunctuated(line):
            kind = UnitKind.BOILERPLATE
        elif kind is None:
            links = False
            kind = _by_place(line, paragraph.index, len(paragraphs))
        found.append(replace(paragraph, kind=kind))
    return _settle_last_headings(text, found)


def _by_content(line: str) -> UnitKind | None:
    if not _LETTER.search(line) or _STAMP_LINE.match(line) or _NUMBER_LINE.match(line):
        return UnitKind.OTHER
    if _CAPTION.match(line) and len(line) <= 500:
        return UnitKind.BOILERPLATE if is_boilerplate(line) else UnitKind.CAPTION
    bullet = BULLET.match(line)
    if is_boilerplate(line[bullet.end() :] if bullet else line):
        return UnitKind.BOILERPLATE
    if _is_table_row(line) or _is_machine_text(line) or _KEY_VALUE.match(line):
        return UnitKind.OTHER
    if _MARKDOWN_HEADING.match(line) and len(line) <= MAX_TITLE:
        return UnitKind.HEADING
    return None


def _by_place(line: str, index: int, count: int) -> UnitKind | None:
    if count == 1 or BULLET.match(line) or _TURN.match(line) or "\n" in line:
        return None
    if index == 0 and len(line) <= MAX_TITLE and not (_TERMINAL.search(line) and line[-1] not in "?!"):
        return UnitKind.HEADING
    if (index <= _NEAR_TITLE and is_bare_name(line)) or (index >= count - _FOOT and is_author_bio(line)):
        return UnitKind.BOILERPLATE
    if index >= count - _LAST and is_foot_note(line):
        return UnitKind.BOILERPLATE
    if _is_short_unpunctuated(line) and not line[0].islower():
        return UnitKind.HEADING
    words = line.split()
    if line.isupper() and len(words) <= MAX_SUBHEAD_WORDS:
        return UnitKind.HEADING
    if line[-1] in ":：" and len(words) <= _MAX_LABEL_WORDS:
        return UnitKind.HEADING
    return None


def _settle_last_headings(text: str, paragraphs: list[Paragraph]) -> tuple[Paragraph, ...]:
    """A subhead with nothing under it heads nothing: a statement without its full stop, or furniture of the page."""
    for position in range(len(paragraphs) - 1, 0, -1):
        paragraph = paragraphs[position]
        if paragraph.kind is UnitKind.HEADING:
            states = finite_verb(text, paragraph.start, paragraph.end) is not None
            paragraphs[position] = replace(paragraph, kind=None if states else UnitKind.BOILERPLATE)
        elif paragraph.kind not in (UnitKind.BOILERPLATE, UnitKind.OTHER):
            break
    return tuple(paragraphs)


def _is_short_unpunctuated(line: str) -> bool:
    return (
        len(line) <= MAX_SUBHEAD
        and len(line.split()) <= MAX_SUBHEAD_WORDS
        and not _TERMINAL.search(line)
        and not BULLET.match(line)
    )


def _is_table_row(line: str) -> bool:
    if "\t" in line.strip():
        return True
    if line.count("|") >= 2:
        return True
    columns = len(_COLUMNS.findall(line[:2000]))
    return columns >= 2 and len(_CELL_FIGURE.findall(line[:2000])) >= 2 and not _TERMINAL.search(line)


def _is_machine_text(line: str) -> bool:
    words = line.split()
    return len(line) > 200 and len(line) > _MACHINE_WORD * len(words) and not _SPACELESS_SCRIPT.search(line[:2000])
