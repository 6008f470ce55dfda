"""What waits for a reviewer: claims that still want somebody, without those that others have before them just now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from annotations.models.articles import Article
from annotations.models.claims import Claim, ClaimState, Flag, Skip
from annotations.models.judgements import Judgement
from annotations.models.leases import Lease
from annotations.models.projects import Project
from annotations.models.users import User

# What a queue can be ordered by. The end of each is a place in the text, so that every order is total.
IN_TEXT = ("start", "end", "pk")
ORDERS: dict[str, tuple[Any, ...]] = {
    "newest": ("-article__imported_at", "-article_id", *IN_TEXT),
    "text": ("article__imported_at", "article_id", *IN_TEXT),
    "checkworthy": (F("checkworthy").desc(nulls_last=True), *IN_TEXT),
    "uncertain": (F("uncertainty").desc(nulls_last=True), *IN_TEXT),
}
UNDECIDED = [ClaimState.OPEN, ClaimState.IN_REVIEW, ClaimState.DISPUTED]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants from a queue. Without an order it is the project's. `exclude`: claims they have before them
    already."""

    order: str = ""
    article: Article | None = None
    exclude: Collection[UUID] = ()


def open_claims(project: Project) -> "QuerySet[Claim]":
    """The claims of a project that people decide about."""
    rows: QuerySet[Claim] = Claim.objects.active().filter(article__project=project, article__archived_at=None)
    return rows


def free_for(rows: "QuerySet[Claim]", reader: User, *, at: datetime | None = None) -> "QuerySet[Claim]":
    """Those of the claims that still want the reader: not decided by them, and fewer decided or, at that time, holding
    than wanted. One that they decided before its words changed comes back to them in any case."""
    mine = Judgement.objects.current().by(reader).filter(claim=OuterRef("pk"))
    others = Judgement.objects.current().fresh().filter(claim=OuterRef("pk")).exclude(reviewer=reader)
    taken: Any = number_of(others)
    if at is not None:
        taken += number_of(Lease.objects.standing(at).filter(claim=OuterRef("pk")).exclude(user=reader))
    return rows.annotate(taken=taken).filter(
        ~Exists(mine.fresh()), Q(taken__lt=F("reviewers_wanted")) | Q(Exists(mine))
    )


def number_of(rows: "QuerySet[Any]") -> Coalesce:
    """How many rows a claim has, as a subquery."""
    numbers = rows.order_by().values("claim").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(numbers, output_field=IntegerField()), Value(0))


def queue_of(reader: User, project: Project, wish: Wish, *, at: datetime, count: int) -> list[Claim]:
    """The next claims for the reader, at most `count`: first those that came back to them because the words changed,
    then the others in the order wished for, last what they skipped or flagged, longest ago first. Three queries at
    most."""
    rows = open_claims(project).exclude(uid__in=wish.exclude)
    if wish.article is not None:
        rows = rows.filter(article=wish.article)
    free = free_for(rows, reader, at=at)
    left_alone = Exists(Skip.objects.filter(claim=OuterRef("pk"), user=reader)) | Exists(own_flags(reader))
    stale = Judgement.objects.current().by(reader).exclude(claim_version=F("claim__version"))
    order = ORDERS[wish.order or project.queue_order]
    skipped = Skip.objects.filter(claim=OuterRef("pk"), user=reader).values("skipped_at")
    flagged = own_flags(reader).order_by().values("claim").annotate(at=Max("raised_at")).values("at")
    since = Coalesce(Subquery(skipped), Subquery(flagged))
    untouched = free.filter(~left_alone, state__in=UNDECIDED)
    parts: list[QuerySet[Claim]] = [
        free.filter(pk__in=stale.values("claim")).filter(~left_alone).order_by(*order),
        untouched.exclude(pk__in=stale.values("claim")).order_by(*order),
        free.filter(left_alone).annotate(since=since).order_by("since", *order),
    ]
    found: list[Claim] = []
    for part in parts:
        if len(found) < count:
            found += part[: count - len(found)]
    return found


def own_flags(reader: User) -> "QuerySet[Flag]":
    """The reader's raised flags on a claim, for a subquery: they asked a colleague to look, so it does not hurry."""
    return Flag.objects.filter(claim=OuterRef("pk"), user=reader, cleared_at=None)


def waiting_for(reader: User, project: Project, *, at: datetime, most: int) -> int:
    """How many claims wait for the reader, counted up to `most`. One query."""
    return free_for(open_claims(project), reader, at=at)[:most].count()


def waiting_for_others(reader: User, project: Project) -> int:
    """How many claims the reader decided that still want somebody else. One query."""
    mine = Judgement.objects.current().fresh().by(reader).filter(claim=OuterRef("pk"))
    decided = Judgement.objects.current().fresh().filter(claim=OuterRef("pk"))
    rows = open_claims(project).filter(Exists(mine), state__in=UNDECIDED)
    return rows.annotate(decided=number_of(decided)).filter(decided__lt=F("reviewers_wanted")).count()
