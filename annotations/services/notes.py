"""Notes for the next reader, and what somebody is still typing."""

from datetime import datetime

from django.db import transaction

from annotations.models.claims import Claim
from annotations.models.judgements import Note, NoteDraft
from annotations.models.ledger import LedgerEvent
from annotations.services.actor import Actor
from annotations.services.claims import open_claim
from annotations.services.ledger import subject_of
from annotations.services.search_index import index_new
from annotations.services.values import clean_text
from annotations.services.verbs import Verb


@transaction.atomic
def note_write(*, actor: Actor, claim: Claim, body: str, at: datetime) -> tuple[Note, LedgerEvent]:
    """A note on the claim; the caller's draft is done with. Raises InvalidValue where it is empty."""
    body = clean_text(body, field="text", longest=5_000, required=True)
    entry, claim = open_claim(actor=actor, claim=claim, at=at)
    note = Note.objects.create(claim=claim, author=actor.as_user(), body=body, written_at=at)
    index_new([note])
    NoteDraft.objects.filter(claim=claim, author=actor.as_user()).delete()
    return note, entry.record(verb=Verb.NOTE_WRITTEN, subject=subject_of(claim), detail={"body": body})


@transaction.atomic
def note_draft_save(*, actor: Actor, claim: Claim, body: str, at: datetime) -> None:
    """Keep what is being typed, for the same person on another screen. No event: nothing was said yet."""
    body = clean_text(body, field="text", longest=5_000)
    NoteDraft.objects.update_or_create(claim=claim, author=actor.as_user(), defaults={"body": body, "typed_at": at})
