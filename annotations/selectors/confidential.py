"""Confidential evidence: who sees it, and what is left of it for everybody else. Every way out asks here."""

from collections.abc import Iterable, Sequence

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from annotations.models.evidence import Evidence
from annotations.models.ledger import LedgerEvent, LedgerTouch
from annotations.models.projects import Membership
from annotations.models.snapshots import Snapshot
from annotations.models.users import User
from annotations.policy import CONFIDANTS, Action, may

TELLING = ("evidence.", "snapshot.")  # events whose details name a source


def seen_by(reader: User, path: str = "") -> Q:
    """The evidence this reader sees, of projects they belong to: what is open, what they added themselves, and all of
    it where their role sees confidential evidence. `path`: how the rows come to their evidence, `evidence__`."""
    if reader.is_superuser:
        return ~Q(pk=None)
    theirs = Membership.objects.current().filter(user=reader, role__in=CONFIDANTS).values("project")
    seen = Q(**{f"{path}confidential": False}) | Q(**{f"{path}added_by": reader})
    return seen | Q(**{f"{path}claim__article__project__in": theirs})


def sees(reader: User, piece: Evidence) -> bool:
    """Whether this reader sees the piece when it is confidential. One query at most."""
    return piece.added_by_id == reader.pk or may(reader, Action.CONFIDENTIAL, piece.claim.article.project)


def as_seen(rows: "QuerySet[Evidence]", reader: User) -> "QuerySet[Evidence]":
    """The rows, each knowing whether the reader sees it. Give what was read of them to `shown_of`."""
    return rows.annotate(seen=ExpressionWrapper(seen_by(reader), output_field=BooleanField()))


def shown_of(rows: Iterable[Evidence]) -> list[Evidence]:
    """Pieces of `as_seen`, those that are hidden from the reader without all that must not be told. No query."""
    return [piece if vars(piece)["seen"] else redacted(piece) for piece in rows]


def shown_outside(rows: Iterable[Evidence]) -> list[Evidence]:
    """Pieces as people see them who are not in the project, and whoever gets an export. No query."""
    return [redacted(piece) if piece.confidential else piece for piece in rows]


def redacted(piece: Evidence) -> Evidence:
    """That there is a confidential piece, and nothing else of it: no key, so nothing is reached through it either."""
    return Evidence(uid=piece.uid, claim_id=piece.claim_id, confidential=True, withdrawn_at=piece.withdrawn_at)


def hidden_from(reader: User) -> "QuerySet[Evidence]":
    """The confidential evidence this reader may not see, of whichever project."""
    rows: QuerySet[Evidence] = Evidence.objects.filter(~seen_by(reader), confidential=True)
    return rows


def hidden_work(reader: User) -> Exists:
    """Jobs about what is kept of evidence that is hidden from the reader: their failures tell of addresses."""
    key, project = OuterRef("snapshot__source_key"), OuterRef("project")
    return Exists(hidden_from(reader).filter(source_key=key, claim__article__project=project))


def telling_too_much(events: Sequence[LedgerEvent], details: dict[int, dict[str, object]], reader: User) -> set[int]:
    """The keys of those events whose details name a source that is hidden from the reader now, whatever it was when
    they were written. No query where no event names a source, one where nothing is hidden, three where something
    is."""
    telling = [event for event in events if event.verb.startswith(TELLING)]
    articles = {event.stream.partition(":")[2] for event in telling if event.stream.startswith("article:")}
    if not articles:
        return set()
    pieces = list(
        hidden_from(reader).filter(claim__article__uid__in=articles).only("uid", "url", "reference", "source_key")
    )
    if not pieces:
        return set()
    keys = {piece.source_key for piece in pieces} - {""}
    kept = Snapshot.objects.filter(source_key__in=keys).values_list("uid", flat=True)
    touched = LedgerTouch.objects.filter(
        Q(object_type="evidence", object_id__in=[piece.uid for piece in pieces])
        | Q(object_type="snapshot", object_id__in=list(kept)),
        event__in=[event.pk for event in telling],
    )
    found = set(touched.values_list("event_id", flat=True))
    names = {name for piece in pieces for name in (piece.url, piece.reference) if name}
    named = {key for key, detail in details.items() if detail.get("what") in names}
    return {event.pk for event in telling if event.pk in found | named}
