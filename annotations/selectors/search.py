"""Finding articles, claims, evidence and notes by their words: what a reader may find, and how it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from annotations.models.articles import Article
from annotations.models.judgements import Judgement
from annotations.models.projects import Project
from annotations.models.search import SearchEntry, SearchKind
from annotations.models.users import User
from annotations.selectors.access import projects_of
from annotations.selectors.confidential import seen_by
from annotations.terms import Piece, Term, excerpt, marked

# Newest first on every database; claims of one moment as the text has them.
ORDER = ("-at", "place", "uid")
BEGINNING = 4_000  # characters of an article that are looked through for the words to show


@dataclass(frozen=True, slots=True)
class Hit:
    """One find. `title` is what it is called, `words` the place that was found; both in pieces, to be marked."""

    entry: SearchEntry
    title: list[Piece]
    words: list[Piece]

    @property
    def kind(self) -> str:
        """One of SearchKind."""
        return self.entry.kind

    @property
    def article(self) -> Article:
        """The article it is or stands on."""
        return self.entry.article

    @property
    def project(self) -> Project:
        """Where it is."""
        return self.entry.project

    @property
    def claim_uid(self) -> str:
        """The claim it is or stands on, "" for an article."""
        return str(self.entry.claim.uid) if self.entry.claim else ""

    @property
    def at(self) -> datetime:
        """When it was made."""
        return self.entry.at


def entries_seen_by(reader: User) -> "QuerySet[SearchEntry]":
    """What this reader can find at all: of their projects, not archived or withdrawn; colleagues' notes only once they
    have decided themselves, and confidential evidence only where they see it. Every way of searching goes through
    here, so that what is hidden is hidden once."""
    decided = Judgement.objects.current().filter(claim=OuterRef("claim"), reviewer=reader)
    rows: QuerySet[SearchEntry] = SearchEntry.objects.filter(
        Q(claim=None) | Q(claim__withdrawn_at=None),
        Q(evidence=None) | Q(evidence__withdrawn_at=None),
        Q(evidence=None) | seen_by(reader, "evidence__"),
        Q(note=None) | Q(note__author=reader) | Exists(decided),
        project__in=projects_of(reader).order_by().values("pk"),
        article__archived_at=None,
    )
    return rows


def found_by(
    reader: User, terms: Sequence[Term], *, kind: str = "", project: Project | None = None
) -> "QuerySet[SearchEntry]":
    """What has every term, newest first; nothing without terms. Page it by ORDER, then give the page to hits_of: the
    rows are narrow, since a common word has many to put in order."""
    rows = entries_seen_by(reader)
    rows = rows.matching(terms) if terms else rows.none()  # type: ignore[attr-defined]  # our query set's own
    if kind:
        rows = rows.filter(kind=kind)
    if project is not None:
        rows = rows.filter(project=project)
    return rows.defer("words").order_by(*ORDER)


def for_showing(rows: "QuerySet[SearchEntry]") -> "QuerySet[SearchEntry]":
    """The entries with what showing them needs, without texts and index lines."""
    related = rows.select_related("project", "article", "claim", "evidence", "note")
    return related.defer("words", "article__text")


def first_of_each(
    reader: User, terms: Sequence[Term], *, most: int, project: Project | None = None, within: Project | None = None
) -> list[SearchEntry]:
    """The newest few of every kind, kind by kind: claims, articles, evidence, notes. Four queries. `within`: the only
    project the caller's key is for."""
    kinds = (SearchKind.CLAIM, SearchKind.ARTICLE, SearchKind.EVIDENCE, SearchKind.NOTE)
    found: list[SearchEntry] = []
    for kind in kinds:
        rows = found_by(reader, terms, kind=kind, project=project)
        found += (rows if within is None else rows.filter(project=within))[:most]
    return found


def hits_of(entries: Sequence[SearchEntry], terms: Sequence[Term]) -> list[Hit]:
    """The entries as they are shown, in the same order. Two queries at most."""
    loaded = for_showing(SearchEntry.objects.all()).in_bulk([entry.pk for entry in entries])
    entries = [loaded[entry.pk] for entry in entries if entry.pk in loaded]
    articles = [entry.article.pk for entry in entries if entry.kind == SearchKind.ARTICLE]
    beginnings: dict[int, str] = {}
    if articles:
        rows = Article.objects.filter(pk__in=articles).annotate(beginning=Substr("text", 1, BEGINNING))
        beginnings = dict(rows.values_list("pk", "beginning"))
    return [Hit(entry, title_of(entry, terms), words_of_hit(entry, terms, beginnings)) for entry in entries]


def title_of(entry: SearchEntry, terms: Sequence[Term]) -> list[Piece]:
    """What a find is called: its article's title, or what the evidence is."""
    if entry.evidence is not None:
        return marked(entry.evidence.reference or entry.evidence.url, terms)
    article = entry.article
    title = article.title or article.original_name or article.source_url
    return marked(title, terms) if entry.kind == SearchKind.ARTICLE else [Piece(title, hit=False)]


def words_of_hit(entry: SearchEntry, terms: Sequence[Term], beginnings: dict[int, str]) -> list[Piece]:
    """The words to show of a find."""
    if entry.note is not None:
        return excerpt(entry.note.body, terms)
    if entry.evidence is not None:
        return excerpt(entry.evidence.quote, terms) if entry.evidence.quote else []
    if entry.claim is not None:
        return excerpt(entry.claim.quote, terms)
    return excerpt(beginnings.get(entry.article.pk) or "", terms)
