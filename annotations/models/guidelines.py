"""Guidelines: what reviewers go by, every text a project ever had, and who last looked at which."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from annotations.models.base import Guarded
from annotations.models.projects import Project


class Guidelines(Guarded):
    """One version of a project's guidelines. Never changed; the newest is the one in force."""

    OBJECT_TYPE = "guidelines"
    LEDGER_FIELDS = ("project", "version", "text", "written_by", "written_at")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="guidelines_versions")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="guidelines_written"
    )
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["project", "version"], name="guidelines_version_once_per_project")
        ]

    def __str__(self) -> str:
        return f"version {self.version}"


class GuidelinesReading(models.Model):
    """The version somebody last looked at, so that they are told of a newer one once. No statement, so no event."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="guidelines_readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="guidelines_readings")
    version = models.PositiveIntegerField()
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["project", "user"], name="guidelines_reading_once_per_reader")
        ]

    def __str__(self) -> str:
        return f"version {self.version} read by {self.user_id}"
