"""Whether a full stop, question mark or exclamation mark ends a sentence."""

import re

from .abbreviations import (
    AFTER_CLOCK,
    BEFORE_NUMBER,
    CLOCK,
    LETTERED,
    LOWER_CASE_GOES_ON,
    MAY_BE_LAST,
    NEVER_LAST,
    SAINT_OR_STREET,
    STARTERS,
)

_LOOK = 60  # code points before and after a mark that can matter

_CLOSERS = "\"'”’»)]"
_SHORT_OPENING = 15  # "At 5 a.m. Mr Smith": too early in the sentence to be its end

_WORD_BEFORE = re.compile(r"[^\s(\[“\"‘]+$")
_WORDS_BEFORE = re.compile(r"(\S+)\s+\S+$")
_NEXT = re.compile(r"[\s\"“‘«'(\[]*([^\s\"”’»)\],;:.!?…—]+(?:\.[A-Za-z]\b)*)(\.?)")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_INITIAL = re.compile(r"[^\W\d_]")
_BRAND = re.compile(r"[a-z]{1,2}[A-Z]")
_REPORTING = (
    "said|says|say|asked|asks|replied|replies|added|adds|wrote|writes|told|shouted|cried|exclaimed|insisted|tweeted|"
    "wondered|joked|declared|warned|recalled|continued|explained|answered|quipped|demanded"
)
_CARRIER = re.compile(rf"\s*(?:(?:[^\W\d_][\w.’'-]*\s+){{1,4}}(?:{_REPORTING})\b|(?:{_REPORTING})\s+[A-Z])", re.UNICODE)


def carrier_goes_on(text: str, position: int, end: int) -> bool:
    """Whether the words after a closing quotation mark still belong to its sentence: "...,” she said".

    After a full stop inside the marks a capital opens a new sentence ("...late.” Hale said he would go").
    """
    window = text[position : min(end, position + _LOOK)]
    word = window.lstrip()
    if not word:
        return False
    first = word[0]
    if first in ",;:—–-" or (first.islower() and not _BRAND.match(word)):
        return True
    last = text[max(0, position - _LOOK) : position].rstrip(_CLOSERS)[-1:]
    return last in "?!" and bool(_CARRIER.match(window))


def ends_sentence(text: str, start: int, mark: int, after: int, end: int) -> bool:
    """Whether the mark at `mark` ends the sentence that began at `start`.

    `after` is past the cluster of marks and closing quotes or brackets; `end` is the end of the paragraph. Looks at a
    bounded stretch on either side, so a paragraph of any length stays linear.
    """
    following = _NEXT.match(text, after, min(end, after + _LOOK))
    if following is None:
        return text[after:end].strip() != "" or after >= end
    word = following.group(1)
    starts_low = word[0].islower() and not _BRAND.match(word)
    cluster = "".join(text[mark:after].split())  # ". . ." is an ellipsis as "..." is
    if starts_low and cluster[-1] in ")]":
        return False
    if "?" in cluster or "!" in cluster:
        return not starts_low or (cluster[-1] in "?!" and not text[max(start, mark - _LOOK) : mark].endswith("Yahoo"))
    if text[mark - 1 : mark] == "[":
        return False
    if "…" in cluster or cluster.startswith(".."):
        return word[0].isupper() and word != "I" and not word.startswith(("I'", "I’"))
    before = _WORD_BEFORE.search(text[max(start, mark - _LOOK) : mark])
    stem = before.group() if before else ""
    return _full_stop(text, start, mark, stem, word, following.group(2), starts_low)


def _full_stop(text: str, start: int, mark: int, stem: str, word: str, stop: str, starts_low: bool) -> bool:
    low = stem.lower()
    next_low = word.lower()
    if starts_low:
        return len(stem) > 2 and stem.isalpha() and stem.islower() and low not in LOWER_CASE_GOES_ON
    if low in BEFORE_NUMBER and word[0].isdigit():
        return False
    if low in SAINT_OR_STREET:
        return next_low in STARTERS
    if low in NEVER_LAST:
        return False
    if low in CLOCK:
        return next_low not in AFTER_CLOCK and mark - start > _SHORT_OPENING
    starter = next_low in STARTERS or (stop == "." and next_low in NEVER_LAST)
    if _DOTTED.fullmatch(stem) or low in MAY_BE_LAST:
        return starter or not word[0].isalnum()
    if _INITIAL.fullmatch(stem) and stem.isupper():
        previous = _WORDS_BEFORE.search(text[max(start, mark - _LOOK) : mark])
        preceding = previous.group(1) if previous else ""
        return starter and (preceding.lower() in LETTERED or preceding.islower())
    return True
