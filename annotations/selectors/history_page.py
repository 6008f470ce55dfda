"""A claim's history, a page at a time."""

from django.db.models import Q

from annotations.models.claims import Claim
from annotations.models.judgements import Judgement
from annotations.models.ledger import LedgerEvent
from annotations.models.users import User
from annotations.selectors.history import HistoryLine, about, told

SECRET_UNTIL_DECIDED = ["judgement.recorded", "judgement.undone", "judgement.withdrawn", "note.written"]


def history_page(
    claim: Claim, *, reader: User, limit: int, before: int | None = None, after: int | None = None
) -> list[HistoryLine]:
    """Up to `limit` events of the claim, newest first: those before an event's `seq`, or those next after one. Without
    what the reader may not see yet: colleagues' labels and notes before one's own decision. The events of the claims
    it was made of belong to it. Three queries, and those of `about`."""
    # All of them are in one stream, the article's, so `seq` names the place and no internal key leaves the site.
    rows = LedgerEvent.objects.filter(about(claim), stream=f"article:{claim.article.uid}").distinct()
    if not Judgement.objects.current().filter(claim=claim, reviewer=reader).exists():
        rows = rows.exclude(Q(verb__in=SECRET_UNTIL_DECIDED) & ~Q(actor_id=str(reader.uid)))
    if after is not None:
        events = list(rows.filter(seq__gt=after).order_by("seq")[:limit])[::-1]
    else:
        if before is not None:
            rows = rows.filter(seq__lt=before)
        events = list(rows.order_by("-seq")[:limit])
    return told(events, reader=reader)
