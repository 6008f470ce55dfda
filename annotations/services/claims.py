"""Claims: marked, moved, split, merged, withdrawn, flagged, skipped. Words never change without their history."""

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

from django.db import transaction

from annotations.errors import (
    ArticleArchived,
    ArticleNotReady,
    ClaimWithdrawn,
    MergeNotPossible,
    QuoteMismatch,
    SpanBlank,
    SpanOutsideText,
    SpanOverlaps,
    SplitPointInvalid,
    VersionConflict,
)
from annotations.models.articles import Article
from annotations.models.claims import Claim, ClaimOrigin, ClaimState, Flag, FlagKind, Skip, state_from
from annotations.models.evidence import Evidence
from annotations.models.judgements import Judgement
from annotations.models.ledger import LedgerEvent
from annotations.services.actor import Actor
from annotations.services.batches import record_alone, words_of_claim
from annotations.services.carried import statements_for_parts, statements_for_whole
from annotations.services.carry import carry_along
from annotations.services.leases import leases_end
from annotations.services.ledger import Entry, open_entry, stream_of, subject_of
from annotations.services.snapshot_queue import follow_up
from annotations.services.source_register import sources_register
from annotations.services.values import clean_text, one_of
from annotations.services.verbs import Verb


@transaction.atomic
def claim_mark(
    *, actor: Actor, article: Article, start: int, end: int, at: datetime, quote: str | None = None
) -> tuple[Claim, LedgerEvent]:
    """A new claim at [start, end), code points. Raises SpanOutsideText, SpanBlank, SpanOverlaps, QuoteMismatch."""
    entry = open_entry(actor=actor, stream=stream_of(article), at=at)
    article = Article.objects.select_related("project").get(pk=article.pk)
    claim = cut(article, start, end, at=at, quote=quote)
    refuse_overlap(article, start, end)
    entry.add(claim)
    return claim, entry.record(verb=Verb.CLAIM_MARKED, subject=subject_of(claim))


@transaction.atomic
def claim_resize(
    *, actor: Actor, claim: Claim, start: int, end: int, at: datetime, row_version: int | None = None
) -> tuple[Claim, LedgerEvent | None]:
    """Move a claim's ends. Judgements about its earlier words become stale: kept, but back in their reviewers' queues.
    None where the ends are where they were. Raises VersionConflict, and what claim_mark raises."""
    entry, claim = open_claim(actor=actor, claim=claim, at=at)
    if row_version is not None and claim.row_version != row_version:
        raise VersionConflict(current=claim.row_version)
    if (claim.start, claim.end) == (start, end):
        return claim, None
    moved = cut(claim.article, start, end, at=at)
    refuse_overlap(claim.article, start, end, besides=[claim])
    state, label = state_from([], wanted=claim.reviewers_wanted)
    entry.change(claim, start=start, end=end, quote=moved.quote, version=claim.version + 1, state=state, label=label)
    return claim, entry.record(verb=Verb.CLAIM_RESIZED, subject=subject_of(claim))


@transaction.atomic
def claim_split(*, actor: Actor, claim: Claim, points: list[int], at: datetime) -> tuple[list[Claim], LedgerEvent]:
    """Cut a claim at the given offsets of the article (code points) into two or more, each undecided. White space at
    the cuts belongs to nobody. Who said it, notes and open flags go along. Raises SplitPointInvalid."""
    entry, claim = open_claim(actor=actor, claim=claim, at=at)
    text = claim.article.text or ""
    edges = [claim.start, *points, claim.end]
    if not points or edges != sorted(set(edges)):
        raise SplitPointInvalid(field="at")
    parts = [trimmed(text, start, end) for start, end in pairwise(edges)]
    if any(start >= end for start, end in parts):
        raise SplitPointInvalid(field="at")
    children = [cut(claim.article, start, end, at=at) for start, end in parts]
    withdraw(entry, claim)
    entry.add(*children)
    entry.add(*statements_for_parts(claim, children))
    event = entry.record(
        verb=Verb.CLAIM_SPLIT, subject=subject_of(claim), detail={"children": [str(child.uid) for child in children]}
    )
    for child in children:
        child.parents.add(claim)
    carry_along([claim], children)
    return children, event


