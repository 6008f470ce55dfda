"""Articles: text exactly as extracted, stored once and never edited."""

import json
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.models.base import Guarded
from annotations.models.projects import Project
from annotations.models.users import User


class ArticleOrigin(models.TextChoices):
    """How an article came in."""

    PASTE = "paste", "Pasted text"
    FILE = "file", "File"
    HTML = "html", "HTML"
    URL = "url", "Address"


class ArticleStatus(models.TextChoices):
    """How far the machine's work on an article has come."""

    QUEUED = "queued", "Queued"
    PROCESSING = "processing", "Splitting"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"
    DUPLICATE = "duplicate", "Already here"


class ArticleQuerySet(models.QuerySet["Article"]):
    """Articles by whose they are and how they stand."""

    def visible_to(self, user: User) -> Self:
        """Those of projects the user belongs to; all of them for a site administrator."""
        if user.is_superuser:
            return self
        return self.filter(project__memberships__user=user, project__memberships__removed_at=None)

    def present(self) -> Self:
        """Those that were not archived."""
        return self.filter(archived_at=None)


class Article(Guarded):
    """One text to check. Files, HTML and addresses have no text until the worker has extracted it; then it is set once.

    `version` is the edition of the text (1 until editions come); `row_version` counts changes of the row.
    """

    OBJECT_TYPE = "article"
    LEDGER_FIELDS = (
        "project",
        "title",
        "byline",
        "published_at",
        "source_name",
        "source_url",
        "language",
        "origin",
        "original_name",
        "original_type",
        "original_sha256",
        "text_sha256",
        "text_length",
        "version",
        "status",
        "error_code",
        "error_message",
        "error_hint",
        "warnings",
        "external_id",
        "metadata",
        "duplicate_of",
        "imported_by",
        "imported_at",
        "archived_at",
    )

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="articles")
    title = models.CharField(max_length=500, blank=True, default="")
    byline = models.CharField(max_length=300, blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)
    source_name = models.CharField(max_length=200, blank=True, default="")
    source_url = models.CharField(max_length=2000, blank=True, default="")
    language = models.CharField(max_length=12, blank=True, default="")
    origin = models.CharField(max_length=8, choices=ArticleOrigin.choices)
    original_name = models.CharField(max_length=255, blank=True, default="")
    original_type = models.CharField(max_length=120, blank=True, default="")
    original_sha256 = models.CharField(max_length=64, blank=True, default="")
    text = models.TextField(null=True, blank=True)  # noqa: DJ001  NULL is "not extracted yet"; a guard lets it be set once
    text_sha256 = models.CharField(max_length=64, blank=True, default="")
    text_length = models.PositiveIntegerField(default=0)  # code points
    version = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=12, choices=ArticleStatus.choices, default=ArticleStatus.QUEUED)
    error_code = models.CharField(max_length=60, blank=True, default="")
    error_message = models.CharField(max_length=500, blank=True, default="")
    error_hint = models.CharField(max_length=500, blank=True, default="")
    warnings = models.JSONField(default=list, blank=True)
    external_id = models.CharField(max_length=200, blank=True, default="")
    metadata = models.JSONField(default=dict, blank=True)
    duplicate_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates")
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="imported_articles"
    )
    imported_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ArticleQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["project", "-imported_at", "-id"], name="article_newest_first"),
            models.Index(
                fields=["project", "original_sha256"], condition=~Q(original_sha256=""), name="article_by_original"
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["project", "text_sha256"], condition=~Q(text_sha256=""), name="article_once_per_project"
            ),
            models.UniqueConstraint(
                fields=["project", "external_id"], condition=~Q(external_id=""), name="article_external_id_once"
            ),
            models.CheckConstraint(condition=Q(status__in=ArticleStatus.values), name="article_status_known"),
            models.CheckConstraint(condition=Q(origin__in=ArticleOrigin.values), name="article_origin_known"),
        ]

    def __str__(self) -> str:
        return self.title or self.original_name or str(self.uid)

    def ledger_state(self) -> dict[str, object]:
        """The row as the ledger sees it; the text stands in it by its SHA-256. Free JSON travels as canonical text."""
        state = super().ledger_state()
        state["warnings"], state["metadata"] = json_text(self.warnings), json_text(self.metadata)
        return state


def json_text(value: object) -> str:
    """Integrators' own JSON may hold floats, which have no canonical form; its text does."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
