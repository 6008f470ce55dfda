"""Sources of a project's evidence."""

from typing import Any

from rest_framework import serializers

from annotations.api.base import In
from annotations.api.shapes.fields import Text
from annotations.models.sources import Source, SourceKind


class SourceChange(In):
    """What kind of source it is, and how far to rely on it; what is left out stays."""

    kind = serializers.ChoiceField(choices=SourceKind.choices, required=False, allow_blank=True)
    note = Text(max_length=5_000)


class ListedSourceOut(serializers.Serializer[Any]):
    """A source in a list."""

    id = serializers.UUIDField(source="uid")
    project = serializers.CharField(source="project.slug")
    domain = serializers.CharField()
    kind = serializers.SerializerMethodField()
    pieces = serializers.IntegerField(help_text="Standing pieces of evidence.")

    def get_kind(self, source: Source) -> str:
        """What kind of source it is; empty where nobody said."""
        rating = getattr(source, "rating", None)
        return rating.kind if rating is not None else ""


class SourceOut(serializers.Serializer[Any]):
    """A source, with what the project says about it and what rests on it."""

    id = serializers.UUIDField()
    project = serializers.CharField()
    domain = serializers.CharField()
    kind = serializers.CharField(help_text="Empty where nobody said.")
    note = serializers.CharField()
    pieces = serializers.IntegerField(help_text="Standing pieces of evidence.")
    claims = serializers.IntegerField(help_text="Claims that rest on it.")
    by_stance = serializers.DictField(child=serializers.IntegerField())
    by_label = serializers.DictField(child=serializers.IntegerField(), help_text="Claims by their final label.")
    undecided = serializers.IntegerField(help_text="Claims without a final label.")
    version = serializers.IntegerField(help_text="The number in the ETag; 0 until somebody said something.")
