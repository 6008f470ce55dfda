"""Claims across articles and projects, as integrators ask for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from annotations.models.articles import Article
from annotations.models.claim_updates import ClaimUpdate
from annotations.models.claims import Claim, ClaimState, Flag
from annotations.models.evidence import Evidence
from annotations.models.judgements import Judgement
from annotations.models.projects import Project
from annotations.models.search import SearchEntry, SearchKind
from annotations.models.users import User
from annotations.selectors.claims import marks_of
from annotations.selectors.confidential import as_seen
from annotations.selectors.evidence_policy import NEEDING, needing
from annotations.selectors.statements import Said, said_of, statements_of
from annotations.selectors.suggestions import is_shown, newest_suggestions, suggestion_card
from annotations.selectors.track_record import Records
from annotations.terms import terms_of


@dataclass(frozen=True, slots=True)
class ClaimSeen:
    """A claim as one reader may see it. `label` is the reader's own, "" for none. `suggestion_shown` says whether they
    may see the suggestion; `suggestion` is None where there is none to see."""

    claim: Claim
    label: str
    stale: bool
    flagged: bool
    suggestion_shown: bool
    suggestion: dict[str, Any] | None
    evidence_count: int
    said: Said

    @property
    def needs_evidence(self) -> bool:
        """The reader's own label, or the final one, wants evidence in this project, and there is none."""
        labels = {self.claim.label, "" if self.stale else self.label}
        return self.evidence_count == 0 and bool(labels & NEEDING[self.claim.article.project.evidence_policy])


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """What to look for; what is None is not asked."""

    project: Project | None = None
    article: Article | None = None
    state: str | None = None
    label: str | None = None
    reviewer: UUID | None = None
    q: str = ""
    min_checkworthy: Decimal | None = None
    updated_since: datetime | None = None
    mine: str = ""  # "to_do": not decided by the reader; "decided"
    flagged: bool = False  # by anybody
    evidence: str = ""  # "some", "none", or "needed": none, where the project wants some for its label
    source: str = ""
    since: datetime | None = None  # when the claim was marked
    until: datetime | None = None
    needs_evidence: bool | None = None


def claims_seen(claims: Sequence[Claim], *, reader: User) -> list[ClaimSeen]:
    """The claims as the reader may see them, in the same order. Six queries, however many; articles and projects have
    to be loaded."""
    claims = list(claims)
    marks, suggestions, records = marks_of(claims, reader=reader), newest_suggestions(claims), Records()
    statements = statements_of(claims)
    seen = []
    for claim in claims:
        judgement = marks.judgements.get(claim.pk)
        shown = is_shown(
            claim.article.project, claim, reader, decided=judgement is not None, revealed=claim.pk in marks.revealed
        )
        seen.append(
            ClaimSeen(
                claim=claim,
                label=judgement.label if judgement else "",
                stale=judgement is not None and judgement.claim_version != claim.version,
                flagged=claim.pk in marks.flagged,
                suggestion_shown=shown,
                suggestion=suggestion_card(suggestions.get(claim.pk), claim, records) if shown else None,
                evidence_count=marks.evidence.get(claim.pk, 0),
                said=said_of(claim, statements.get(claim.pk), suggestions.get(claim.pk)),
            )
        )
    return seen


def claims_found(reader: User, wanted: ClaimFilter) -> "QuerySet[Claim]":
    """The claims the reader can see that match, in no order yet. Withdrawn ones only where their state is asked for.
    Their quotes have every term of `q` (terms.py)."""
    rows: QuerySet[Any] = Claim.objects.visible_to(reader).filter(
        article__archived_at=None, article__project__archived_at=None
    )
    rows = rows.filter(withdrawn_at__isnull=wanted.state != ClaimState.WITHDRAWN)
    if wanted.project is not None:
        rows = rows.filter(article__project=wanted.project)
    if wanted.article is not None:
        rows = rows.filter(article=wanted.article)
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state)
    if wanted.label is not None:
        rows = rows.filter(label=wanted.label)
    if wanted.reviewer is not None:
        theirs = Judgement.objects.current().filter(claim=OuterRef("pk"), reviewer__uid=wanted.reviewer)
        rows = rows.filter(Exists(theirs))
    if wanted.needs_evidence is not None:
        lacking = needing(reader, final=True)
        rows = rows.filter(lacking if wanted.needs_evidence else ~lacking)
    if wanted.min_checkworthy is not None:
        rows = rows.filter(checkworthy__gte=wanted.min_checkworthy)
    rows = narrowed(rows, wanted, reader=reader)
    terms = terms_of(wanted.q)
    if terms:
        found = SearchEntry.objects.filter(kind=SearchKind.CLAIM).matching(terms)
        rows = rows.filter(pk__in=found.values("claim"))
    if wanted.updated_since is not None:
        rows = rows.filter(last_update__at__gte=wanted.updated_since)
    return for_showing(rows)


