"""Releases: asked for, frozen, downloaded."""

import tempfile
from collections.abc import Iterator
from datetime import datetime

from django.db import IntegrityError, transaction

from annotations.errors import NameTaken, NothingToRelease
from annotations.exports.rows import row_line
from annotations.models.jobs import Job, JobKind
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.releases import Release, ReleaseSelect, ReleaseStatus
from annotations.selectors.dataset import claims_for, dataset_rows, heads_of, position_of
from annotations.selectors.moment import one_moment
from annotations.services.actor import Actor
from annotations.services.blobs import blob_store
from annotations.services.jobs import ClaimedJob, job_enqueue, job_fail, job_finish
from annotations.services.ledger import open_entry, stream_of, subject_of
from annotations.services.values import clean_text, one_of
from annotations.services.verbs import Verb

IN_MEMORY = 4 * 1024 * 1024  # bytes of rows held before they go to a temporary file


@transaction.atomic
def release_request(
    *, actor: Actor, project: Project, name: str, at: datetime, select: str = "settled", pseudonyms: bool = True
) -> tuple[Release, Job, LedgerEvent]:
    """A release to be frozen by the worker, and its job. Raises NameTaken, NothingToRelease, InvalidValue."""
    one_of(select, field="select", allowed=ReleaseSelect.values)
    release = Release(
        project=project,
        name=clean_text(name, field="name", longest=120, required=True),
        select=select,
        pseudonyms=pseudonyms,
        created_by=actor.user,
        created_at=at,
    )
    entry = open_entry(actor=actor, stream=stream_of(project), at=at)
    if not claims_for(project, select).exists():
        raise NothingToRelease
    entry.add(release)
    try:
        with transaction.atomic():
            event = entry.record(verb=Verb.RELEASE_REQUESTED, subject=subject_of(release))
    except IntegrityError as error:
        raise NameTaken(field="name") from error
    job = job_enqueue(
        kind=JobKind.FREEZE_RELEASE,
        project=project,
        release=release,
        requested_by=actor.user,
        dedupe_key=str(release.uid),
        at=at,
    )
    return release, job, event


def release_freeze(
    *, actor: Actor, release: Release, at: datetime, claimed: ClaimedJob | None = None
) -> LedgerEvent | None:
    """Write the release's rows as they stand now, and the position they were taken at. None where it is frozen
    already. Memory: a few MB. Raises OffsetsDrifted, LeaseLost."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        with one_moment():
            heads, count = heads_of(release.project), 0
            total = claims_for(release.project, release.select).count()
            for row in dataset_rows(release):
                file.write(row_line(row))
                count += 1
                if claimed is not None:
                    claimed.report(count, total)
        file.seek(0)
        with transaction.atomic():
            entry = open_entry(actor=actor, stream=stream_of(release.project), at=at)
            release = Release.objects.select_related("project", "created_by").get(pk=release.pk)
            if claimed is not None:
                job_finish(claimed=claimed, at=at)
            if release.status == ReleaseStatus.READY:
                return None
            blob = blob_store(pieces=read_pieces(file), at=at)
            entry.change(
                release,
                status=ReleaseStatus.READY,
                error_message="",
                heads=heads,
                position=position_of(heads),
                row_count=count,
                sha256=blob.sha256,
                frozen_at=at,
            )
            return entry.record(
                verb=Verb.RELEASE_FROZEN,
                subject=subject_of(release),
                detail={"rows": count, "sha256": blob.sha256, "position": release.position},
            )


@transaction.atomic
def release_fail(*, actor: Actor, release: Release, message: str, at: datetime, claimed: ClaimedJob) -> LedgerEvent:
    """The release could not be made; people see why. Raises LeaseLost."""
    entry = open_entry(actor=actor, stream=stream_of(release.project), at=at)
    release = Release.objects.select_related("project", "created_by").get(pk=release.pk)
    job_fail(claimed=claimed, at=at, code="release_failed", message=message)
    entry.change(release, status=ReleaseStatus.FAILED, error_message=message[:500])
    return entry.record(verb=Verb.RELEASE_FAILED, subject=subject_of(release), detail={"message": message})


@transaction.atomic
def release_download(*, actor: Actor, release: Release, format_: str, at: datetime) -> LedgerEvent:
    """Note that data left the building: who took which release in which format."""
    entry = open_entry(actor=actor, stream=stream_of(release.project), at=at)
    return entry.record(
        verb=Verb.RELEASE_DOWNLOADED,
        subject=subject_of(release),
        detail={"format": format_, "rows": release.row_count, "sha256": release.sha256},
    )


def read_pieces(file: "tempfile.SpooledTemporaryFile[bytes]") -> Iterator[bytes]:
    """The file's bytes, 64 kB at a time."""
    while piece := file.read(64 * 1024):
        yield piece
