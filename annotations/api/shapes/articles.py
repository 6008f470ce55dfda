"""Articles and jobs."""

import json
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from annotations.api.base import In
from annotations.api.shapes.fields import RawText, Text
from annotations.api.shapes.imports import ImportResultOut
from annotations.models.articles import Article, ArticleOrigin, ArticleStatus
from annotations.models.jobs import Job, JobKind, JobState
from annotations.selectors.articles import status_of

SOURCES = ("text", "html", "url", "file")


class Metadata(serializers.JSONField):
    """An integrator's own object; in a form it comes as JSON text."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """The object. Raises ValidationError for anything else."""
        if isinstance(data, str):
            try:
                data = json.loads(data)
            except (ValueError, RecursionError):
                self.fail("invalid")
        if not isinstance(data, dict):
            self.fail("invalid")
        return data


class ArticleIn(In):
    """A new article: exactly one of `text`, `html`, `url` and, in a form, `file`."""

    text = RawText(required=False)
    html = RawText(required=False)
    url = Text(max_length=2000)
    file = serializers.FileField(required=False, allow_empty_file=True)
    title = Text(max_length=500)
    byline = Text(max_length=300)
    source_name = Text(max_length=200)
    source_url = Text(max_length=2000)
    published_at = serializers.DateTimeField(required=False, allow_null=True)
    language = Text(max_length=12)
    external_id = Text(max_length=200)
    metadata = Metadata(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One source."""
        if sum(name in attrs for name in SOURCES) != 1:
            raise serializers.ValidationError({"text": "Give exactly one of text, html, url and file."})
        return attrs


class WarningOut(serializers.Serializer[Any]):
    """Something the reader of the document noticed."""

    code = serializers.CharField()
    message = serializers.CharField()


class FailureOut(serializers.Serializer[Any]):
    """Why it did not work, and what to do."""

    code = serializers.CharField()
    message = serializers.CharField()
    hint = serializers.CharField()


def failure_of(row: Article | Job) -> dict[str, str] | None:
    """A row's failure, None where there is none."""
    if not row.error_code and not row.error_message:
        return None
    return {"code": row.error_code, "message": row.error_message, "hint": row.error_hint}


class ArticleOut(serializers.Serializer[Any]):
    """An article without its text."""

    id = serializers.UUIDField(source="uid")
    project = serializers.CharField(source="project.slug")
    title = serializers.CharField()
    byline = serializers.CharField()
    status = serializers.SerializerMethodField()
    error = serializers.SerializerMethodField()
    warnings = WarningOut(many=True)
    claims_total = serializers.IntegerField(help_text="Claims that were not withdrawn.")
    claims_decided = serializers.IntegerField(help_text="Those somebody decided.")
    text_sha256 = serializers.CharField(help_text="SHA-256 of the text's UTF-8 bytes; empty until there is a text.")
    text_length = serializers.IntegerField(help_text="Code points.")
    origin = serializers.ChoiceField(choices=ArticleOrigin.choices)
    source_name = serializers.CharField()
    source_url = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)
    language = serializers.CharField()
    external_id = serializers.CharField()
    metadata = serializers.DictField()
    duplicate_of = serializers.UUIDField(source="duplicate_of.uid", allow_null=True, default=None)
    imported_at = serializers.DateTimeField()
    archived_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField(help_text="Edition of the text.")

    def get_status(self, article: Article) -> str:
        """How far the machine's work has come: queued, processing, ready, failed or duplicate."""
        return status_of(article)

    @extend_schema_field(FailureOut(allow_null=True))
    def get_error(self, article: Article) -> dict[str, str] | None:
        """Why it failed."""
        return failure_of(article) if article.status == ArticleStatus.FAILED else None


class ArticleDetailOut(ArticleOut):
    """An article."""

    text = serializers.CharField(allow_null=True, help_text="Null until it is extracted.")


class JobOut(serializers.Serializer[Any]):
    """A piece of work for the machines."""

    id = serializers.UUIDField(source="uid")
    project = serializers.CharField(source="project.slug")
    kind = serializers.ChoiceField(choices=JobKind.choices)
    state = serializers.ChoiceField(choices=JobState.choices)
    progress = serializers.IntegerField()
    total = serializers.IntegerField()
    attempts = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    error = serializers.SerializerMethodField()
    result_url = serializers.SerializerMethodField()
    result = ImportResultOut(
        source="import_run", allow_null=True, default=None, help_text="Of an import of many articles, so far."
    )

    @extend_schema_field(FailureOut(allow_null=True))
    def get_error(self, job: Job) -> dict[str, str] | None:
        """Why it ended badly."""
        return failure_of(job) if job.state in {JobState.FAILED, JobState.QUARANTINED} else None

    def get_result_url(self, job: Job) -> str | None:
        """Where the result is, once there is one; an import's rows from the start."""
        if job.import_run is not None:
            return f"/api/v1/jobs/{job.uid}/rows/"
        if job.state != JobState.DONE:
            return None
        if job.release is not None:
            return f"/api/v1/releases/{job.release.uid}/"
        return f"/api/v1/articles/{job.article.uid}/" if job.article is not None else None
