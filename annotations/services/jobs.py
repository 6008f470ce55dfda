"""Work for the machines: queue it, claim it under a lease, end it. The row is the record; messages only ring the bell.

These are the mechanics of the queue. What a person does to a job (retry, cancel) is an event; a lease is not.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q

from annotations.errors import JobNotCancellable, JobNotRetryable
from annotations.models.articles import Article, ArticleStatus
from annotations.models.imports import ImportRun
from annotations.models.jobs import Job, JobKind, JobState
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.releases import Release, ReleaseStatus
from annotations.models.snapshots import Snapshot, SnapshotStatus
from annotations.models.users import User
from annotations.services.actor import Actor
from annotations.services.ledger import open_entry, stream_of, subject_of
from annotations.services.verbs import Verb

MOST_ATTEMPTS = 3
RESEND_SECONDS = 10


class LeaseLost(Exception):
    """Another attempt holds this job now. What this one did must be rolled back."""


@dataclass(frozen=True, slots=True)
class DueJob:
    """A job that should be sent."""

    uid: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """A job this attempt holds. `exhausted`: it was begun too often and only waits to be set aside. `report(done,
    of)` says how far the work is, without a query, and raises LeaseLost once it was cancelled."""

    job: Job
    token: str
    exhausted: bool = False
    report: Callable[[int, int], None] = field(default=lambda done, of: None, compare=False)


def job_enqueue(
    *,
    kind: JobKind,
    project: Project,
    at: datetime,
    requested_by: User | None,
    dedupe_key: str,
    article: Article | None = None,
    release: Release | None = None,
    snapshot: Snapshot | None = None,
    import_run: ImportRun | None = None,
) -> Job:
    """The job for this work: the unfinished one there is, else a new one. Call it in the transaction of its cause."""
    unfinished = Job.objects.filter(
        kind=kind, dedupe_key=dedupe_key, state__in=[JobState.QUEUED, JobState.RUNNING]
    ).first()
    if unfinished is not None:
        return unfinished
    return Job.objects.create(
        kind=kind,
        project=project,
        article=article,
        release=release,
        snapshot=snapshot,
        import_run=import_run,
        requested_by=requested_by,
        dedupe_key=dedupe_key,
        created_at=at,
    )


def jobs_due(*, at: datetime, limit: int = 100) -> list[DueJob]:
    """Queued jobs nobody sent in the last ten seconds, and running ones whose worker has gone silent. One query."""
    unsent = Q(sent_at=None) | Q(sent_at__lt=at - timedelta(seconds=RESEND_SECONDS))
    ready = Q(state=JobState.QUEUED) & (Q(not_before=None) | Q(not_before__lte=at))
    silent = Q(state=JobState.RUNNING, lease_until__lt=at)
    rows = Job.objects.filter(ready | silent).filter(unsent).order_by("id").values_list("uid", "kind")[:limit]
    return [DueJob(uid=uid, kind=kind) for uid, kind in rows]


def jobs_mark_sent(*, uids: list[UUID], at: datetime) -> None:
    """Remember that messages went out, so that they are not sent again at once. One query."""
    Job.objects.filter(uid__in=uids).update(sent_at=at)


def job_claim(*, uid: UUID, at: datetime, lease_seconds: int = 15) -> ClaimedJob | None:
    """Take a job, or None where somebody else has it or it is over. The attempt is counted before the work begins, so
    that a job that kills its process is set aside after three of them."""
    token = str(uuid4())
    free = Q(state=JobState.QUEUED) & (Q(not_before=None) | Q(not_before__lte=at))
    silent = Q(state=JobState.RUNNING, lease_until__lt=at)
    taken = (
        Job.objects.filter(uid=uid)
        .filter(free | silent)
        .update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            token=token,
            lease_until=at + timedelta(seconds=lease_seconds),
            started_at=at,
            progress=0,
            total=0,
        )
    )
    if taken == 0:
        return None
    of_what = ("article__project", "release__project", "snapshot__project", "import_run__project")
    job = Job.objects.select_related("project", "requested_by", "import_run__requested_by", *of_what).get(uid=uid)
    return ClaimedJob(job=job, token=token, exhausted=job.attempts > MOST_ATTEMPTS)


def job_renew(*, uid: UUID, token: str, at: datetime, lease_seconds: int = 15) -> bool:
    """Keep the lease. False where it was lost or the job was cancelled. One query."""
    until = at + timedelta(seconds=lease_seconds)
    return bool(Job.objects.filter(uid=uid, token=token, state=JobState.RUNNING).update(lease_until=until))


def job_progress(*, uid: UUID, token: str, progress: int, total: int) -> bool:
    """Say how far it is. False where the lease was lost or the job was cancelled. One query."""
    held = Job.objects.filter(uid=uid, token=token, state=JobState.RUNNING)
    return bool(held.update(progress=progress, total=total))


def job_finish(*, claimed: ClaimedJob, at: datetime) -> None:
    """End it well, in the transaction of its results. Raises LeaseLost, which must roll them back."""
    end(claimed=claimed, at=at, state=JobState.DONE)


def job_fail(*, claimed: ClaimedJob, at: datetime, code: str, message: str, hint: str = "") -> None:
    """End it badly, in the transaction that says so. Raises LeaseLost."""
    state = JobState.QUARANTINED if claimed.exhausted else JobState.FAILED
    end(claimed=claimed, at=at, state=state, error_code=code, error_message=message[:500], error_hint=hint[:500])


def end(*, claimed: ClaimedJob, at: datetime, state: JobState, **fields: str) -> None:
    """Leave `running`, if this attempt still holds the job. Raises LeaseLost."""
    ended = Job.objects.filter(uid=claimed.job.uid, token=claimed.token, state=JobState.RUNNING).update(
        state=state, finished_at=at, lease_until=None, **fields
    )
    if ended == 0:
        raise LeaseLost


def job_release(*, claimed: ClaimedJob, at: datetime, message: str) -> None:
    """Put it back for another try, later the more often it was tried (full jitter, so that a crowd spreads out)."""
    wait = random.uniform(0.5, 2.0 ** min(claimed.job.attempts, 6))  # noqa: S311  jitter, not a secret
    Job.objects.filter(uid=claimed.job.uid, token=claimed.token, state=JobState.RUNNING).update(
        state=JobState.QUEUED,
        token="",
        lease_until=None,
        sent_at=None,
        not_before=at + timedelta(seconds=wait),
        error_message=message[:500],
    )


@transaction.atomic
def job_retry(*, actor: Actor, job: Job, at: datetime) -> tuple[Job, LedgerEvent]:
    """Try failed, cancelled or set-aside work again. Raises JobNotRetryable."""
    entry = open_entry(actor=actor, stream=stream_of(job.article or job.project), at=at)
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state not in {JobState.FAILED, JobState.CANCELLED, JobState.QUARANTINED}:
        raise JobNotRetryable
    same = Job.objects.filter(kind=job.kind, dedupe_key=job.dedupe_key, state__in=[JobState.QUEUED, JobState.RUNNING])
    if same.exists():
        raise JobNotRetryable(hint="The same work was queued again and is not over yet.")
    if job.article and job.article.status == ArticleStatus.FAILED:
        entry.change(job.article, status=ArticleStatus.QUEUED, error_code="", error_message="", error_hint="")
    if job.release and job.release.status == ReleaseStatus.FAILED:
        entry.change(job.release, status=ReleaseStatus.QUEUED, error_message="")
    if job.snapshot and job.snapshot.status == SnapshotStatus.FAILED:
        refuse_second_fetch(job.snapshot)
        cleared = {"error_code": "", "error_message": "", "error_hint": ""}
        entry.change(job.snapshot, status=SnapshotStatus.QUEUED, taken_at=None, **cleared)
    subject = subject_of(job.article or job.release or job.snapshot or job.project)
    event = entry.record(verb=Verb.JOB_RETRIED, subject=subject, detail={"kind": job.kind, "job": str(job.uid)})
    job.state, job.attempts, job.token, job.sent_at, job.not_before = JobState.QUEUED, 0, "", None, None
    job.error_code = job.error_message = job.error_hint = ""
    job.finished_at = None
    job.save()
    return job, event


@transaction.atomic
def job_cancel(*, actor: Actor, job: Job, at: datetime) -> tuple[Job, LedgerEvent]:
    """Stop work that is not over. A worker in the middle of it loses its lease and keeps nothing. Raises
    JobNotCancellable."""
    entry = open_entry(actor=actor, stream=stream_of(job.article or job.project), at=at)
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state not in {JobState.QUEUED, JobState.RUNNING}:
        raise JobNotCancellable
    stopped = "It was cancelled."
    if job.article and job.article.status == ArticleStatus.QUEUED:
        entry.change(job.article, status=ArticleStatus.FAILED, error_code="cancelled", error_message=stopped)
    if job.release and job.release.status == ReleaseStatus.QUEUED:
        entry.change(job.release, status=ReleaseStatus.FAILED, error_message=stopped)
    if job.snapshot and job.snapshot.status == SnapshotStatus.QUEUED:
        entry.change(job.snapshot, status=SnapshotStatus.FAILED, error_code="cancelled", error_message=stopped)
    subject = subject_of(job.article or job.release or job.snapshot or job.project)
    event = entry.record(verb=Verb.JOB_CANCELLED, subject=subject, detail={"kind": job.kind, "job": str(job.uid)})
    stop(job, at=at)
    return job, event


def stop(job: Job, *, at: datetime) -> None:
    """The job is cancelled; whoever is at it loses the lease. Part of a service that says so in the ledger."""
    job.state, job.token, job.lease_until, job.finished_at = JobState.CANCELLED, "", None, at
    job.save(update_fields=["state", "token", "lease_until", "finished_at"])


def refuse_second_fetch(snapshot: Snapshot) -> None:
    """Raises JobNotRetryable where somebody waits for the same source already. One query."""
    same = Snapshot.objects.of_source(snapshot.project, snapshot.source_key)
    if same.filter(status=SnapshotStatus.QUEUED).exclude(pk=snapshot.pk).exists():
        raise JobNotRetryable(hint="The same page is fetched already.")
