"""Imports of many articles, and what became of each row."""

from typing import Any

from rest_framework import serializers

from annotations.models.imports import ImportRow, RowStatus


class ImportRowOut(serializers.Serializer[Any]):
    """One row of an import."""

    index = serializers.IntegerField(help_text="Counted from 0, in the order they were sent.")
    row = serializers.IntegerField(
        source="number", help_text="The line of an NDJSON file, or the row of a CSV file (the heading is row 1)."
    )
    status = serializers.ChoiceField(choices=RowStatus.choices)
    article = serializers.SerializerMethodField(help_text="The article, null for a refused row.")
    field = serializers.CharField(help_text="Which field was refused; empty for the row as a whole.")
    code = serializers.CharField(help_text="Why it was refused; empty where it was not.")
    detail = serializers.CharField()
    hint = serializers.CharField()

    def get_article(self, row: ImportRow) -> str | None:
        """The article's id."""
        return str(row.article.uid) if row.article is not None else None


class ImportResultOut(serializers.Serializer[Any]):
    """What became of an import's rows so far."""

    rows = serializers.IntegerField(source="rows_total", help_text="How many were sent.")
    created = serializers.IntegerField()
    known = serializers.IntegerField(help_text="Those whose text was here already.")
    refused = serializers.IntegerField()
