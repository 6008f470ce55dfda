"""Releases: datasets frozen at a position of the ledger."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.models.base import Guarded
from annotations.models.projects import Project
from annotations.models.users import User


class ReleaseSelect(models.TextChoices):
    """Which claims go in."""

    SETTLED = "settled", "Settled claims"
    ALL = "all", "All claims"


class ReleaseStatus(models.TextChoices):
    """Whether its rows are there."""

    QUEUED = "queued", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Releases by whose they are."""

    def visible_to(self, user: User) -> Self:
        """Those of projects the user belongs to; all of them for a site administrator."""
        if user.is_superuser:
            return self
        return self.filter(project__memberships__user=user, project__memberships__removed_at=None)


class Release(Guarded):
    """One frozen dataset: its canonical JSONL is the blob `sha256`; every format is derived from it."""

    OBJECT_TYPE = "release"
    LEDGER_FIELDS = (
        "project",
        "name",
        "select",
        "pseudonyms",
        "status",
        "error_message",
        "position",
        "row_count",
        "sha256",
        "created_by",
        "created_at",
        "frozen_at",
    )

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="releases")
    name = models.CharField(max_length=120)
    select = models.CharField(max_length=8, choices=ReleaseSelect.choices, default=ReleaseSelect.SETTLED)
    pseudonyms = models.BooleanField(default=True)
    status = models.CharField(max_length=8, choices=ReleaseStatus.choices, default=ReleaseStatus.QUEUED)
    error_message = models.CharField(max_length=500, blank=True, default="")
    # Heads of all streams it was taken at: {"article:…": [seq, hash]}; `position` is their digest.
    heads = models.JSONField(default=dict)
    position = models.CharField(max_length=64, blank=True, default="")
    row_count = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="releases"
    )
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ReleaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["project", "name"], name="release_name_once_per_project"),
            models.CheckConstraint(condition=Q(select__in=ReleaseSelect.values), name="release_select_known"),
            models.CheckConstraint(condition=Q(status__in=ReleaseStatus.values), name="release_status_known"),
        ]

    def __str__(self) -> str:
        return self.name
