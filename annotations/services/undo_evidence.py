"""How it is taken back that evidence was made confidential, or open."""

from annotations.errors import AnnotationError
from annotations.models.evidence import Evidence
from annotations.selectors.confidential import sees
from annotations.services.batches import Doing
from annotations.services.confidential import ABOUT, change_all
from annotations.services.snapshot_queue import follow_up
from annotations.services.undone import SINCE, Undone


def confidential_again(doing: Doing, undone: Undone) -> None:
    """The pieces are confidential again."""
    change_back(doing, undone, confidential=True)


def open_again(doing: Doing, undone: Undone) -> None:
    """The pieces are open again."""
    change_back(doing, undone, confidential=False)


def change_back(doing: Doing, undone: Undone, *, confidential: bool) -> None:
    """The event's piece as it was, by somebody who sees it, where nobody said otherwise since."""
    entry = undone.entry(doing)
    claim = undone.event.subject.partition(":")[2]
    rows = Evidence.objects.select_related("added_by", "claim__article__project").filter(claim__uid=claim)
    piece = rows.get(uid__in=undone.of("evidence"))
    if not sees(doing.actor.as_user(), piece):
        doing.leave(ABOUT, "Only who sees it can do that.")
    elif undone.stands(piece.uid, "confidential") or piece.confidential == confidential:
        doing.leave(ABOUT, SINCE)
    elif piece.claim.withdrawn_at is not None:
        doing.leave(ABOUT, "Its claim is withdrawn.")
    else:
        try:
            change_all(entry, piece, confidential=confidential)
        except AnnotationError as error:
            doing.leave(ABOUT, error.message)
            return
        doing.record(entry, subject=undone.event.subject)
        doing.done.append(ABOUT)
        follow_up(piece, doing.project, doing.actor.as_user(), at=doing.at)