@transaction.atomic
def claim_merge(*, actor: Actor, claims: list[Claim], at: datetime) -> tuple[Claim, LedgerEvent]:
    """Join neighbouring claims, and the words between them, into one. Evidence, notes and open flags come along; a
    reviewer whose labels on all of them agree keeps that label. Raises MergeNotPossible."""
    if len({claim.pk for claim in claims}) < 2 or len({claim.article_id for claim in claims}) != 1:
        raise MergeNotPossible
    entry = open_entry(actor=actor, stream=stream_of(claims[0].article), at=at)
    rows = Claim.objects.select_related("article__project").filter(pk__in=[claim.pk for claim in claims])
    parents = list(rows.in_text_order())
    if any(parent.withdrawn_at for parent in parents):
        raise ClaimWithdrawn
    article, start, end = parents[0].article, parents[0].start, max(parent.end for parent in parents)
    if article.claims.active().filter(start__lt=end, end__gt=start).count() != len(parents):
        raise MergeNotPossible
    merged = cut(article, start, end, at=at)
    labels = shared_labels(parents, merged, at=at)
    merged.state, merged.label = state_from((j.label for j in labels), wanted=merged.reviewers_wanted)
    for parent in parents:
        withdraw(entry, parent)
    evidence = joined_evidence(parents, merged)
    entry.add(merged, *labels, *evidence)
    entry.add(*statements_for_whole(parents, merged))
    event = entry.record(
        verb=Verb.CLAIM_MERGED,
        subject=subject_of(merged),
        detail={"parents": [str(parent.uid) for parent in parents]},
    )
    merged.parents.add(*parents)
    carry_along(parents, [merged])
    sources_register(pieces=evidence, project=article.project)
    for piece in evidence:
        follow_up(piece, article.project, piece.added_by, at=at)
    return merged, event


@transaction.atomic
def claim_withdraw(*, actor: Actor, claim: Claim, at: datetime, reason: str = "") -> LedgerEvent:
    """Take a claim out. It stays in the ledger and in earlier releases. Raises ClaimWithdrawn."""
    entry, claim = open_claim(actor=actor, claim=claim, at=at)
    withdraw(entry, claim)
    return record_alone(
        entry,
        project=claim.article.project,
        verb=Verb.CLAIM_WITHDRAWN,
        subject=subject_of(claim),
        about=f"“{words_of_claim(claim)}”",
        reason=clean_text(reason, field="reason", longest=2_000),
    )


@transaction.atomic
def claim_flag(*, actor: Actor, claim: Claim, at: datetime, kind: str = "", reason: str = "") -> LedgerEvent | None:
    """Ask a colleague to look: `kind` says why, `reason` in words; neither is needed. The caller's flag that is up says
    the new why; None where it says so already. Raises InvalidValue."""
    entry, claim = open_claim(actor=actor, claim=claim, at=at)
    if kind:
        one_of(kind, field="kind", allowed=FlagKind.values)
    reason = clean_text(reason, field="reason", longest=500)
    flag, new = Flag.objects.get_or_create(
        claim=claim, user=actor.as_user(), cleared_at=None, defaults={"kind": kind, "reason": reason, "raised_at": at}
    )
    if not new:
        if (flag.kind, flag.reason) == (kind, reason) or not (kind or reason):
            return None
        Flag.objects.filter(pk=flag.pk).update(kind=kind, reason=reason)
    return entry.record(verb=Verb.CLAIM_FLAGGED, subject=subject_of(claim), reason=reason, detail={"kind": kind})


@transaction.atomic
def claim_unflag(*, actor: Actor, claim: Claim, at: datetime) -> LedgerEvent | None:
    """Take the caller's flag down. None where there is none."""
    entry, claim = open_claim(actor=actor, claim=claim, at=at)
    if Flag.objects.filter(claim=claim, user=actor.as_user(), cleared_at=None).update(cleared_at=at) == 0:
        return None
    return entry.record(verb=Verb.CLAIM_UNFLAGGED, subject=subject_of(claim))


@transaction.atomic
def claim_flags_resolve(*, actor: Actor, claim: Claim, at: datetime, note: str = "") -> LedgerEvent | None:
    """Answer everybody's flags on a claim, with a note to those who raised them. None where there is none."""
    entry, claim = open_claim(actor=actor, claim=claim, at=at)
    note = clean_text(note, field="note", longest=500)
    open_flags = Flag.objects.filter(claim=claim, cleared_at=None)
    number = open_flags.update(cleared_at=at, cleared_by=actor.as_user(), clear_note=note)
    if number == 0:
        return None
    subject = subject_of(claim)
    return entry.record(verb=Verb.CLAIM_FLAGS_RESOLVED, subject=subject, reason=note, detail={"flags": number})


