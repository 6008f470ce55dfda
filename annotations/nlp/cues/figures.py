"""Figures: percentages, sums of money, dates and other numbers."""

import re
from collections.abc import Iterator

_DIGITS = r"\d{1,15}(?:[.,\u00a0\u202f]\d{1,6}){0,6}"  # bounded, or "1.1.1.1..." would cost quadratic time
_SMALL = (
    r"(?i:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    r"nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
)
_SCALE = r"hundreds?|thousands?|millions?|billions?|trillions?|dozens?|m|bn|tn|k"
_MONTH = (
    r"January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|Feb\.|Mar\.|Apr\.|"
    r"Aug\.|Sept?\.|Oct\.|Nov\.|Dec\."
)
_DAY = r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"

# What any figure below begins with: a cheap look that spares most words the long one. (ſ counts as s.)
_BEGINS = r"(?=[\d$£€¥₹ACDEFHJMNOSTUabdefhilmnostuyſ])"

_FIGURE = re.compile(
    rf"""(?<!\w){_BEGINS}(?:(?P<money>(?:US|A|C|NZ|HK)?[$£€¥₹](?:{_DIGITS})(?:\s?(?:{_SCALE})\b)?
        |\b(?:{_DIGITS}|{_SMALL})(?:\s(?:{_SCALE}))?\s(?:dollars|euros|pounds|cents|pence|yen|yuan|rupees|francs|shekels|roubles|rubles|kronor)\b)
    |(?P<percent>\b(?:{_DIGITS}|{_SMALL})(?:\s?[%‰]|[\s-](?:per\s?cent|percentage\spoints?|percent|basis\spoints)\b))
    |(?P<date>\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s)?(?:{_MONTH})\s\d{{1,4}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?\b
        |\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?(?:{_MONTH})\b
        |\b(?:in|since|until|by|of|from|during|before|after|early|late|mid)[\s-](?:1[5-9]|20)\d\d\b|\b(?:1[5-9]|20)\d\ds\b
        |\b(?:1[5-9]|20)\d\d\b|\b(?:on|last|next|late|early|since|until|by)\s(?:{_DAY})\b
        |\b(?:in|since|last|next)\s(?:{_MONTH})\b
        |\b(?:last|this|next)\s(?:year|month|week|quarter|decade|spring|summer|autumn|winter|fall)\b|\byesterday\b)
    |(?P<number>\b(?:{_DIGITS})(?:\s(?:{_SCALE})\b)?|\b(?:{_SMALL}|hundreds|thousands|millions|billions|dozens)(?:[\s-](?:{_SCALE}|{_SMALL}))?\b)
    )""",
    re.VERBOSE,
)


def figure_hits(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """`(cue, start, end)` of every figure, in order; each stretch of text counts once. Linear."""
    for match in _FIGURE.finditer(text, start, end):
        if match.lastgroup and match.group().strip():
            yield (match.lastgroup, match.start(), match.end())
