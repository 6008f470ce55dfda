"""Evidence: added, added to, withdrawn, put back."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from annotations.errors import EvidenceRepeated, InvalidValue
from annotations.models.claims import Claim
from annotations.models.evidence import Evidence, Stance
from annotations.models.ledger import LedgerEvent
from annotations.models.users import User
from annotations.selectors.confidential import seen_by
from annotations.services.actor import Actor
from annotations.services.claims import open_claim
from annotations.services.ledger import open_entry, stream_of, subject_of
from annotations.services.snapshot_queue import ask_for_snapshot, attached, follow_up
from annotations.services.source_register import sources_register
from annotations.services.sources import (
    Attachment,
    Origin,
    checked_attachment,
    checked_origin,
    key_for,
    key_of_address,
)
from annotations.services.values import clean_text, one_of
from annotations.services.verbs import Verb

LONGEST_QUOTE, LONGEST_LOCATOR = 10_000, 200


def evidence_add(
    *,
    actor: Actor,
    claim: Claim,
    stance: str,
    at: datetime,
    url: str = "",
    reference: str = "",
    quote: str = "",
    locator: str = "",
    attachment: Attachment | None = None,
    confidential: bool = False,
) -> tuple[Evidence, LedgerEvent]:
    """A piece of evidence: a link, a DOI, a reference or a file, and the words in it that matter. A link queues its
    snapshot. An address the claim rests on already takes the new words, place and stance into the piece that is there
    (the event is `evidence.extended` then). What is `confidential` is never added to an open piece; and what is added
    to a confidential one that the actor sees is confidential too. Raises EvidenceIncomplete, EvidenceRepeated,
    FileTooLarge, InvalidValue."""
    attachment = checked_attachment(attachment) if attachment is not None else None
    given: dict[str, Any] = {
        "origin": checked_origin(url=url, reference=reference, attachment=attachment),
        "quote": clean_text(quote, field="quote", longest=LONGEST_QUOTE),
        "locator": clean_text(locator, field="locator", longest=LONGEST_LOCATOR),
        "stance": one_of(stance, field="stance", allowed=Stance.values),
        "attachment": attachment,
        "confidential": confidential,
    }
    try:
        with transaction.atomic():
            return add_once(actor=actor, claim=claim, at=at, **given)
    except IntegrityError:
        # Another article's rival queued the same address between our look and our insert: now it is there to share.
        with transaction.atomic():
            return add_once(actor=actor, claim=claim, at=at, **given)


def add_once(
    *,
    actor: Actor,
    claim: Claim,
    origin: Origin,
    quote: str,
    locator: str,
    stance: str,
    attachment: Attachment | None,
    confidential: bool,
    at: datetime,
) -> tuple[Evidence, LedgerEvent]:
    """One attempt of evidence_add, in the caller's transaction."""
    entry, claim = open_claim(actor=actor, claim=claim, at=at)
    twin = twin_of(claim, origin, quote, reader=actor.as_user(), confidential=confidential)
    if twin is not None:
        changed = additions(twin, origin, quote=quote, locator=locator, stance=stance)
        if not changed and attachment is None:
            raise EvidenceRepeated(evidence=str(twin.uid))
        piece, verb = entry.change(twin, **changed, changed_at=at), Verb.EVIDENCE_EXTENDED
    else:
        piece, verb = Evidence(claim=claim, quote=quote, locator=locator, stance=stance), Verb.EVIDENCE_ADDED
        piece.url, piece.reference, piece.confidential = origin.url, origin.reference, confidential
        piece.added_by, piece.added_at = actor.as_user(), at
        piece.source_key = key_for(piece, origin.key)
        entry.add(piece)
    project = claim.article.project
    if attachment is not None:
        attached(entry, piece, attachment, project=project)
    else:
        ask_for_snapshot(entry, piece, project=project)
    event = entry.record(
        verb=verb, subject=subject_of(claim), detail={"stance": stance, "what": piece.url or piece.reference}
    )
    sources_register(pieces=[piece], project=project)
    follow_up(piece, project, actor.as_user(), at=at)
    return piece, event


