"""Taking a batch back as a whole, at any later time: the opposite as new events, where nothing newer stands on it."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from annotations.errors import NotUndoable
from annotations.models.batches import Batch
from annotations.models.ledger import LedgerEvent
from annotations.services.actor import Actor
from annotations.services.batches import Doing, Outcome
from annotations.services.undo_articles import rearchive, stop_retry, unarchive, want_as_before
from annotations.services.undo_claims import rewithdraw, unjudge, unwithdraw
from annotations.services.undo_evidence import confidential_again, open_again
from annotations.services.undo_project import member_back, member_out, role_back, settings_back
from annotations.services.undone import Undone
from annotations.services.verbs import Verb

# For each verb that can be taken back: the verb of the opposite, how one event is undone, what several are called.
WAYS: dict[str, tuple[Verb, Callable[[Doing, Undone], None], str]] = {
    Verb.ARTICLE_ARCHIVED: (Verb.ARTICLE_RESTORED, unarchive, "articles"),
    Verb.ARTICLE_RESTORED: (Verb.ARTICLE_ARCHIVED, rearchive, "articles"),
    Verb.ARTICLE_RETRIED: (Verb.JOB_CANCELLED, stop_retry, "articles"),
    Verb.CLAIM_REVIEWERS_SET: (Verb.CLAIM_REVIEWERS_SET, want_as_before, "articles"),
    Verb.CLAIM_WITHDRAWN: (Verb.CLAIM_RESTORED, unwithdraw, "claims"),
    Verb.CLAIM_RESTORED: (Verb.CLAIM_WITHDRAWN, rewithdraw, "claims"),
    Verb.JUDGEMENT_RECORDED: (Verb.JUDGEMENT_UNDONE, unjudge, "claims"),
    Verb.EVIDENCE_MADE_CONFIDENTIAL: (Verb.EVIDENCE_MADE_OPEN, open_again, ""),
    Verb.EVIDENCE_MADE_OPEN: (Verb.EVIDENCE_MADE_CONFIDENTIAL, confidential_again, ""),
    Verb.PROJECT_CHANGED: (Verb.PROJECT_CHANGED, settings_back, ""),
    Verb.MEMBERSHIP_GIVEN: (Verb.MEMBERSHIP_ENDED, member_out, ""),
    Verb.MEMBERSHIP_CHANGED: (Verb.MEMBERSHIP_CHANGED, role_back, ""),
    Verb.MEMBERSHIP_ENDED: (Verb.MEMBERSHIP_GIVEN, member_back, ""),
}


@transaction.atomic
def batch_undo(*, actor: Actor, batch: Batch, at: datetime) -> Outcome:
    """Put back what the batch changed, all of it or what can be: what something newer was done to stays as it is and is
    named. The undo is a batch as well, so it can be undone. Raises NotUndoable where it was undone, cannot be, or
    nothing of it can. About twelve queries for each event of the batch."""
    Batch.objects.select_for_update().get(pk=batch.pk)  # two who undo the same: the second finds it undone
    batch = Batch.objects.select_related("project").get(pk=batch.pk)
    if batch.verb not in WAYS:
        raise NotUndoable
    if batch.undone_at is not None:
        raise NotUndoable("This was undone already.")
    opposite, undo, kind = WAYS[batch.verb]
    doing = Doing(actor, batch.project, opposite, at, undoes=batch)
    for event in LedgerEvent.objects.filter(batch_entry__batch=batch).order_by("stream", "seq"):
        undo(doing, Undone(event))
    if not doing.events:
        raise NotUndoable(" ".join(sorted({left.why for left in doing.left})))
    return doing.end(kind)
