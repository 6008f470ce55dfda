"""Releases."""

from typing import Any

from rest_framework import serializers

from annotations.api.base import In
from annotations.api.shapes.fields import Text
from annotations.exports.registry import FORMATS
from annotations.models.releases import Release, ReleaseSelect, ReleaseStatus


class ReleaseIn(In):
    """A dataset to freeze. `settled`: claims with a final label; `all`: every claim that was not withdrawn."""

    name = Text(required=True, allow_blank=False, max_length=120)
    select = serializers.ChoiceField(choices=ReleaseSelect.choices, required=False)
    pseudonyms = serializers.BooleanField(required=False, help_text="Reviewers by pseudonym (the default) or by name.")


class ReleaseOut(serializers.Serializer[Any]):
    """A frozen dataset."""

    id = serializers.UUIDField(source="uid")
    project = serializers.CharField(source="project.slug")
    name = serializers.CharField()
    select = serializers.ChoiceField(choices=ReleaseSelect.choices)
    pseudonyms = serializers.BooleanField()
    status = serializers.ChoiceField(choices=ReleaseStatus.choices)
    error_message = serializers.CharField()
    row_count = serializers.IntegerField()
    sha256 = serializers.CharField(help_text="SHA-256 of the canonical JSON Lines; empty until they are written.")
    position = serializers.CharField(help_text="The position of the ledger it was taken at.")
    created_at = serializers.DateTimeField()
    frozen_at = serializers.DateTimeField(allow_null=True)
    downloads = serializers.SerializerMethodField()
    version = serializers.IntegerField(source="row_version", help_text="The number in the ETag.")

    def get_downloads(self, release: Release) -> dict[str, str]:
        """The address of each format, empty until the release is ready."""
        if release.status != ReleaseStatus.READY:
            return {}
        return {name: f"/api/v1/releases/{release.uid}/download/?format={name}" for name in FORMATS}
