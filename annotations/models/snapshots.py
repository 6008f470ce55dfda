"""Snapshots: what an address answered, or what somebody attached, kept as evidence; and the words looked for in it."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.models.base import Guarded
from annotations.models.evidence import Evidence
from annotations.models.projects import Project


class SnapshotOrigin(models.TextChoices):
    """How the bytes came."""

    FETCH = "fetch", "Fetched from the address"
    UPLOAD = "upload", "Attached by a person"


class SnapshotStatus(models.TextChoices):
    """How far it is. That a worker is at it just now is told by its job."""

    QUEUED = "queued", "Waiting"
    KEPT = "kept", "Kept"
    FAILED = "failed", "Failed"


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    """Snapshots by where they stand."""

    def of_source(self, project: Project, key: str) -> Self:
        """Those of one source in one project."""
        return self.filter(project=project, source_key=key)

    def kept(self) -> Self:
        """Those whose bytes are here."""
        return self.filter(status=SnapshotStatus.KEPT)


class Snapshot(Guarded):
    """One look at a source. The bytes are a blob, the readable text another; `whole_sha256` is all that a web page
    showed, menus included, where that is more than its text. A kept one can have an `error_code` too: the bytes are
    here, but they are not all that people see (a teaser, a picture)."""

    OBJECT_TYPE = "snapshot"
    LEDGER_FIELDS = (
        "project",
        "source_key",
        "url",
        "origin",
        "status",
        "requested_by",
        "requested_at",
        "taken_at",
        "final_url",
        "http_status",
        "headers",
        "media_type",
        "filename",
        "body_sha256",
        "body_size",
        "text_sha256",
        "text_length",
        "whole_sha256",
        "title",
        "error_code",
        "error_message",
        "error_hint",
    )

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="snapshots")
    source_key = models.CharField(max_length=64)
    url = models.CharField(max_length=2000, blank=True, default="")
    origin = models.CharField(max_length=8, choices=SnapshotOrigin.choices)
    status = models.CharField(max_length=8, choices=SnapshotStatus.choices, default=SnapshotStatus.QUEUED)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="snapshots")
    requested_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    final_url = models.CharField(max_length=4000, blank=True, default="")
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    headers = models.JSONField(default=dict, blank=True)
    media_type = models.CharField(max_length=120, blank=True, default="")
    filename = models.CharField(max_length=255, blank=True, default="")
    body_sha256 = models.CharField(max_length=64, blank=True, default="")
    body_size = models.PositiveIntegerField(default=0)
    text_sha256 = models.CharField(max_length=64, blank=True, default="")
    text_length = models.PositiveIntegerField(default=0)
    whole_sha256 = models.CharField(max_length=64, blank=True, default="")
    title = models.CharField(max_length=500, blank=True, default="")
    error_code = models.CharField(max_length=60, blank=True, default="")
    error_message = models.CharField(max_length=500, blank=True, default="")
    error_hint = models.CharField(max_length=500, blank=True, default="")

    objects: ClassVar[Any] = SnapshotQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["project", "source_key", "-id"], name="snapshot_of_source")
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(origin__in=SnapshotOrigin.values), name="snapshot_origin_known"),
            models.CheckConstraint(condition=Q(status__in=SnapshotStatus.values), name="snapshot_status_known"),
            models.CheckConstraint(
                condition=~Q(status=SnapshotStatus.KEPT) | (~Q(body_sha256="") & Q(taken_at__isnull=False)),
                name="snapshot_kept_has_bytes",
            ),
            # Nobody waits for the same address twice.
            models.UniqueConstraint(
                fields=["project", "source_key"],
                condition=Q(status="queued", origin="fetch"),
                name="snapshot_one_fetch_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.url or self.filename} {self.status}"


class WordsFound(models.TextChoices):
    """Whether the quoted words are in a snapshot's text."""

    FOUND = "found", "Found"
    NEAR = "near", "Found nearly"
    MISSING = "missing", "Not found"


class Sighting(Guarded):
    """What a search for a piece's quoted words in a snapshot gave, once for each wording. `passages` has, for each
    passage, `quote`, `found`, `where` (text or page), `start`, `end` (code points of that), `alike` (per cent of equal
    words), `before`, `match`, `after`."""

    OBJECT_TYPE = "sighting"
    LEDGER_FIELDS = ("evidence", "snapshot", "words_sha256", "found", "passages", "looked_at")

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="sightings")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="sightings")
    words_sha256 = models.CharField(max_length=64)
    found = models.CharField(max_length=8, choices=WordsFound.choices)
    passages = models.JSONField(default=list)
    looked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(found__in=WordsFound.values), name="sighting_found_known"),
            models.UniqueConstraint(
                fields=["evidence", "snapshot", "words_sha256"], name="sighting_once_for_each_wording"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.found} in {self.snapshot_id}"
