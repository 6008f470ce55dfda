"""Finds of search, as they go out."""

from typing import Any

from rest_framework import serializers

from annotations.api.base import In
from annotations.api.shapes.fields import Text
from annotations.models.search import SearchKind


class SearchQuery(In):
    """What can be asked of search."""

    q = Text(max_length=500)
    kind = serializers.ChoiceField(choices=SearchKind.choices, required=False)
    project = serializers.SlugField(required=False, max_length=60)
    each = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=20,
        help_text="So many of every kind, kind by kind, instead of one list in pages.",
    )


class PieceOut(serializers.Serializer[Any]):
    """Some characters; `hit`: they are what was asked for."""

    text = serializers.CharField(trim_whitespace=False)
    hit = serializers.BooleanField()


class HitOut(serializers.Serializer[Any]):
    """One find. Texts come in pieces; joined they are the text."""

    kind = serializers.ChoiceField(choices=SearchKind.choices)
    id = serializers.UUIDField(source="entry.uid", help_text="Of the article, claim or evidence; a note has no other.")
    project = serializers.CharField(source="project.slug")
    project_name = serializers.CharField(source="project.name")
    article = serializers.UUIDField(source="article.uid")
    claim = serializers.SerializerMethodField()
    title = PieceOut(many=True, help_text="The article's title, or what the evidence is.")
    words = PieceOut(many=True, help_text="The place that was found.")
    at = serializers.DateTimeField()

    def get_claim(self, hit: Any) -> str | None:
        """The claim it is or stands on, null for an article."""
        return hit.claim_uid or None
