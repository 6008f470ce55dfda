"""Work for the machines, as the list of a project's work tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from annotations.models.articles import Article
from annotations.models.jobs import Job, JobKind, JobState
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.policy import Action
from annotations.selectors.confidential import hidden_work

LEAST_SECONDS = 3.0  # of measured work before anything is said about the rest of it
UNDER_WAY = (JobState.QUEUED, JobState.RUNNING)
TROUBLED = (JobState.FAILED, JobState.QUARANTINED)
# What it takes to start such work is what it takes to stop it or to try it again; importing, where it is not said.
ACTING = {
    JobKind.FREEZE_RELEASE: Action.EXPORT,
    JobKind.TRAIN_MODEL: Action.MANAGE,
    JobKind.REANNOTATE_PROJECT: Action.MANAGE,
    JobKind.TAKE_SNAPSHOT: Action.JUDGE,
    JobKind.SEEK_WORDS: Action.JUDGE,
}


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as people read it. `left`: seconds it will still take at the rate measured so far, None before there is
    one."""

    job: Job
    about: str
    percent: int | None
    left: float | None
    under_way: bool
    retryable: bool
    acting: Action


def jobs_in(project: Project, *, reader: User, show: str = "") -> "QuerySet[Job]":
    """A project's jobs, newest first: `going` those under way, `failed` those that ended badly, `cancelled`, `done`;
    all of them for anything else. Without those about evidence that is hidden from the reader. Page it by (-created_at,
    -pk)."""
    rows = Job.objects.filter(~hidden_work(reader), project=project)
    rows = rows.select_related("article", "release", "snapshot", "import_run", "requested_by")
    states = {"going": UNDER_WAY, "failed": TROUBLED, "cancelled": (JobState.CANCELLED,), "done": (JobState.DONE,)}
    if show in states:
        rows = rows.filter(Q(state__in=states[show]))
    return rows.defer("article__text").order_by("-created_at", "-pk")


def work_on(article: Article) -> Job | None:
    """The unfinished work on an article, None where there is none. One query."""
    rows = Job.objects.filter(article=article, state__in=UNDER_WAY).select_related("article")
    return rows.defer("article__text").order_by("-state", "pk").first()  # running before queued


def job_rows(jobs: Iterable[Job], *, at: datetime) -> list[JobRow]:
    """The jobs with what people want to know of them. No query."""
    return [job_row(job, at=at) for job in jobs]


def job_row(job: Job, *, at: datetime) -> JobRow:
    """One of them."""
    known = job.state == JobState.RUNNING and job.total > 0
    return JobRow(
        job=job,
        about=about(job),
        percent=min(100, 100 * job.progress // job.total) if known else None,
        left=seconds_left(job, at=at) if known else None,
        under_way=job.state in UNDER_WAY,
        retryable=job.state in (*TROUBLED, JobState.CANCELLED),
        acting=acting_on(job),
    )


def about(job: Job) -> str:
    """What the job is for, in words."""
    if job.article is not None:
        return job.article.title or job.article.original_name or job.article.source_url or "An article"
    if job.snapshot is not None:
        return job.snapshot.url or job.snapshot.filename
    if job.import_run is not None:
        return job.import_run.filename or f"{job.import_run.rows_total:,} articles"
    return job.release.name if job.release is not None else "The project"


def seconds_left(job: Job, *, at: datetime) -> float | None:
    """How long the rest takes at the rate measured so far, None before that can be said."""
    return time_left(job.progress, job.total, since=job.started_at, at=at)


def time_left(done: int, total: int, *, since: datetime | None, at: datetime) -> float | None:
    """Seconds for the rest at the rate since then, None before that can be said. Pure."""
    if since is None or done <= 0:
        return None
    spent = (at - since).total_seconds()
    return spent / done * (total - done) if spent >= LEAST_SECONDS else None


def acting_on(job: Job) -> Action:
    """What it takes to stop or retry this job."""
    return ACTING.get(JobKind(job.kind), Action.IMPORT)
