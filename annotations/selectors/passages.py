"""Where a project's guidelines speak of a label. Pure: a text in, a part of it out."""

import re
from itertools import pairwise

from annotations.models.claims import Label
from annotations.words import words_of

BLOCKS = re.compile(r"\n[^\S\n]*\n")
BOLD = re.compile(r"\s*(?:[-*+]\s+|\d+[.)]\s+)?(\*\*|__)(.+?)\1", re.DOTALL)
HEADING = re.compile(r"\s*#{1,6}\s+([^\n]+)")
LEAD = re.compile(r"\s*(?:[-*+]\s+|\d+[.)]\s+)?([^.:\n–]+)")
MOST_WORDS_IN_A_LEAD = 8


def passage_about(guidelines: str, label: str) -> str:
    """The paragraph or list item that begins with the label's name, as it is written (Markdown); one under a heading of
    that name without the heading. "" where there is none."""
    name = words_of(Label(label).label)
    blocks = list(blocks_of(guidelines))
    for block, following in pairwise([*blocks, ""]):
        heading = HEADING.match(block)
        if heading is None:
            if has(lead_of(block), name):
                return block.strip()
        elif has(words_of(heading[1]), name):
            rest = block[heading.end() :].strip()
            return rest or ("" if HEADING.match(following) else following.strip())
    return ""


def blocks_of(text: str) -> list[str]:
    """The paragraphs, and of a list each item: the line it begins with and those that go on."""
    found: list[str] = []
    for block in BLOCKS.split(text):
        found += re.split(r"\n(?=[-*+]\s|\d+[.)]\s)", block)
    return [block for block in found if block.strip()]


def lead_of(block: str) -> list[str]:
    """The words a block begins with: what is bold there, else those before its first stop. Not where they are many."""
    match = BOLD.match(block)
    words = words_of(match[2]) if match else words_of(found[1] if (found := LEAD.match(block)) else "")
    return words if len(words) <= MOST_WORDS_IN_A_LEAD else []


def has(words: list[str], name: list[str]) -> bool:
    """Whether the name stands in these words."""
    return any(words[at : at + len(name)] == name for at in range(len(words) - len(name) + 1))
