"""Evidence made confidential, and open again: the piece, its copies on claims it came from, and what is kept of it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from annotations.errors import EvidenceRepeated, VersionConflict
from annotations.models.claims import Claim
from annotations.models.evidence import Evidence
from annotations.models.ledger import LedgerEvent, LedgerTouch
from annotations.models.snapshots import Snapshot, SnapshotOrigin, SnapshotStatus
from annotations.models.users import User
from annotations.selectors.history import lineage_of
from annotations.services.actor import Actor
from annotations.services.batches import record_alone
from annotations.services.claims import open_claim
from annotations.services.evidence import twin_of
from annotations.services.ledger import Entry, subject_of
from annotations.services.snapshot_queue import ask_for_snapshot, follow_up
from annotations.services.sources import Origin, key_for, key_of_address
from annotations.services.verbs import Verb

ABOUT = "a piece of evidence"  # all that the list of changes may say of it


@transaction.atomic
def evidence_set_confidential(
    *, actor: Actor, evidence: Evidence, confidential: bool, at: datetime, row_version: int | None = None
) -> tuple[Evidence, LedgerEvent | None]:
    """Say who sees a piece from now on: with `confidential` the roles policy.py names and whoever added it, else
    everybody in the project. Copies of it on claims that were joined go along, and so does what is kept of its source,
    unless other evidence rests on it. None where it is so already. `row_version` is the one the caller read. Raises
    EvidenceRepeated where the claim has the same source openly, VersionConflict, ClaimWithdrawn, ArticleArchived."""
    entry, claim = open_claim(actor=actor, claim=evidence.claim, at=at)
    piece = Evidence.objects.select_related("added_by").get(pk=evidence.pk)
    piece.claim = claim
    if row_version is not None and piece.row_version != row_version:
        raise VersionConflict(current=piece.row_version)
    if piece.confidential == confidential:
        return piece, None
    change_all(entry, piece, confidential=confidential)
    verb = Verb.EVIDENCE_MADE_CONFIDENTIAL if confidential else Verb.EVIDENCE_MADE_OPEN
    project = claim.article.project
    event = record_alone(entry, project=project, verb=verb, subject=subject_of(claim), about=ABOUT)
    follow_up(piece, project, actor.as_user(), at=at)
    return piece, event


def change_all(entry: Entry, piece: Evidence, *, confidential: bool) -> None:
    """The piece, its copies and what is kept of its source, part of an entry; `follow_up` the piece behind it. Raises
    EvidenceRepeated."""
    if not confidential and piece.withdrawn_at is None:
        refuse_twin(piece, entry.actor.as_user())
    project, old = piece.claim.article.project, piece.source_key
    rows = Snapshot.objects.select_for_update(of=("self",)).select_related("project", "requested_by")
    looks = list(rows.filter(project=project, source_key=old).order_by("id")) if old else []
    source = open_key(piece, looks) if old else ""
    family = [piece, *copies_of(piece)]
    for one in family:
        entry.change(one, confidential=confidential, changed_at=entry.at)
        entry.change(one, source_key=key_for(one, source))
    if not old:
        return
    # What other evidence rests on stays with it, but for the files that were attached through this claim.
    if (
        Evidence.objects.filter(source_key=old, claim__article__project=project)
        .exclude(pk__in=[one.pk for one in family])
        .exists()
    ):
        looks = attached_through(piece.claim, looks)
    # Somebody may wait for the same page under the other key already; nobody waits for it twice.
    waited = rows.filter(project=project, source_key=piece.source_key, status=SnapshotStatus.QUEUED).exists()
    for look in looks:
        if not (waited and look.status == SnapshotStatus.QUEUED):
            entry.change(look, source_key=piece.source_key)
    if not looks and piece.withdrawn_at is None:
        ask_for_snapshot(entry, piece, project=project)


def refuse_twin(piece: Evidence, reader: User) -> None:
    """Raises EvidenceRepeated where the claim rests on the same source openly: there would be two of it."""
    origin = Origin(url=piece.url, reference=piece.reference, key=key_of_address(piece.url) if piece.url else "")
    twin = twin_of(piece.claim, origin, piece.quote, reader=reader, confidential=False)
    if twin is not None and not twin.confidential:
        raise EvidenceRepeated(
            evidence=str(twin.uid), hint="The claim rests on the same source openly. Withdraw one of the two."
        )


def copies_of(piece: Evidence) -> list[Evidence]:
    """The same source on the claims this one was made of: what their history and their pages tell is the same secret.
    The queries of `lineage_of`, and one."""
    earlier = [uid for uid in lineage_of(piece.claim) if uid != piece.claim.uid]
    if not earlier:
        return []
    same = Q(url=piece.url) if piece.url else Q(url="", reference=piece.reference)
    if piece.source_key:
        same |= Q(source_key=piece.source_key)
    rows = Evidence.objects.filter(same, claim__uid__in=earlier, claim__article=piece.claim.article)
    return list(rows.select_related("added_by", "claim__article__project").order_by("id"))


def open_key(piece: Evidence, looks: list[Snapshot]) -> str:
    """The key of the piece's source as everybody has it: of its address, or of the file it was made with."""
    if piece.url:
        return key_of_address(piece.url)
    files = [look.body_sha256 for look in looks if look.origin == SnapshotOrigin.UPLOAD]
    return files[0] if files else piece.source_key


def attached_through(claim: Claim, looks: list[Snapshot]) -> list[Snapshot]:
    """Those that are files somebody attached to evidence of this claim. One query."""
    files = [look.uid for look in looks if look.origin == SnapshotOrigin.UPLOAD]
    born = LedgerTouch.objects.filter(object_type="snapshot", object_id__in=files, object_version=1)
    here = set(born.filter(event__subject=subject_of(claim)).values_list("object_id", flat=True))
    return [look for look in looks if look.uid in here]
