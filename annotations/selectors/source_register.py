"""The sources of a project's evidence: which there are, what rests on them, and how that was decided."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from annotations.models.claims import Claim
from annotations.models.evidence import Evidence
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.sources import Source, SourceRating, SourceUse
from annotations.models.users import User
from annotations.selectors.confidential import seen_by
from annotations.selectors.history import HistoryLine, told


@dataclass(frozen=True, slots=True)
class SourceNumbers:
    """What rests on a source: pieces of evidence by stance, claims by final label, and those without one yet."""

    pieces: int
    claims: int
    by_stance: dict[str, int]
    by_label: dict[str, int]
    undecided: int


def sources_found(project: Project, *, reader: User, q: str = "", kind: str = "") -> "QuerySet[Source]":
    """The project's sources, in no order yet, each with `pieces`, how much standing evidence is of it that the reader
    sees, and its rating. `q`: part of the domain. Sources nothing of that rests on are left out. One query."""
    standing = SourceUse.objects.filter(
        seen_by(reader, "evidence__"),
        source=OuterRef("pk"),
        evidence__withdrawn_at=None,
        evidence__claim__withdrawn_at=None,
        evidence__claim__article__archived_at=None,
    )
    number = standing.order_by().values("source").annotate(number=Count("pk")).values("number")
    rows: Any = Source.objects.filter(project=project)
    if q:
        rows = rows.filter(domain__contains=q.strip().lower())
    if kind:
        rows = rows.filter(rating__kind=kind)
    rows = rows.annotate(pieces=Coalesce(Subquery(number, output_field=IntegerField()), Value(0)))
    found: QuerySet[Source] = rows.filter(pieces__gt=0).select_related("rating", "project")
    return found


def most_first(rows: "QuerySet[Any]", *, cursor: str, size: int) -> tuple[list[Source], str]:
    """A page of sources_found, those with most evidence first, and the cursor of the next page, "" at the end: the
    number and the domain of the last row. One query."""
    number, _, domain = cursor.partition("-")
    if number.isdecimal() and len(number) < 10:
        rows = rows.filter(Q(pieces__lt=int(number)) | Q(pieces=int(number), domain__gt=domain))
    found: list[Any] = list(rows.order_by("-pieces", "domain")[: size + 1])
    shown = found[:size]
    return shown, f"{shown[-1].pieces}-{shown[-1].domain}" if len(found) > size else ""


def evidence_from(source: Source, *, reader: User) -> "QuerySet[Evidence]":
    """The standing evidence of this source that the reader sees, with its claims and their articles but for the
    texts."""
    rows = Evidence.objects.standing().filter(seen_by(reader), use__source=source, claim__withdrawn_at=None)
    rows = rows.filter(claim__article__archived_at=None)
    found: QuerySet[Evidence] = rows.select_related("claim__article__project", "added_by").defer("claim__article__text")
    return found


def numbers_of(source: Source, *, reader: User) -> SourceNumbers:
    """What rests on the source, of what the reader sees. Two queries."""
    pieces = evidence_from(source, reader=reader).order_by().select_related(None)
    by_stance = dict(pieces.values_list("stance").annotate(number=Count("pk")))
    claims = Claim.objects.filter(pk__in=pieces.values("claim"))
    labels = dict(claims.order_by().values_list("label").annotate(number=Count("pk")))
    total, undecided = sum(labels.values()), labels.pop("", 0)
    return SourceNumbers(sum(by_stance.values()), total, by_stance, labels, undecided)


def rating_of(source: Source) -> SourceRating:
    """What the project says about the source; where nothing, an empty rating of version 0 that is not saved. One
    query."""
    found = SourceRating.objects.filter(source=source).first()
    return found or SourceRating(source=source, row_version=0)


def source_history(source: Source, *, reader: User, limit: int = 30) -> list[HistoryLine]:
    """What was said about the source, newest first. Two queries."""
    events = LedgerEvent.objects.filter(stream=f"project:{source.project.uid}", subject=f"source:{source.uid}")
    return told(events.order_by("-seq")[:limit], reader=reader)
