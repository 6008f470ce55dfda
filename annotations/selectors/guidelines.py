"""A project's guidelines as people read them: the text in force, the ones before, and what changed between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from django.db.models import QuerySet

from annotations.models.guidelines import Guidelines, GuidelinesReading
from annotations.models.judgements import Judgement
from annotations.models.projects import Project
from annotations.models.users import User

WORD = re.compile(r"\s+|[^\s\w]|\w+")
MOST_WORDS = 2_000  # in a changed stretch; longer ones are shown as gone and come, since comparing words is quadratic


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line: `same`, `gone` or `come`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line of a comparison: `same`, `gone`, `come`, or `changed` where pieces of all kinds stand in it."""

    kind: str
    pieces: tuple[Piece, ...]


def versions_in(project: Project) -> "QuerySet[Guidelines]":
    """All versions with their authors, newest first. One query."""
    return Guidelines.objects.filter(project=project).select_related("written_by").order_by("-version")


def version_with_its_past(project: Project, number: int) -> tuple[Guidelines, str] | None:
    """A version and the text before it, "" where it was the first; None where there is no such version. One query."""
    found = {row.version: row for row in versions_in(project).filter(version__in=[number - 1, number])}
    if number not in found:
        return None
    return found[number], found[number - 1].text if number - 1 in found else ""


def changed_since(reader: User, project: Project) -> bool:
    """Whether the text in force is newer than the one the reader knows: the one they looked at, else the one they last
    decided under. Somebody who did neither is told nothing. Two queries at most."""
    if project.guidelines_version == 0:
        return False
    known = GuidelinesReading.objects.filter(project=project, user=reader).values_list("version", flat=True).first()
    if known is None:
        mine = Judgement.objects.by(reader).filter(claim__article__project=project).order_by("-chosen_at")
        known = mine.values_list("guidelines_version", flat=True).first()
    return known is not None and known < project.guidelines_version


def changes_between(old: str, new: str) -> list[ChangedLine]:
    """The two texts as one: lines that stayed, went, came, and lines in which only words changed. Pure."""
    before, after = old.split("\n") if old else [], new.split("\n") if new else []
    lines: list[ChangedLine] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            lines += [whole("same", line) for line in before[i1:i2]]
            continue
        shared = min(i2 - i1, j2 - j1)
        lines += [in_words(a, b) for a, b in zip(before[i1 : i1 + shared], after[j1 : j1 + shared], strict=True)]
        lines += [whole("gone", line) for line in before[i1 + shared : i2]]
        lines += [whole("come", line) for line in after[j1 + shared : j2]]
    return lines


def whole(kind: str, line: str) -> ChangedLine:
    """A line all of one kind."""
    return ChangedLine(kind, (Piece(kind, line),))


def in_words(old: str, new: str) -> ChangedLine:
    """A line in which some words changed."""
    before, after = WORD.findall(old), WORD.findall(new)
    if max(len(before), len(after)) > MOST_WORDS:
        return ChangedLine("changed", (Piece("gone", old), Piece("come", new)))
    return ChangedLine("changed", tuple(pieces(before, after)))


def pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    """What went and what came, in the order of the text."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    starts = [(0, 0, 0), *((block.a, block.b, block.size) for block in blocks)]
    for (a, b, size), (next_a, next_b, _next) in pairwise(starts):
        for kind, text in (
            ("same", before[a : a + size]),
            ("gone", before[a + size : next_a]),
            ("come", after[b + size : next_b]),
        ):
            if text:
                yield Piece(kind, "".join(text))