def updates_found(reader: User, wanted: ClaimFilter) -> "QuerySet[ClaimUpdate]":
    """The same claims by their last changes, to be ordered by (at, uid): read from an index in that order, each asked
    whether it matches, so that a page costs the same among a million."""
    matching = claims_found(reader, replace(wanted, updated_since=None)).filter(pk=OuterRef("pk"))
    rows: QuerySet[Any] = ClaimUpdate.objects.filter(Exists(matching))
    if wanted.project is not None:
        rows = rows.filter(project=wanted.project)
    if wanted.updated_since is not None:
        rows = rows.filter(at__gte=wanted.updated_since)
    return rows


def claims_of_updates(updates: Sequence[ClaimUpdate]) -> list[Claim]:
    """The claims of these changes, in their order, with what showing them needs. Two queries."""
    rows = for_showing(Claim.objects.filter(pk__in=[update.pk for update in updates]))
    found = {claim.pk: claim for claim in rows}
    return [found[update.pk] for update in updates]


def narrowed(rows: "QuerySet[Any]", wanted: ClaimFilter, *, reader: User) -> "QuerySet[Any]":
    """The claims that match the filters people choose on a page."""
    mine = Judgement.objects.current().fresh().filter(claim=OuterRef("pk"), reviewer=reader)
    if wanted.mine:
        rows = rows.filter(Exists(mine) if wanted.mine == "decided" else ~Exists(mine))
    if wanted.flagged:
        rows = rows.filter(Exists(Flag.objects.filter(claim=OuterRef("pk"), cleared_at=None)))
    if wanted.evidence:
        standing = Exists(Evidence.objects.standing().filter(claim=OuterRef("pk")))
        rows = rows.filter(standing if wanted.evidence == "some" else ~standing)
    if wanted.evidence == "needed":
        rows = rows.filter(needing(reader, final=True))
    if wanted.source:
        rows = rows.filter(Q(article__source_name=wanted.source) | Q(article__origin=wanted.source))
    if wanted.since is not None:
        rows = rows.filter(created_at__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(created_at__lt=wanted.until)
    return rows


def for_showing(rows: "QuerySet[Claim]") -> "QuerySet[Claim]":
    """The claims with what showing them needs, without their articles' texts. One query, and one for the parents."""
    return rows.select_related("article__project").defer("article__text").prefetch_related("parents")


def updates_of(claims: Sequence[Claim]) -> dict[int, datetime]:
    """When anything about each of these claims last changed, by the claim's key. One query."""
    return dict(ClaimUpdate.objects.filter(pk__in=[claim.pk for claim in claims]).values_list("pk", "at"))


def judgements_seen(claim: Claim, *, reader: User) -> "QuerySet[Judgement]":
    """The current judgements the reader may see, oldest first: all after their own decision, before it none but their
    own. One query to look, one to read."""
    rows = Judgement.objects.current().filter(claim=claim).select_related("reviewer", "claim").order_by("uid")
    return rows if rows.filter(reviewer=reader).exists() else rows.none()


def standing_evidence(claim: Claim, *, reader: User) -> "QuerySet[Evidence]":
    """What the claim rests on, oldest first. Give what was read of it to `shown_of`."""
    rows = Evidence.objects.standing().filter(claim=claim).select_related("added_by")
    return as_seen(rows, reader).order_by("uid")
