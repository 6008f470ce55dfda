"""What an importer wants to know before anything is kept: what the text will become, and whether it is here already."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from annotations.extract.text import normalise
from annotations.models.articles import Article, ArticleOrigin, ArticleStatus
from annotations.models.projects import Project
from annotations.nlp.paragraphs import split_paragraphs

FIRST_LINES = 3
LINE_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Preview:
    """A pasted text as it would be stored. `first_lines`: how its first paragraphs begin. `replaced`: characters that
    cannot be stored. `known`: the project's article with this very text."""

    characters: int
    words: int
    paragraphs: int
    first_lines: list[str]
    replaced: int
    known: Article | None


def preview_of(project: Project, raw: str) -> Preview:
    """What importing this text would give. One query; linear in the text."""
    normalised = normalise(raw)
    text = normalised.text
    paragraphs = split_paragraphs(text)
    return Preview(
        characters=len(text),
        words=len(text.split()),
        paragraphs=len(paragraphs),
        first_lines=[shortened(text[part.start : part.end]) for part in paragraphs[:FIRST_LINES]],
        replaced=normalised.replaced,
        known=Article.objects.filter(project=project, text_sha256=hashlib.sha256(text.encode()).hexdigest()).first(),
    )


def shortened(paragraph: str) -> str:
    """The paragraph's beginning, cut at a word."""
    if len(paragraph) <= LINE_LENGTH:
        return paragraph
    return f"{paragraph[:LINE_LENGTH].rpartition(' ')[0] or paragraph[:LINE_LENGTH]} …"


def known_addresses(project: Project, addresses: Iterable[str]) -> dict[str, Article]:
    """The project's articles fetched from these addresses, by address; those that failed do not count. One query."""
    rows = Article.objects.filter(project=project, origin=ArticleOrigin.URL, source_url__in=list(addresses))
    return {article.source_url: article for article in rows.exclude(status=ArticleStatus.FAILED).order_by("id")}
