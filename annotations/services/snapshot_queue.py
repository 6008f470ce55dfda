"""Which snapshot serves a piece of evidence, and the work that is queued for it. Parts of services, none themselves."""

from datetime import datetime, timedelta

from annotations.models.evidence import Evidence
from annotations.models.jobs import Job, JobKind
from annotations.models.projects import Project
from annotations.models.snapshots import Snapshot, SnapshotOrigin, SnapshotStatus
from annotations.models.users import User
from annotations.selectors.snapshots import words_to_seek
from annotations.services.blobs import blob_store
from annotations.services.jobs import job_enqueue
from annotations.services.ledger import Entry
from annotations.services.sources import Attachment

FRESH = timedelta(hours=1)  # younger than this, a snapshot serves the next piece of the same address too


def newest_of(project: Project, key: str, *, kept: bool = False) -> Snapshot | None:
    """The last look at a source, or the last that is kept, locked: a worker that ends its work on it waits until we
    are through, and then sees our piece. One query."""
    rows = Snapshot.objects.select_for_update(of=("self",)).select_related("project", "requested_by")
    rows = rows.filter(project=project, source_key=key).order_by("-id")
    newest: Snapshot | None = (rows.kept() if kept else rows).first()
    return newest


def ask_for_snapshot(entry: Entry, piece: Evidence, *, project: Project) -> None:
    """Part of an entry that adds or changes a piece: a new snapshot of its link, unless one is waited for or fresh. A
    file's serves for ever; a mere reference has none."""
    if not piece.url or not piece.source_key:
        return
    newest = newest_of(project, piece.source_key)
    if newest is not None:
        kept_at = newest.taken_at if newest.status == SnapshotStatus.KEPT else None
        if newest.status == SnapshotStatus.QUEUED or (kept_at is not None and kept_at >= entry.at - FRESH):
            return
    fetch_of(entry, piece, project)


def fetch_of(entry: Entry, piece: Evidence, project: Project) -> Snapshot:
    """A new snapshot of a piece's link, part of the entry."""
    snapshot = Snapshot(
        project=project,
        source_key=piece.source_key,
        url=piece.url,
        origin=SnapshotOrigin.FETCH,
        requested_by=entry.actor.as_user(),
        requested_at=entry.at,
    )
    entry.add(snapshot)
    return snapshot


def attached(entry: Entry, piece: Evidence, attachment: Attachment, *, project: Project) -> Snapshot:
    """A new snapshot with the file's bytes, part of the entry. Its text is read by the worker."""
    snapshot = Snapshot(
        project=project,
        source_key=piece.source_key,
        url=piece.url,
        origin=SnapshotOrigin.UPLOAD,
        requested_by=entry.actor.as_user(),
        requested_at=entry.at,
        filename=attachment.filename,
        media_type=attachment.media_type,
        body_sha256=blob_store(pieces=[attachment.body], at=entry.at).sha256,
        body_size=len(attachment.body),
    )
    entry.add(snapshot)
    return snapshot


def follow_up(piece: Evidence, project: Project, user: User, *, at: datetime) -> None:
    """The work a new or changed piece makes: taking the snapshot that waits, looking for its words in the one that is
    kept. Call it when the entry is recorded."""
    if not piece.source_key:
        return
    newest = newest_of(project, piece.source_key)
    if newest is not None and newest.status == SnapshotStatus.QUEUED:
        queue_work(newest, user, at=at)
    kept = newest_of(project, piece.source_key, kept=True)
    if kept is not None:
        queue_search(kept, user, at=at)


def queue_search(snapshot: Snapshot, user: User, *, at: datetime) -> None:
    """Look for words that nobody looked for yet in a snapshot that is kept, if there are any."""
    if snapshot.status == SnapshotStatus.KEPT and snapshot.text_sha256 and words_to_seek(snapshot):
        queue_work(snapshot, user, at=at)


def queue_work(snapshot: Snapshot, user: User, *, at: datetime) -> Job:
    """The job that brings this snapshot on: taking it, or looking for new words in one that is kept."""
    kind = JobKind.SEEK_WORDS if snapshot.status == SnapshotStatus.KEPT else JobKind.TAKE_SNAPSHOT
    return job_enqueue(
        kind=kind,
        project=snapshot.project,
        snapshot=snapshot,
        requested_by=user,
        dedupe_key=str(snapshot.uid),
        at=at,
    )