@transaction.atomic
def evidence_withdraw(*, actor: Actor, evidence: Evidence, at: datetime) -> LedgerEvent | None:
    """Take a piece of evidence off its claim; its history stays. None where it was off already."""
    entry = open_entry(actor=actor, stream=stream_of(evidence.claim.article), at=at)
    evidence = Evidence.objects.select_related("claim", "added_by").get(pk=evidence.pk)
    if evidence.withdrawn_at is not None:
        return None
    entry.change(evidence, withdrawn_at=at)
    return entry.record(
        verb=Verb.EVIDENCE_WITHDRAWN,
        subject=subject_of(evidence.claim),
        detail={"what": evidence.url or evidence.reference},
    )


@transaction.atomic
def evidence_restore(*, actor: Actor, evidence: Evidence, at: datetime) -> LedgerEvent | None:
    """Put a withdrawn piece back on its claim. None where it is on it. Raises EvidenceRepeated where the same source
    was added again meanwhile, ClaimWithdrawn, ArticleArchived."""
    entry, claim = open_claim(actor=actor, claim=evidence.claim, at=at)
    evidence = Evidence.objects.select_related("added_by").get(pk=evidence.pk)
    evidence.claim = claim
    if evidence.withdrawn_at is None:
        return None
    key = key_of_address(evidence.url) if evidence.url else evidence.source_key
    origin = Origin(url=evidence.url, reference=evidence.reference, key=key)
    reader = actor.as_user()
    twin = twin_of(claim, origin, evidence.quote, reader=reader, confidential=evidence.confidential)
    if twin is not None:
        raise EvidenceRepeated(evidence=str(twin.uid))
    entry.change(evidence, withdrawn_at=None, changed_at=at)
    ask_for_snapshot(entry, evidence, project=claim.article.project)
    event = entry.record(
        verb=Verb.EVIDENCE_RESTORED, subject=subject_of(claim), detail={"what": evidence.url or evidence.reference}
    )
    follow_up(evidence, claim.article.project, actor.as_user(), at=at)
    return event


# --- The parts ---------------------------------------------------------------------------------------------------


def twin_of(claim: Claim, origin: Origin, quote: str, *, reader: User, confidential: bool) -> Evidence | None:
    """The standing piece that is the same evidence: of the same address or file, or the same reference with the same
    words; an open one before a confidential one, and no open one for what is confidential. Pieces the reader may not
    see do not show here either. One query."""
    rows = Evidence.objects.standing().filter(seen_by(reader), claim=claim)
    if confidential:
        rows = rows.filter(confidential=True)
    for piece in rows.select_related("added_by").order_by("confidential", "id"):
        key = piece.source_key or (key_of_address(piece.url) if piece.url else "")
        if (origin.key and key in (origin.key, key_for(piece, origin.key))) or (
            not origin.key and not piece.url and (piece.reference, piece.quote) == (origin.reference, quote)
        ):
            piece.claim = claim
            return piece
    return None


def additions(piece: Evidence, origin: Origin, *, quote: str, locator: str, stance: str) -> dict[str, Any]:
    """What the same source, given again, adds to its piece: words it does not have yet, another place, the stance it
    is given now. Raises InvalidValue where that becomes too long."""
    found: dict[str, Any] = {}
    if quote and quote not in piece.quote:
        found["quote"] = joined(piece.quote, quote, between="\n\n", field="quote", longest=LONGEST_QUOTE)
    if locator and locator not in piece.locator.split("; "):
        found["locator"] = joined(piece.locator, locator, between="; ", field="locator", longest=LONGEST_LOCATOR)
    if origin.reference and not piece.reference:
        found["reference"] = origin.reference
    if stance != piece.stance:
        found["stance"] = stance
    if not piece.source_key and origin.key:
        found["source_key"] = key_for(piece, origin.key)
    return found


def joined(old: str, new: str, *, between: str, field: str, longest: int) -> str:
    """Both, in order. Raises InvalidValue beyond the limit."""
    both = f"{old}{between}{new}" if old else new
    if len(both) > longest:
        raise InvalidValue(f"Together with what is there this is longer than {longest:,} characters.", field=field)
    return both
