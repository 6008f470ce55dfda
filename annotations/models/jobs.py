"""Work for the machines. The row is the record; a broker only rings the bell."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.models.articles import Article
from annotations.models.base import new_uid
from annotations.models.imports import ImportRun
from annotations.models.projects import Project
from annotations.models.releases import Release
from annotations.models.snapshots import Snapshot
from annotations.models.users import User


class JobKind(models.TextChoices):
    """What there is to do. Tasks register under these names."""

    EXTRACT_ARTICLE = "extract_article", "Reading the file"
    PREANNOTATE_ARTICLE = "preannotate_article", "Splitting into claims"
    FREEZE_RELEASE = "freeze_release", "Making the release"
    TRAIN_MODEL = "train_model", "Training a model"
    REANNOTATE_PROJECT = "reannotate_project", "Reading the articles with another model"
    TAKE_SNAPSHOT = "take_snapshot", "Keeping the page"
    SEEK_WORDS = "seek_words", "Looking for the words"
    IMPORT_ARTICLES = "import_articles", "Taking articles in"


class JobState(models.TextChoices):
    """How far it is."""

    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"
    QUARANTINED = "quarantined", "Set aside"


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs by whose they are."""

    def visible_to(self, user: User) -> Self:
        """Those of projects the user belongs to; all of them for a site administrator."""
        if user.is_superuser:
            return self
        return self.filter(project__memberships__user=user, project__memberships__removed_at=None)


class Job(models.Model):
    """One piece of work. `token` names the attempt that holds the lease; a late twin with another token loses."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="jobs")
    kind = models.CharField(max_length=24, choices=JobKind.choices)
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.PROTECT, related_name="jobs")
    release = models.ForeignKey(Release, null=True, blank=True, on_delete=models.PROTECT, related_name="jobs")
    snapshot = models.ForeignKey(Snapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="jobs")
    import_run = models.ForeignKey(ImportRun, null=True, blank=True, on_delete=models.PROTECT, related_name="jobs")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="jobs"
    )
    dedupe_key = models.CharField(max_length=160)  # the same work is queued once
    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.QUEUED)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    token = models.CharField(max_length=36, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=60, blank=True, default="")
    error_message = models.CharField(max_length=500, blank=True, default="")
    error_hint = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = JobQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["state", "not_before"],
                condition=Q(state__in=["queued", "running"]),
                name="job_unfinished",
            ),
            models.Index(fields=["project", "-created_at", "-id"], name="job_newest_first"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["kind", "dedupe_key"],
                condition=Q(state__in=["queued", "running"]),
                name="job_once_while_unfinished",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid} {self.state}"


class WorkerHeartbeat(models.Model):
    """A worker's sign of life, every few seconds."""

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=8, default="celery")  # celery | local
    at = models.DateTimeField()
    started_at = models.DateTimeField()
    broker_ok = models.BooleanField(default=True)
    detail = models.CharField(max_length=300, blank=True, default="")
    version = models.CharField(max_length=60, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.name} at {self.at}"
