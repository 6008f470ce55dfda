"""Bulk actions, and what became of each thing they were meant for."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from annotations.api.base import In
from annotations.api.shapes.fields import PersonOut, Text
from annotations.services.batches import MOST_AT_ONCE, Outcome

TO_ARTICLES = ("archive", "restore", "retry", "reprocess", "set_reviewers")
TO_CLAIMS = ("withdraw", "put_back", "dismiss")


class BatchIn(In):
    """One action on several articles of a project (`articles`), or on several claims of an article (`claims`)."""

    do = serializers.ChoiceField(choices=[*TO_ARTICLES, *TO_CLAIMS])
    articles = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=MOST_AT_ONCE)
    claims = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=MOST_AT_ONCE)
    reviewers_wanted = serializers.IntegerField(
        required=False, min_value=1, max_value=9, help_text="For `set_reviewers`."
    )
    reason = Text(max_length=2_000, help_text="For `withdraw`.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What the action is about, and nothing else."""
        about, other = ("articles", "claims") if attrs["do"] in TO_ARTICLES else ("claims", "articles")
        if other in attrs:
            raise serializers.ValidationError({other: f"“{attrs['do']}” is done to {about}."})
        if not attrs.get(about):
            raise serializers.ValidationError({about: "Name at least one. No list never means all of them."})
        for name, action in (("reviewers_wanted", "set_reviewers"), ("reason", "withdraw")):
            if name in attrs and attrs["do"] != action:
                raise serializers.ValidationError({name: f"It belongs to “{action}”."})
        if attrs["do"] == "set_reviewers" and "reviewers_wanted" not in attrs:
            raise serializers.ValidationError({"reviewers_wanted": "Say how many."})
        return attrs


class BatchOut(serializers.Serializer[Any]):
    """What one call did, as it can be undone as a whole."""

    id = serializers.UUIDField(source="uid")
    project = serializers.CharField(source="project.slug")
    verb = serializers.CharField(help_text="That of its events: `article.archived`.")
    about = serializers.CharField()
    size = serializers.IntegerField()
    by = PersonOut(source="user", allow_null=True)
    at = serializers.DateTimeField()
    undoes = serializers.UUIDField(source="undoes.uid", allow_null=True, default=None)
    undone_at = serializers.DateTimeField(allow_null=True)


class BatchItemOut(serializers.Serializer[Any]):
    """What became of one thing."""

    id = serializers.UUIDField(allow_null=True, help_text="Null for what has none: a project's settings.")
    status = serializers.ChoiceField(choices=["done", "left", "not_found"])
    detail = serializers.CharField(help_text="Why it was left as it was; empty where it was done.")


class BatchDoneOut(serializers.Serializer[Any]):
    """What came of a bulk action or of its undo."""

    batch = BatchOut(allow_null=True, help_text="Null where nothing was done.")
    done = serializers.IntegerField()
    results = BatchItemOut(many=True)
    receipts = serializers.ListField(
        child=serializers.CharField(), help_text="`stream/seq/hash` of every event; the header has the last one."
    )


def outcome_data(outcome: Outcome, *, asked: list[UUID] | None = None) -> dict[str, Any]:
    """An outcome as BatchDoneOut has it; of what was asked for, in that order, else what was done before what was
    left."""
    told = dict.fromkeys(outcome.uids, ("done", "")) | {
        left.uid: ("left", left.why) for left in outcome.left if left.uid is not None
    }
    nameless = [(None, "left", f"{left.name}: {left.why}") for left in outcome.left if left.uid is None]
    named = [(uid, *told.get(uid, ("not_found", "There is nothing here for you."))) for uid in asked or told]
    results = [dict(zip(("id", "status", "detail"), row, strict=True)) for row in [*named, *nameless]]
    receipts = [event.receipt for event in outcome.events]
    data = {"batch": outcome.batch, "done": outcome.done, "results": results, "receipts": receipts}
    return dict(BatchDoneOut(data).data)
