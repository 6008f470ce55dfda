"""The browser's outbox: each operation in a transaction of its own, carried out once, answered either way."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from annotations.errors import AnnotationError, ClaimChanged, ClaimWithdrawn, NotFound
from annotations.models.access import AppliedOp
from annotations.models.claims import Claim
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.policy import Action
from annotations.selectors.access import claim_for, require
from annotations.selectors.claims import cards_of
from annotations.services.actor import Actor
from annotations.services.claims import claim_flag, claim_skip, claim_unflag, open_claim
from annotations.services.judgements import judgement_record, judgement_undo
from annotations.services.notes import note_draft_save, note_write
from annotations.services.op_shape import Op, op_from, time_in
from annotations.services.statements import one_field, statement_change
from annotations.services.suggestions import suggestion_reveal
from annotations.services.verbs import Verb

Result = dict[str, Any]
CONFLICTS = (ClaimChanged, ClaimWithdrawn)


def op_apply(*, actor: Actor, user_op: object, at: datetime, within: Project | None = None) -> Result:
    """Carry out one operation and say how it went: `ok`; `seen`, with the first answer, where it was done before;
    `conflict` where the claim moved on; `refused` where it may not or cannot be. Only what was done is remembered, so
    what was refused may be sent again. `within`: the one project the caller's key is bound to. About 25 queries."""
    try:
        op = op_from(user_op)
    except AnnotationError as error:
        return answer(given_id(user_op), "refused", error=error)
    try:
        with transaction.atomic():
            return apply_once(actor, op, at=at, within=within)
    except CONFLICTS as error:
        by = who_changed(actor, op.claim)
        return answer(str(op.id), "conflict", error=error, about=present_state(actor, op, within), by=by)
    except AnnotationError as error:
        return answer(str(op.id), "refused", error=error, about=present_state(actor, op, within))


def apply_once(actor: Actor, op: Op, *, at: datetime, within: Project | None) -> Result:
    """Do it, or find that it was done. The row that says so goes in first, so that a twin waits for our end."""
    done = AppliedOp(user=actor.as_user(), op_id=op.id, applied_at=at)
    try:
        with transaction.atomic():
            done.save(force_insert=True)
    except IntegrityError:
        first = AppliedOp.objects.get(user=actor.as_user(), op_id=op.id)
        return {**first.result, "status": "seen"}
    claim = claim_within(actor, op, within)
    require(actor.as_user(), Action.JUDGE, claim.article.project)
    _entry, claim = open_claim(actor=actor, claim=claim, at=at)  # nobody moves it from here on
    if claim.version != op.base_version and op.kind != "note_draft":
        raise ClaimChanged(version=claim.version)
    event = DO[op.kind](actor, claim, op, at)
    result = answer(str(op.id), "ok", event=event, about=state_of(claim, actor))
    done.result = result
    done.save(update_fields=["result"])
    return result


# --- What each kind does -----------------------------------------------------------------------------------------


def label(actor: Actor, claim: Claim, op: Op, at: datetime) -> LedgerEvent:
    """Decide."""
    payload = dict(op.payload)
    if "opened_at" in payload:
        payload["opened_at"] = time_in(payload["opened_at"])
    _judgement, event = judgement_record(
        actor=actor, claim=claim, at=at, claim_version=op.base_version, input_=payload.pop("input", ""), **payload
    )
    return event


def undo(actor: Actor, claim: Claim, op: Op, at: datetime) -> LedgerEvent:
    """Take the last decision back."""
    return judgement_undo(actor=actor, claim=claim, at=at)[1]


def skip(actor: Actor, claim: Claim, op: Op, at: datetime) -> LedgerEvent:
    """Leave it for later."""
    return claim_skip(actor=actor, claim=claim, at=at)


def flag(actor: Actor, claim: Claim, op: Op, at: datetime) -> LedgerEvent | None:
    """Raise the flag, or take it down."""
    if op.payload["on"]:
        why = {name: op.payload[name] for name in ("kind", "reason") if name in op.payload}
        return claim_flag(actor=actor, claim=claim, at=at, **why)
    return claim_unflag(actor=actor, claim=claim, at=at)


