"""Leases: the queue hands a claim to somebody for a while, so that nobody else gets it by accident.

They are unguarded and leave no event: who looks at what is nobody's record. A decision never asks for one.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from annotations.errors import InvalidValue
from annotations.models.claims import Claim
from annotations.models.leases import Lease
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.selectors.queue import ORDERS, Wish, free_for, open_claims, queue_of
from annotations.services.actor import Actor

LEASE = timedelta(minutes=10)
MOST_AT_ONCE = 6
MOST_RENEWED = 50


@transaction.atomic
def lease_take(*, actor: Actor, project: Project, wish: Wish, at: datetime, count: int = 1) -> list[Lease]:
    """The next claims of the queue, at most six, held for the caller for ten minutes; fewer, or none, where fewer
    wait. A claim that wants two reviewers is held by two people at most. Raises InvalidValue. Seven queries."""
    if wish.order and wish.order not in ORDERS:
        raise InvalidValue(f"It has to be one of: {', '.join(ORDERS)}.", field="order")
    if not 1 <= count <= MOST_AT_ONCE:
        raise InvalidValue(f"It has to be a number from 1 to {MOST_AT_ONCE}.", field="count")
    alone(project, at=at)
    return hold(actor.as_user(), project, queue_of(actor.as_user(), project, wish, at=at, count=count), at=at)


@transaction.atomic
def lease_take_one(*, actor: Actor, claim: Claim, at: datetime) -> Lease | None:
    """That very claim, if it still wants the caller; None where others have it or it is decided. For coming back to a
    claim whose decision was taken back. Five queries."""
    project = claim.article.project
    alone(project, at=at)
    free = list(free_for(open_claims(project).filter(pk=claim.pk), actor.as_user(), at=at))
    return next(iter(hold(actor.as_user(), project, free, at=at)), None)


@transaction.atomic
def lease_renew(*, actor: Actor, project: Project, claims: Collection[UUID], at: datetime) -> list[Lease]:
    """Ten minutes more for claims the caller holds, or held and nobody else took since. Those that are missing from
    the answer are not theirs any more. Raises InvalidValue. Five queries."""
    if len(claims) > MOST_RENEWED:
        raise InvalidValue(f"At most {MOST_RENEWED} claims at once.", field="claims")
    alone(project, at=at)
    asked = open_claims(project).filter(uid__in=claims)
    return hold(actor.as_user(), project, list(free_for(asked, actor.as_user(), at=at)), at=at)


def lease_release(*, actor: Actor, project: Project | None = None, claims: Collection[UUID] | None = None) -> None:
    """Give claims back, or everything the caller holds in a project, or everywhere. One query."""
    rows: QuerySet[Lease] = Lease.objects.filter(user=actor.as_user())
    if project is not None:
        rows = rows.filter(project=project)
    if claims is not None:
        rows = rows.filter(claim__uid__in=claims)
    rows.delete()


# --- The parts ---------------------------------------------------------------------------------------------------


def alone(project: Project, *, at: datetime) -> None:
    """Make others who take from this project's queue wait for the end of our transaction; then leases that ran out
    are cleared away. Deciding waits for nobody: it takes the article's lock, not this one."""
    # NO KEY: rows that refer to the project may come in meanwhile. SQLite's writers are one at a time as it is.
    Project.objects.select_for_update(no_key=True).only("pk").get(pk=project.pk)
    Lease.objects.filter(project=project, until__lte=at).delete()


def hold(user: User, project: Project, claims: Collection[Claim], *, at: datetime) -> list[Lease]:
    """A lease of the user's on each of these claims, in their order. Call it behind `alone`. Two queries."""
    leases = [Lease(project=project, claim=claim, user=user, taken_at=at, until=at + LEASE) for claim in claims]
    Lease.objects.bulk_create(
        leases, update_conflicts=True, unique_fields=["claim", "user"], update_fields=["taken_at", "until"]
    )
    return leases


def leases_end(claim: Claim, user: User | None = None, *, full: bool = False) -> None:
    """The user is done with a claim; with `full` it wants nobody any more. Part of other services. One query."""
    rows: QuerySet[Lease] = Lease.objects.filter(claim=claim)
    if not full:
        rows = rows.filter(user=user)
    rows.delete()
