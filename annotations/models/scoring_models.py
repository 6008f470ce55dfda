"""Models that were trained here. The one that ships with the code has no row: it is always there."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from annotations.models.base import new_uid
from annotations.models.blobs import Blob


class ScoringModel(models.Model):
    """A model of one project: its weights are a blob, its card says what it learned from and how good it was then.

    Rows are written once and never change; which of them is live is a field of the project, guarded as all of those.
    The event that made a row names the fingerprint of its weights.
    """

    OBJECT_TYPE = "model"

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    project = models.ForeignKey("annotations.Project", on_delete=models.PROTECT, related_name="scoring_models")
    name = models.CharField(max_length=120)
    version = models.CharField(max_length=40)  # part of the pipeline version, which has sixty characters
    tier = models.CharField(max_length=20)
    weights = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="scoring_models")
    card: "models.JSONField[Any]" = models.JSONField(default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="scoring_models"
    )
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["project", "-created_at", "-id"], name="scoring_model_newest_first")
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["project", "version"], name="scoring_model_version_once_a_project")
        ]

    def __str__(self) -> str:
        return self.version
