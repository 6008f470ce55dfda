"""Many articles in one go: the rows as they were sent, and what became of each. The articles have their own events, so
nothing here is guarded."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.models.articles import Article
from annotations.models.base import new_uid
from annotations.models.blobs import Blob
from annotations.models.projects import Project


class RowStatus(models.TextChoices):
    """What became of a row."""

    CREATED = "created", "New"
    KNOWN = "known", "Here already"
    REFUSED = "refused", "Refused"


class ImportRun(models.Model):
    """Rows that were sent, stored whole before anybody was told so. `handled`: how many of them a worker is through
    with; it moves in the transaction of what became of them, so that another attempt begins behind it."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="import_runs")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="import_runs")
    filename = models.CharField(max_length=255, blank=True, default="")
    media_type = models.CharField(max_length=120, blank=True, default="")
    rows_total = models.PositiveIntegerField()
    handled = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    # Whose articles they become, and the door and request they came by.
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="import_runs"
    )
    door = models.CharField(max_length=8)
    request_id = models.CharField(max_length=64, blank=True, default="")
    requested_at = models.DateTimeField()

    objects: ClassVar[Any] = models.Manager()

    def __str__(self) -> str:
        return f"{self.filename or 'rows'} {self.uid}"


class ImportRow(models.Model):
    """What became of one row. `index` counts the rows from 0, `number` is the line of the file or the row of its table
    as people count it."""

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="rows")
    index = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=8, choices=RowStatus.choices)
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.PROTECT, related_name="import_rows")
    field = models.CharField(max_length=40, blank=True, default="")
    code = models.CharField(max_length=60, blank=True, default="")
    detail = models.CharField(max_length=500, blank=True, default="")
    hint = models.CharField(max_length=500, blank=True, default="")

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["run", "index"], name="import_row_once"),
            models.CheckConstraint(condition=Q(status__in=RowStatus.values), name="import_row_status_known"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["run", "status", "index"], name="import_row_by_status")]

    def __str__(self) -> str:
        return f"{self.run_id}[{self.index}] {self.status}"