def note(actor: Actor, claim: Claim, op: Op, at: datetime) -> LedgerEvent:
    """Write a note."""
    return note_write(actor=actor, claim=claim, body=op.payload["text"], at=at)[1]


def note_draft(actor: Actor, claim: Claim, op: Op, at: datetime) -> None:
    """Keep what is being typed."""
    note_draft_save(actor=actor, claim=claim, body=op.payload["text"], at=at)


def reveal(actor: Actor, claim: Claim, op: Op, at: datetime) -> LedgerEvent | None:
    """Look at the suggestion before deciding, where the project lets people."""
    return suggestion_reveal(actor=actor, claim=claim, at=at)


def statement(actor: Actor, claim: Claim, op: Op, at: datetime) -> LedgerEvent | None:
    """One field of who said it, where, and the wording."""
    return statement_change(actor=actor, claim=claim, at=at, **one_field(**op.payload))[1]


DO: dict[str, Callable[[Actor, Claim, Op, datetime], LedgerEvent | None]] = {
    "label": label,
    "undo": undo,
    "skip": skip,
    "flag": flag,
    "note": note,
    "note_draft": note_draft,
    "reveal": reveal,
    "statement": statement,
}

# --- The answer --------------------------------------------------------------------------------------------------


def answer(
    id_: str | None,
    status: str,
    *,
    error: AnnotationError | None = None,
    event: LedgerEvent | None = None,
    about: Result | None = None,
    by: str = "",
) -> Result:
    """One operation's answer, always with the same members."""
    message = ""
    if error is not None:
        message = f"{error.field}: {error.message}" if error.field else error.message
    return {
        "id": id_,
        "status": status,
        "code": error.code if error else "",
        "message": message,
        "field": error.field if error else "",
        "by": by,
        "receipt": event.receipt if event else None,
        **(about or {"claim": None, "suggestion": None}),
    }


def given_id(user_op: object) -> str | None:
    """The id as it was sent, for the sender to find its operation by; None where it has none."""
    id_ = user_op.get("id") if isinstance(user_op, dict) else None
    return id_[:64] if isinstance(id_, str) else None


def claim_within(actor: Actor, op: Op, within: Project | None) -> Claim:
    """The claim an operation is about. Raises NotFound where the caller, or their key, has no business with it."""
    claim = claim_for(actor.as_user(), op.claim)
    if within is not None and claim.article.project != within:
        raise NotFound
    return claim


def who_changed(actor: Actor, claim: UUID) -> str:
    """Who moved, split, merged or withdrew the claim last, "" for the caller or nobody. One query. Only a claim the
    caller may see gets into a conflict."""
    changes = [Verb.CLAIM_RESIZED, Verb.CLAIM_SPLIT, Verb.CLAIM_MERGED, Verb.CLAIM_WITHDRAWN, Verb.SUGGESTIONS_STORED]
    rows = LedgerEvent.objects.filter(touches__object_type="claim", touches__object_id=claim, verb__in=changes)
    event = rows.order_by("-id").first()
    return event.actor_label if event is not None and event.actor_id != actor.uid else ""


def present_state(actor: Actor, op: Op, within: Project | None) -> Result | None:
    """The claim as it is now, where the caller may see it."""
    try:
        return state_of(claim_within(actor, op, within), actor)
    except AnnotationError:
        return None


def state_of(claim: Claim, actor: Actor) -> Result:
    """The claim as the caller's screen needs it, and the suggestion they may see now. Six queries."""
    claim = Claim.objects.select_related("article__project").get(pk=claim.pk)
    card = cards_of([claim], project=claim.article.project, reader=actor.as_user())[0]
    return {
        "claim": {
            "id": card.uid,
            "version": card.version,
            "label": card.label or None,
            "stale": card.stale,
            "flagged": card.flagged,
            "state": card.state,
        },
        "suggestion": card.suggestion
        and {name: value for name, value in card.suggestion.items() if name not in {"reasons", "checkworthy"}},
    }
