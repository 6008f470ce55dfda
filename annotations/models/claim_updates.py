"""When anything about a claim last changed, kept beside it so that lists can be ordered by it."""

from typing import Any, ClassVar

from django.db import models

from annotations.models.claims import Claim
from annotations.models.projects import Project


class ClaimUpdate(models.Model):
    """One claim's last change: of its words, state, decisions or evidence. Derived from events by
    services/claim_updates.py, in their transaction, so it is not guarded. `uid` is the claim's, for the order of claims
    of one moment."""

    claim = models.OneToOneField(Claim, primary_key=True, on_delete=models.PROTECT, related_name="last_update")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, db_index=False, related_name="+")
    uid = models.UUIDField(editable=False)
    at = models.DateTimeField()

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["at", "uid"], name="claim_update_in_order"),
            models.Index(fields=["project", "at", "uid"], name="claim_update_in_project"),
        ]

    def __str__(self) -> str:
        return f"{self.uid} at {self.at}"
