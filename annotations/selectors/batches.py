"""What people did to a project, as it can be undone; and what is out of sight."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from annotations.models.articles import Article
from annotations.models.batches import Batch
from annotations.models.claims import Claim
from annotations.models.ledger import LedgerEvent, LedgerTouch
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.policy import OWN_ALONE, UNDOING, role_in, role_may


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch and whether its reader may undo it. Whether something newer stands on it shows when they try."""

    batch: Batch
    may_undo: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """Something out of sight, and the event that put it there, if the ledger has it."""

    thing: Any
    event: LedgerEvent | None


def batches_in(project: Project, *, reader: User) -> "QuerySet[Batch]":
    """What was done, newest first; of decisions only the reader's own. Page it by (-at, -id)."""
    rows = Batch.objects.filter(project=project).select_related("user", "undoes")
    others = Batch.objects.filter(verb__in=[*OWN_ALONE, "judgement.undone"]).exclude(user=reader)
    return rows.exclude(pk__in=others.values("pk")).order_by("-at", "-id")


def batch_rows(batches: Iterable[Batch], *, project: Project, reader: User) -> list[BatchRow]:
    """The batches with what the reader may do. One query at most."""
    role = role_in(reader, project)
    return [
        BatchRow(
            batch=batch,
            may_undo=batch.undone_at is None and batch.verb in UNDOING and role_may(role, UNDOING[batch.verb]),
        )
        for batch in batches
    ]


def batch_of(event: LedgerEvent | None) -> Batch | None:
    """The batch an event belongs to, for offering its undo. One query."""
    return Batch.objects.filter(entries__event=event).first() if event is not None else None


def archived_in(project: Project) -> "QuerySet[Article]":
    """The project's archived articles, last archived first. Page it by (-archived_at, -pk)."""
    rows = Article.objects.filter(project=project, archived_at__isnull=False).defer("text")
    return rows.order_by("-archived_at", "-pk")


def withdrawn_in(project: Project) -> "QuerySet[Claim]":
    """Claims that people took out and that nothing took the place of by a split or merge, last first. Page it by
    (-withdrawn_at, -pk)."""
    taken_out = LedgerTouch.objects.filter(
        object_type="claim", object_id=OuterRef("uid"), event__verb="claim.withdrawn"
    )
    rows = Claim.objects.filter(
        Exists(taken_out),
        article__project=project,
        article__archived_at=None,
        withdrawn_at__isnull=False,
        children=None,
    )
    return rows.select_related("article").defer("article__text").order_by("-withdrawn_at", "-pk")


def with_archiving(articles: list[Article]) -> list[Gone]:
    """Archived articles and who archived them. One query."""
    subjects = [f"article:{article.uid}" for article in articles]
    events = LedgerEvent.objects.filter(subject__in=subjects, verb="article.archived").order_by("id")
    newest = {event.subject: event for event in events}
    return [Gone(article, newest.get(f"article:{article.uid}")) for article in articles]


def with_withdrawal(claims: list[Claim]) -> list[Gone]:
    """Withdrawn claims and who took them out. One query."""
    touches = LedgerTouch.objects.filter(
        object_type="claim", object_id__in=[claim.uid for claim in claims], event__verb="claim.withdrawn"
    )
    newest = {touch.object_id: touch.event for touch in touches.select_related("event").order_by("event_id")}
    return [Gone(claim, newest.get(claim.uid)) for claim in claims]
