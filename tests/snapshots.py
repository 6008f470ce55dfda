"""Snapshots as a worker would have taken them, without a network: what the tests' pages say is given by hand."""

from dataclasses import asdict
from datetime import datetime

from django.utils import timezone

from annotations.errors import ExtractionRefused
from annotations.extract.passages import Texts, worst
from annotations.extract.types import ExtractionFailed, Look
from annotations.models.evidence import Evidence
from annotations.models.jobs import Job, JobState
from annotations.models.snapshots import Snapshot
from annotations.selectors.snapshots import words_to_seek
from annotations.services.actor import Actor
from annotations.services.jobs import ClaimedJob, job_claim
from annotations.services.snapshots import Sought, snapshot_fail, snapshot_keep
from annotations.services.sources import words_key
from tests.story import NOON

MACHINE = Actor.system("snapshots")


def waiting(piece: Evidence) -> tuple[Snapshot, ClaimedJob]:
    """The snapshot that waits for this piece, its job taken."""
    job = Job.objects.get(kind="take_snapshot", snapshot__source_key=piece.source_key, state=JobState.QUEUED)
    held = job_claim(uid=job.uid, at=timezone.now())
    assert held is not None
    assert held.job.snapshot is not None
    return held.job.snapshot, held


def page(body: bytes, *, text: str | None = None) -> Look:
    """An answer as a worker reads it."""
    return Look(
        body=body,
        text=body.decode() if text is None else text,
        final_url="https://harbour.example/final",
        http_status=200,
        headers={"content-type": "text/plain"},
        media_type="text/plain",
    )


def snapshot_kept(piece: Evidence, body: bytes, *, text: str | None = None, at: datetime = NOON) -> Snapshot:
    """The piece's snapshot, taken: these bytes were answered, with this text in them."""
    snapshot, held = waiting(piece)
    look = page(body, text=text)
    sought = [sought_in(look.text, one) for one in words_to_seek(snapshot)] if look.text else []
    snapshot_keep(actor=MACHINE, snapshot=snapshot, look=look, sought=sought, at=at, claimed=held)
    return Snapshot.objects.select_related("project").get(pk=snapshot.pk)


def snapshot_failed(piece: Evidence, failure: ExtractionFailed, *, at: datetime = NOON) -> Snapshot:
    """The piece's snapshot, failed for this reason."""
    snapshot, held = waiting(piece)
    error = ExtractionRefused(code=failure.code, message=failure.message, hint=failure.hint)
    snapshot_fail(actor=MACHINE, snapshot=snapshot, error=error, at=at, claimed=held)
    return Snapshot.objects.select_related("project").get(pk=snapshot.pk)


def sought_in(text: str, piece: Evidence) -> Sought:
    """Where the piece's words are in the text."""
    passages, where = Texts(text).passages(piece.quote)
    rows = [{**asdict(passage), "where": where} for passage in passages]
    return Sought(piece, words_key(piece.quote), worst(passages), rows)
