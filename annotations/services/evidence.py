"""Evidence: added, withdrawn."""

from datetime import datetime

from django.db import transaction

from annotations.errors import EvidenceIncomplete, EvidenceRepeated
from annotations.models.claims import Claim
from annotations.models.evidence import Evidence, Stance
from annotations.models.ledger import LedgerEvent
from annotations.services.about import checked_url
from annotations.services.actor import Actor
from annotations.services.claims import open_claim
from annotations.services.ledger import open_entry, stream_of, subject_of
from annotations.services.values import clean_text, one_of
from annotations.services.verbs import Verb


@transaction.atomic
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
) -> tuple[Evidence, LedgerEvent]:
    """A piece of evidence: a link or a reference, and the words in it that matter. Raises EvidenceIncomplete,
    EvidenceRepeated, InvalidValue."""
    one_of(stance, field="stance", allowed=Stance.values)
    piece = Evidence(
        url=checked_url(url, field="url") if url.strip() else "",
        reference=clean_text(reference, field="reference", longest=1_000),
        quote=clean_text(quote, field="quote", longest=10_000),
        locator=clean_text(locator, field="locator", longest=200),
        stance=stance,
        added_by=actor.as_user(),
        added_at=at,
    )
    if not piece.url and not piece.reference:
        raise EvidenceIncomplete(field="url")
    entry, claim = open_claim(actor=actor, claim=claim, at=at)
    piece.claim = claim
    same = Evidence.objects.standing().filter(claim=claim, url=piece.url, reference=piece.reference, quote=piece.quote)
    twin = same.first()
    if twin is not None:
        raise EvidenceRepeated(evidence=str(twin.uid))
    entry.add(piece)
    return piece, entry.record(
        verb=Verb.EVIDENCE_ADDED,
        subject=subject_of(claim),
        detail={"stance": stance, "what": piece.url or piece.reference},
    )


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
