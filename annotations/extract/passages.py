"""Quoted words looked for in a text: exactly, but for what printing changes; nearly; or not at all."""

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

Found = Literal["found", "near", "missing"]

CONTEXT = 90  # characters shown on each side
LONGEST_MATCH = 2_000  # characters of the text kept as the match
NEAR = 0.6  # share of words that have to agree before a passage counts as nearly the same
_FEWEST_WORDS = 3
_COMMON = 400  # a word that is in the text more often than this points nowhere
_GAP = 3_000  # characters that "…" inside a quotation may stand for
_LEFT_OUT = re.compile(r"\s*(?:\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\)|…|\.{3})\s*")
_PARAGRAPHS = re.compile(r"\n\s*\n")
_WORD = re.compile(r"\w+")
_SINGLE, _DOUBLE = "'‘’‚‛′`´ʼ", '"“”„‟″«»‹›'
_DASHES = "-‐‑‒–—―−"
_PRINTED = {**dict.fromkeys(_SINGLE, "'"), **dict.fromkeys(_DOUBLE, '"'), **dict.fromkeys(_DASHES, "-")}
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class Passage:
    """What became of one passage. `start` and `end` are code points of the text, both 0 where it is missing; `match`
    is what the text has there; `alike` is the share of equal words, in per cent."""

    quote: str
    found: Found
    start: int = 0
    end: int = 0
    alike: int = 0
    before: str = ""
    match: str = ""
    after: str = ""


class Searched:
    """A text made ready for several searches. Making it is linear in its length."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded, self._origins = _fold(text)
        self._words: list[re.Match[str]] | None = None

    def passages(self, quote: str) -> list[Passage]:
        """What became of each passage of the quotation; an empty line parts passages."""
        return [self.passage(part) for part in _PARAGRAPHS.split(quote.strip()) if part.strip()]

    def passage(self, quote: str) -> Passage:
        """The first place that has these words: the same but for blanks, quotation marks, dashes and capitals, with
        "…" for words left out; else the place most like them, if it is like enough."""
        words = _fold(quote)[0].strip().strip("'\" ")
        if not words:
            return Passage(quote=quote, found="missing")
        spot = self._exact(words) or self._with_gaps(quote)
        if spot is not None:
            return self._at(quote, "found", *spot, alike=100)
        near = self._near(words)
        return self._at(quote, "near", near[0], near[1], alike=near[2]) if near else Passage(quote, "missing")

    def _exact(self, words: str, begin: int = 0) -> tuple[int, int] | None:
        """Where these words stand by themselves: "by 4" is not in "by 41", nor in "by 4.1"."""
        ahead = r"(?<!\w)" + (r"(?<!\d[.,])" if words[0].isdigit() else "") if words[0].isalnum() else ""
        behind = r"(?!\w)" + (r"(?![.,]\d)" if words[-1].isdigit() else "") if words[-1].isalnum() else ""
        spot = re.compile(ahead + re.escape(words) + behind).search(self.folded, begin)
        return spot.span() if spot else None

    def _with_gaps(self, quote: str) -> tuple[int, int] | None:
        parts = [_fold(part)[0].strip().strip("'\" ") for part in _LEFT_OUT.split(quote)]
        parts = [part for part in parts if part]
        if len(parts) < 2 or len(_WORD.findall(parts[0])) < 2:
            return None
        begin = 0
        while (first := self._exact(parts[0], begin)) is not None:
            end = first[1]
            for part in parts[1:]:
                spot = self._exact(part, end)
                if spot is None:
                    return None
                if spot[0] - end > _GAP:
                    break
                end = spot[1]
            else:
                return first[0], end
            begin = first[1]
        return None

    def _near(self, words: str) -> tuple[int, int, int] | None:
        """The stretch whose words agree best with these, with the share of them that do."""
        wanted = _WORD.findall(words)
        if len(wanted) < _FEWEST_WORDS:
            return None
        if self._words is None:
            self._words = list(_WORD.finditer(self.folded))
        around = self._likeliest(wanted)
        if around is None:
            return None
        lowest, highest = max(0, around - len(wanted)), around + 2 * len(wanted)
        there = self._words[lowest:highest]
        matcher = SequenceMatcher(None, [word[0] for word in there], wanted, autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size]
        if not blocks:
            return None
        first, last = blocks[0].a, blocks[-1].a + blocks[-1].size - 1
        equal = sum(block.size for block in blocks)
        alike = 2 * equal / (len(wanted) + last - first + 1)
        if alike < NEAR or equal < _FEWEST_WORDS:
            return None
        return there[first].start(), there[last].end(), min(99, int(alike * 100))

    def _likeliest(self, wanted: list[str]) -> int | None:
        """The number of the word where the stretch would begin that most of the wanted words point at."""
        places: dict[str, list[int]] = defaultdict(list)
        known = set(wanted)
        for number, match in enumerate(self._words or []):
            if match[0] in known and len(places[match[0]]) <= _COMMON:
                places[match[0]].append(number)
        votes: Counter[int] = Counter()
        width = max(4, len(wanted) // 4)
        for offset, word in enumerate(wanted):
            if len(places[word]) > _COMMON:
                continue
            for number in places[word]:
                bucket = (number - offset) // width
                votes[bucket] += 2
                votes[bucket - 1] += 1
                votes[bucket + 1] += 1
        if not votes:
            return None
        most = max(votes.values())
        return max(0, min(bucket for bucket, number in votes.items() if number == most) * width)

    def _at(self, quote: str, found: Found, start: int, end: int, *, alike: int) -> Passage:
        """The passage at these places of the folded text, told in the text's own."""
        begin, stop = self._origins[start], self._origins[end - 1] + 1
        while stop < len(self.text) and unicodedata.combining(self.text[stop]):
            stop += 1
        match = self.text[begin:stop]
        return Passage(
            quote=quote,
            found=found,
            start=begin,
            end=stop,
            alike=alike,
            before=self.text[max(0, begin - CONTEXT) : begin],
            match=match if len(match) <= LONGEST_MATCH else match[:LONGEST_MATCH] + "…",
            after=self.text[stop : stop + CONTEXT],
        )