@transaction.atomic
def claim_skip(*, actor: Actor, claim: Claim, at: datetime) -> LedgerEvent:
    """Leave a claim for later: it comes back last in the caller's queue."""
    entry, claim = open_claim(actor=actor, claim=claim, at=at)
    Skip.objects.update_or_create(claim=claim, user=actor.as_user(), defaults={"skipped_at": at})
    leases_end(claim, actor.as_user())
    return entry.record(verb=Verb.CLAIM_SKIPPED, subject=subject_of(claim))


# --- The parts ---------------------------------------------------------------------------------------------------


def open_claim(*, actor: Actor, claim: Claim, at: datetime) -> tuple[Entry, Claim]:
    """An entry in the claim's stream and the claim as it is now, under the lock. Raises ClaimWithdrawn,
    ArticleArchived."""
    entry = open_entry(actor=actor, stream=stream_of(claim.article), at=at)
    # Its words, up to a million characters, are read by those few that need them.
    claim = Claim.objects.select_related("article__project").defer("article__text").get(pk=claim.pk)
    if claim.withdrawn_at is not None:
        raise ClaimWithdrawn
    if claim.article.archived_at is not None:
        raise ArticleArchived
    return entry, claim


def cut(article: Article, start: int, end: int, *, at: datetime, quote: str | None = None) -> Claim:
    """A claim for the slice, not saved. Raises SpanOutsideText, SpanBlank, QuoteMismatch, ArticleNotReady."""
    if article.text is None:
        raise ArticleNotReady
    if article.archived_at is not None:
        raise ArticleArchived
    if not 0 <= start < end <= len(article.text):
        raise SpanOutsideText(field="start", length=len(article.text))
    words = article.text[start:end]
    if not words.strip():
        raise SpanBlank(field="start")
    if quote is not None and quote != words:
        raise QuoteMismatch(field="quote")
    return Claim(
        article=article,
        start=start,
        end=end,
        quote=words,
        origin=ClaimOrigin.PERSON,
        reviewers_wanted=article.project.reviewers_per_claim,
        created_at=at,
    )


def refuse_overlap(article: Article, start: int, end: int, *, besides: Iterable[Claim] = ()) -> None:
    """Raises SpanOverlaps, naming the claim in the way. Call it under the article's lock. One query."""
    rivals = article.claims.active().filter(start__lt=end, end__gt=start)
    rival = rivals.exclude(pk__in=[claim.pk for claim in besides]).first()
    if rival is not None:
        raise SpanOverlaps(claim=str(rival.uid))


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def withdraw(entry: Entry, claim: Claim) -> None:
    """Retire a claim as part of an entry. Nobody holds it any more."""
    leases_end(claim, full=True)
    entry.change(claim, withdrawn_at=entry.at, state=ClaimState.WITHDRAWN, label="")


def shared_labels(parents: list[Claim], merged: Claim, *, at: datetime) -> list[Judgement]:
    """For each reviewer with one and the same fresh label on all parents, that label on the merged claim."""
    by_reviewer: dict[int, list[Judgement]] = {}
    rows = Judgement.objects.current().fresh().filter(claim__in=parents).select_related("reviewer").order_by("id")
    for judgement in rows:
        by_reviewer.setdefault(judgement.reviewer_id, []).append(judgement)
    return [
        Judgement(
            claim=merged,
            reviewer=found[0].reviewer,
            label=found[0].label,
            claim_version=1,
            suggestion_visible=any(judgement.suggestion_visible for judgement in found),
            decided_at=at,
            chosen_at=at,
            guidelines_version=min(judgement.guidelines_version for judgement in found),
        )
        for found in by_reviewer.values()
        if len(found) == len(parents) and len({judgement.label for judgement in found}) == 1
    ]


def joined_evidence(parents: list[Claim], merged: Claim) -> list[Evidence]:
    """The parents' evidence, for the merged claim: one piece for each address or file, with all the words quoted from
    it; each reference with its words once. Confidential words stay apart from open ones, each person's."""
    seen: dict[tuple[object, ...], Evidence] = {}
    for piece in Evidence.objects.standing().filter(claim__in=parents).select_related("added_by").order_by("id"):
        source = (piece.source_key,) if piece.source_key else (piece.url, piece.reference, piece.quote)
        key = (*source, piece.confidential and piece.added_by_id)
        copied = (
            *("url", "reference", "quote", "locator", "stance", "added_by", "added_at"),
            *("source_key", "confidential"),
        )
        twin = seen.setdefault(key, Evidence(claim=merged, **{name: getattr(piece, name) for name in copied}))
        if piece.quote and piece.quote not in twin.quote:
            twin.quote = f"{twin.quote}\n\n{piece.quote}".strip()
    return list(seen.values())
