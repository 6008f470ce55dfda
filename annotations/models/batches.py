"""Batches: one thing somebody did to one object or to many, as it can be undone as a whole."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from annotations.models.base import new_uid
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.users import User


class BatchQuerySet(models.QuerySet["Batch"]):
    """Batches by whose they are."""

    def visible_to(self, user: User) -> Self:
        """Those of projects the user belongs to; all of them for a site administrator."""
        if user.is_superuser:
            return self
        return self.filter(project__memberships__user=user, project__memberships__removed_at=None)


class Batch(models.Model):
    """What one call did, by the verb of its events. Not guarded: the events tell the story and name it, this only finds
    them again. `about`: what it was done to, in words; `undoes`: the batch this one took back."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="batches")
    verb = models.CharField(max_length=40)
    about = models.CharField(max_length=300)
    size = models.PositiveIntegerField(default=1)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="batches"
    )
    user_label = models.CharField(max_length=200)
    at = models.DateTimeField()
    undoes = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = BatchQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["project", "-at", "-id"], name="batch_newest_first")]

    def __str__(self) -> str:
        return f"{self.verb} {self.about}"


class BatchEvent(models.Model):
    """One of a batch's events."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="entries")
    event = models.OneToOneField(LedgerEvent, on_delete=models.PROTECT, related_name="batch_entry")

    def __str__(self) -> str:
        return f"{self.event_id} of {self.batch_id}"