class Texts:
    """A page's text, and all that the page showed, made ready for searches when the first one comes."""

    def __init__(self, text: str, whole: str = "") -> None:
        self._text, self._whole = text, whole
        self._searched: dict[str, Searched] = {}

    def passages(self, quote: str) -> tuple[list[Passage], Literal["text", "page"]]:
        """What became of the quotation, and in which of the two its offsets count: in all that was shown only where
        more of it stands there."""
        in_text = self._ready("text", self._text).passages(quote)
        if self._whole and worst(in_text) != "found":
            on_page = self._ready("page", self._whole).passages(quote)
            if sum(passage.alike for passage in on_page) > sum(passage.alike for passage in in_text):
                return on_page, "page"
        return in_text, "text"

    def _ready(self, name: str, text: str) -> Searched:
        if name not in self._searched:
            self._searched[name] = Searched(text)
        return self._searched[name]


def worst(passages: list[Passage]) -> Found:
    """How the quotation as a whole stands: missing where any passage is, else near, else found."""
    states = {passage.found for passage in passages}
    return "missing" if "missing" in states or not states else "near" if "near" in states else "found"


def _fold(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and for each of its characters the one in the text it comes from."""
    folded: list[str] = []
    origins: list[int] = []
    blank = True
    for number, char in enumerate(text):
        plain = _plain(char)
        if plain == " ":
            if blank:
                continue
            blank = True
        elif plain:
            blank = False
        folded.append(plain)
        origins.extend([number] * len(plain))
    return "".join(folded), origins


@lru_cache(maxsize=8_192)
def _plain(char: str) -> str:
    """One character as it is compared: "" for what nobody sees, one blank for every white space."""
    if char in _UNSEEN:
        return ""
    if char.isspace():
        return " "
    if char in _PRINTED:
        return _PRINTED[char]
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    plain = "".join(_PRINTED.get(one, one) for one in apart)
    return " " if plain.isspace() else plain.strip()
