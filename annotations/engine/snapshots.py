"""What a worker does for a snapshot: get the page or the file, read it, and look for the words quoted from it."""

from collections.abc import Callable
from dataclasses import asdict

from django.conf import settings
from django.utils import timezone

from annotations.extract.looks import look_at, read_bytes
from annotations.extract.passages import Texts, worst
from annotations.extract.types import Look
from annotations.models.evidence import Evidence
from annotations.models.snapshots import Snapshot, SnapshotOrigin
from annotations.selectors.blobs import blob_bytes
from annotations.selectors.snapshots import text_of, words_to_seek
from annotations.services.actor import Actor
from annotations.services.jobs import ClaimedJob
from annotations.services.snapshots import Sought, snapshot_keep, snapshot_search
from annotations.services.sources import words_key

Report = Callable[[int, int], None]
ACTOR = Actor.system("snapshots")


def take_snapshot(claimed: ClaimedJob) -> None:
    """Fetch a page, or take the file that was attached; read it; look for the words. Raises ExtractionFailed."""
    snapshot = snapshot_of(claimed)
    look = look_of(snapshot, claimed.report)
    sought = sought_in(look.text, look.whole, words_to_seek(snapshot), claimed.report)
    snapshot_keep(actor=ACTOR, snapshot=snapshot, look=look, sought=sought, at=timezone.now(), claimed=claimed)


def seek_words(claimed: ClaimedJob) -> None:
    """Look for quoted words that came after the snapshot was taken."""
    snapshot = snapshot_of(claimed)
    text = text_of(snapshot) if snapshot.text_sha256 else ""
    whole = text_of(snapshot, where="page") if snapshot.whole_sha256 else ""
    sought = sought_in(text, whole, words_to_seek(snapshot), claimed.report)
    snapshot_search(actor=ACTOR, snapshot=snapshot, sought=sought, at=timezone.now(), claimed=claimed)


def snapshot_of(claimed: ClaimedJob) -> Snapshot:
    """The job's snapshot. Raises RuntimeError where it has none, which is a fault of ours."""
    if claimed.job.snapshot is None:
        raise RuntimeError(f"{claimed.job} has no snapshot")
    return claimed.job.snapshot


def look_of(snapshot: Snapshot, report: Report) -> Look:
    """The source's bytes with what can be read in them; a page is told in bytes as it comes. Raises ExtractionFailed
    where there are none."""
    if snapshot.origin == SnapshotOrigin.UPLOAD:
        body = blob_bytes(snapshot.body_sha256)
        return read_bytes(body, filename=snapshot.filename, media_type=snapshot.media_type)
    return look_at(snapshot.url, allow_hosts=settings.FETCH_ALLOW_HOSTS, report=report)


def sought_in(text: str, whole: str, pieces: list[Evidence], report: Report) -> list[Sought]:
    """Where each piece's words are, told piece by piece. Seconds for a long report."""
    texts = Texts(text, whole)
    found = []
    for number, piece in enumerate(pieces if text else []):
        report(number, len(pieces))
        passages, where = texts.passages(piece.quote)
        rows = [{**asdict(passage), "where": where} for passage in passages]
        found.append(Sought(piece, words_key(piece.quote), worst(passages), rows))
    return found
