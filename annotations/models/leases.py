"""Leases: who has which claim before them just now, so that two people do not get the same one by accident."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from annotations.models.claims import Claim
from annotations.models.projects import Project


class LeaseQuerySet(models.QuerySet["Lease"]):
    """Leases by whether they hold."""

    def standing(self, at: datetime) -> Self:
        """Those that have not run out."""
        return self.filter(until__gt=at)


class Lease(models.Model):
    """A claim handed to a reviewer by the queue, until a time. It says nothing about the claim, so it is not guarded
    and has no event; a decision by somebody without a lease counts as any other."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="leases")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="leases")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="leases")
    taken_at = models.DateTimeField()
    until = models.DateTimeField()

    objects: ClassVar[Any] = LeaseQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["project", "until"], name="lease_by_end")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["claim", "user"], name="lease_once_per_reviewer")
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} with {self.user_id}"
