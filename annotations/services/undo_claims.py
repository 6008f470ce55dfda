"""How what was done to claims is taken back."""

from annotations.models.claims import Claim
from annotations.models.judgements import Judgement
from annotations.services.batches import Doing, words_of_claim
from annotations.services.bulk_claims import put_back
from annotations.services.claims import withdraw
from annotations.services.judgements import copy_of, current_of, put_in_place
from annotations.services.ledger import Entry
from annotations.services.undone import SINCE, Undone


def unwithdraw(doing: Doing, undone: Undone) -> None:
    """The claims stand again."""
    entry = undone.entry(doing)
    put_back(entry, doing, free_of_newer(doing, undone))
    record(doing, entry, undone)


def rewithdraw(doing: Doing, undone: Undone) -> None:
    """The claims are taken out again."""
    entry = undone.entry(doing)
    for claim in free_of_newer(doing, undone):
        withdraw(entry, claim)
        doing.did(words_of_claim(claim), claim.uid)
    record(doing, entry, undone)


def unjudge(doing: Doing, undone: Undone) -> None:
    """Each decision gives way to the one before it, or to none. Only its maker can do this."""
    entry = undone.entry(doing)
    made = Judgement.objects.filter(uid__in=undone.made("judgement"), reviewer=doing.actor.as_user())
    by_claim = dict(made.values_list("claim_id", "pk"))
    rows = Claim.objects.select_related("article__project").defer("article__text")
    for claim in rows.filter(pk__in=by_claim).in_text_order():
        current = current_of(doing.actor, claim)
        if claim.withdrawn_at is not None:
            doing.leave(words_of_claim(claim), "It is withdrawn.", claim.uid)
        elif current is None or current.pk != by_claim[claim.pk]:
            doing.leave(words_of_claim(claim), "You decided again since.", claim.uid)
        else:
            earlier = current.previous
            put_in_place(entry, claim, current, copy_of(earlier, at=doing.at) if earlier else None)
            doing.did(words_of_claim(claim), claim.uid)
    record(doing, entry, undone)


def free_of_newer(doing: Doing, undone: Undone) -> list[Claim]:
    """The event's claims that were not withdrawn or put back again since; the others are named."""
    found = []
    for claim in claims_in(undone):
        if undone.stands(claim.uid, "withdrawn_at"):
            doing.leave(words_of_claim(claim), SINCE, claim.uid)
        else:
            found.append(claim)
    return found


def claims_in(undone: Undone) -> list[Claim]:
    """The claims an event changed, in text order. One query."""
    rows = Claim.objects.select_related("article__project").defer("article__text")
    return list(rows.filter(uid__in=undone.of("claim")).in_text_order())


def record(doing: Doing, entry: Entry, undone: Undone) -> None:
    """The event about it, if anything was done."""
    if entry.changed:
        doing.record(entry, subject=undone.event.subject)
