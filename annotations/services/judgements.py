"""Judgements: recorded, undone, withdrawn. The earlier ones stay."""

from datetime import datetime

from django.db import transaction

from annotations.errors import ClaimChanged, InvalidValue, NothingToUndo
from annotations.models.claims import Claim, Label, state_from
from annotations.models.judgements import Judgement
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import SuggestionMode
from annotations.models.suggestions import Reveal, Suggestion
from annotations.selectors.suggestions import is_measured, mode_for
from annotations.services.actor import Actor
from annotations.services.claims import open_claim
from annotations.services.leases import leases_end
from annotations.services.ledger import Entry, subject_of
from annotations.services.values import clean_text, one_of
from annotations.services.verbs import Verb

INPUTS = ["", "key", "mouse", "touch", "api"]
MOST_MINUTES = 24 * 60


@transaction.atomic
def judgement_record(
    *,
    actor: Actor,
    claim: Claim,
    label: str,
    at: datetime,
    note: str = "",
    confidence: int | None = None,
    suggestion_visible: bool | None = None,
    active_ms: int | None = None,
    opened_at: datetime | None = None,
    minutes_since_pause: int | None = None,
    input_: str = "",
    claim_version: int | None = None,
) -> tuple[Judgement, LedgerEvent]:
    """The caller's decision; it supersedes their earlier one. `claim_version` is the version of the words they saw,
    `opened_at` when those came on screen by the caller's clock: never kept later than the decision. Raises
    ClaimWithdrawn, ClaimChanged, InvalidValue."""
    one_of(label, field="label", allowed=Label.values)
    one_of(input_, field="input", allowed=INPUTS)
    if confidence is not None and not 0 <= confidence <= 100:
        raise InvalidValue("It is a percentage from 0 to 100.", field="confidence")
    if active_ms is not None and not 0 <= active_ms < 2**31:
        raise InvalidValue("It is a number of milliseconds.", field="active_ms")
    if minutes_since_pause is not None and not 0 <= minutes_since_pause <= MOST_MINUTES:
        raise InvalidValue("It is a number of minutes, a day's at most.", field="minutes_since_pause")
    entry, claim = open_claim(actor=actor, claim=claim, at=at)
    if claim_version is not None and claim_version != claim.version:
        raise ClaimChanged(version=claim.version)
    current, pipeline = current_of(actor, claim), pipeline_of(claim)
    judgement = Judgement(
        claim=claim,
        reviewer=actor.as_user(),
        label=label,
        note=clean_text(note, field="note", longest=2_000),
        confidence=confidence,
        claim_version=claim.version,
        suggestion_visible=bool(pipeline) and was_visible(actor, claim, current, suggestion_visible),
        suggestion_version=pipeline,
        mode=mode_for(claim.article.project, actor.as_user()),
        input=input_,
        active_ms=active_ms,
        opened_at=opened_at and min(opened_at, at),
        minutes_since_pause=minutes_since_pause,
        decided_at=at,
        chosen_at=at,
        guidelines_version=claim.article.project.guidelines_version,
        previous=current,
    )
    return judgement, replace_current(entry, claim, current, judgement, verb=Verb.JUDGEMENT_RECORDED)


@transaction.atomic
def judgement_undo(*, actor: Actor, claim: Claim, at: datetime) -> tuple[Judgement | None, LedgerEvent]:
    """Put back exactly what was before the caller's decision: the earlier label, or none. Raises NothingToUndo."""
    entry, claim = open_claim(actor=actor, claim=claim, at=at)
    current = current_of(actor, claim)
    if current is None:
        raise NothingToUndo
    earlier = current.previous
    restored = None if earlier is None else copy_of(earlier, at=at)
    event = replace_current(entry, claim, current, restored, verb=Verb.JUDGEMENT_UNDONE)
    return restored, event


@transaction.atomic
def judgement_withdraw(*, actor: Actor, claim: Claim, at: datetime) -> LedgerEvent:
    """Leave the caller without a decision on this claim. Raises NothingToUndo."""
    entry, claim = open_claim(actor=actor, claim=claim, at=at)
    current = current_of(actor, claim)
    if current is None:
        raise NothingToUndo
    return replace_current(entry, claim, current, None, verb=Verb.JUDGEMENT_WITHDRAWN)


# --- The parts ---------------------------------------------------------------------------------------------------


def current_of(actor: Actor, claim: Claim) -> Judgement | None:
    """The caller's current judgement, with what it superseded. One query."""
    rows = Judgement.objects.current().by(actor.as_user()).filter(claim=claim)
    current: Judgement | None = rows.select_related("previous__previous", "previous__reviewer", "reviewer").first()
    if current is not None:
        current.claim = claim  # the same row, already read
    return current


def copy_of(earlier: Judgement, *, at: datetime) -> Judgement:
    """The earlier judgement, standing again from now. It keeps the time it was chosen and what came before it."""
    return Judgement(
        claim=earlier.claim,
        reviewer=earlier.reviewer,
        label=earlier.label,
        note=earlier.note,
        confidence=earlier.confidence,
        claim_version=earlier.claim_version,
        suggestion_visible=earlier.suggestion_visible,
        suggestion_version=earlier.suggestion_version,
        mode=earlier.mode,
        input=earlier.input,
        active_ms=earlier.active_ms,
        opened_at=earlier.opened_at,
        minutes_since_pause=earlier.minutes_since_pause,
        decided_at=at,
        chosen_at=earlier.chosen_at,
        guidelines_version=earlier.guidelines_version,
        previous=earlier.previous,
    )


def replace_current(
    entry: Entry, claim: Claim, current: Judgement | None, judgement: Judgement | None, *, verb: Verb
) -> LedgerEvent:
    """Supersede, add, and bring the claim's state up to date, as one event about the claim."""
    put_in_place(entry, claim, current, judgement)
    detail: dict[str, object] = {
        "from": current.label if current else None,
        "to": judgement.label if judgement else None,
    }
    return entry.record(verb=verb, subject=subject_of(claim), detail=detail)


def put_in_place(entry: Entry, claim: Claim, current: Judgement | None, judgement: Judgement | None) -> None:
    """The part of replace_current that several claims of one event have each."""
    if current is not None:
        entry.change(current, superseded_at=entry.at)
    if judgement is not None:
        entry.add(judgement)
    others = Judgement.objects.current().filter(claim=claim, claim_version=claim.version)
    labels = list(others.exclude(reviewer=entry.actor.as_user()).values_list("label", flat=True))
    if judgement is not None and judgement.claim_version == claim.version:
        labels.append(judgement.label)
    state, label = state_from(labels, wanted=claim.reviewers_wanted)
    entry.change(claim, state=state, label=label)
    leases_end(claim, entry.actor.as_user(), full=len(labels) >= claim.reviewers_wanted)


def was_visible(actor: Actor, claim: Claim, current: Judgement | None, said: bool | None) -> bool:
    """Whether the claim's suggestion was on screen: what the caller says, or what we know to have been shown."""
    if said or current is not None:  # after a first decision it is open, in every mode
        return True
    user, project = actor.as_user(), claim.article.project
    if mode_for(project, user) == SuggestionMode.SHOWN:
        return True
    return is_measured(project, claim, user) or Reveal.objects.filter(claim=claim, user=user).exists()


def pipeline_of(claim: Claim) -> str:
    """Which pipeline's suggestion the claim has, "" for none. One query."""
    newest = (
        Suggestion.objects.filter(claim=claim)
        .order_by("-run__ran_at", "-run_id")
        .values_list("run__pipeline_version", flat=True)
    )
    return newest.first() or ""
