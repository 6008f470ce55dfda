"""Keeping in step when each claim last changed: `Entry.record` hands over every row it writes, so no service can forget
it. Derived rows, so there is no event of their own."""

from collections.abc import Iterable
from datetime import datetime

from annotations.models.base import Guarded
from annotations.models.claim_updates import ClaimUpdate
from annotations.models.claims import Claim
from annotations.models.evidence import Evidence
from annotations.models.judgements import Judgement


def updates_note(added: Iterable[Guarded], changed: Iterable[Guarded], *, at: datetime) -> None:
    """The claims these rows are or belong to changed at this time. Two queries at most, none where there are none; the
    articles of new claims have to be loaded."""
    added = list(added)
    new = [row for row in added if isinstance(row, Claim)]
    if new:
        ClaimUpdate.objects.bulk_create(
            (ClaimUpdate(claim=claim, project_id=claim.article.project_id, uid=claim.uid, at=at) for claim in new),
            batch_size=500,
        )
    older = {row.pk for row in changed if isinstance(row, Claim)}
    older |= {row.claim_id for row in (*added, *changed) if isinstance(row, Judgement | Evidence)}
    older -= {claim.pk for claim in new}
    if older:
        ClaimUpdate.objects.filter(pk__in=older).update(at=at)
