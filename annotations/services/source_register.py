"""The register of a project's sources: which evidence is of which, and what the project says about each."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from annotations.domains import domain_of
from annotations.errors import VersionConflict
from annotations.models.evidence import Evidence
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.sources import Source, SourceKind, SourceRating, SourceUse
from annotations.selectors.source_register import rating_of
from annotations.services.actor import Actor
from annotations.services.ledger import open_entry, stream_of
from annotations.services.values import clean_text, one_of
from annotations.services.verbs import Verb


def sources_register(*, pieces: Iterable[Evidence], project: Project) -> None:
    """Note the source of each piece that has an address. Part of the transaction that saved them; no event, for it
    follows from the addresses. Three queries for each new piece."""
    for piece in pieces:
        domain = domain_of(piece.url) if piece.url else ""
        if domain and not SourceUse.objects.filter(evidence=piece).exists():
            source, _new = Source.objects.get_or_create(project=project, domain=domain)
            SourceUse.objects.create(evidence=piece, source=source)


@transaction.atomic
def source_rate(
    *,
    actor: Actor,
    source: Source,
    at: datetime,
    row_version: int | None = None,
    kind: str | None = None,
    note: str | None = None,
) -> tuple[SourceRating, LedgerEvent | None]:
    """What kind of source it is ("" for not said), and how far to rely on it; what is None stays. The event is None
    where it is so already. `row_version` is the one the caller read, 0 for none yet. Raises VersionConflict,
    InvalidValue."""
    values: dict[str, str] = {}
    if kind is not None:
        values["kind"] = one_of(kind, field="kind", allowed=["", *SourceKind.values])
    if note is not None:
        values["note"] = clean_text(note, field="note", longest=5_000)
    entry = open_entry(actor=actor, stream=stream_of(source.project), at=at)
    rating = rating_of(source)
    if row_version is not None and rating.row_version != row_version:
        raise VersionConflict(current=rating.row_version)
    if all(getattr(rating, name) == value for name, value in values.items()):
        return rating, None
    if rating.row_version == 0:
        rating = SourceRating(source=source, **values)
        entry.add(rating)
    else:
        entry.change(rating, **values)
    detail: dict[str, object] = {"domain": source.domain, "kind": rating.kind, "note": rating.note}
    return rating, entry.record(verb=Verb.SOURCE_RATED, subject=f"source:{source.uid}", detail=detail)
