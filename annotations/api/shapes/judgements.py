"""Judgements, evidence, history."""

from typing import Any

from rest_framework import serializers

from annotations.api.base import In
from annotations.api.shapes.claims import ClaimOut, SuggestionOut
from annotations.api.shapes.fields import LABELS, PersonOut, Text
from annotations.models.judgements import Judgement


class JudgementIn(In):
    """A decision. With `claim_version`, the version of the words it is about, words that moved on are an error."""

    label = serializers.ChoiceField(choices=LABELS)  # type: ignore[assignment]  # a field of ours
    note = Text(max_length=2_000)
    confidence = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=100)
    suggestion_visible = serializers.BooleanField(required=False, allow_null=True)
    active_ms = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=2**31 - 1)
    opened_at = serializers.DateTimeField(required=False, allow_null=True)
    minutes_since_pause = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1440)
    claim_version = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**31 - 1)


class JudgementOut(serializers.Serializer[Any]):
    """One reviewer's current decision."""

    id = serializers.UUIDField(source="uid")
    claim_id = serializers.UUIDField(source="claim.uid")
    reviewer = PersonOut()
    label = serializers.ChoiceField(choices=LABELS)  # type: ignore[assignment]  # a field of ours
    note = serializers.CharField()
    confidence = serializers.IntegerField(allow_null=True, help_text="Per cent.")
    claim_version = serializers.IntegerField()
    stale = serializers.SerializerMethodField()
    suggestion_visible = serializers.BooleanField()
    mode = serializers.CharField(help_text="When the reviewer sees suggestions: decide_first, shown or blind.")
    active_ms = serializers.IntegerField(allow_null=True)
    guidelines_version = serializers.IntegerField(help_text="The one in force when it was made; 0 for none.")
    opened_at = serializers.DateTimeField(allow_null=True)
    minutes_since_pause = serializers.IntegerField(allow_null=True)
    decided_at = serializers.DateTimeField(source="chosen_at")

    def get_stale(self, judgement: Judgement) -> bool:
        """It is about words the claim no longer has."""
        return bool(judgement.claim_version != judgement.claim.version)


class NewJudgementOut(JudgementOut):
    """A decision that was just recorded, with the claim as it is now and the suggestion that may now be seen."""

    claim = ClaimOut()
    suggestion = SuggestionOut(allow_null=True)


class EventActorOut(serializers.Serializer[Any]):
    """Who did it; the id is null for a machine."""

    id = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()


class EventOut(serializers.Serializer[Any]):
    """One event of a claim's history."""

    seq = serializers.IntegerField()
    at = serializers.DateTimeField()
    verb = serializers.CharField()
    actor = EventActorOut()
    door = serializers.CharField(help_text="web, api, task or command.")
    sentence = serializers.CharField(help_text="Plain text.")
    html = serializers.CharField(help_text="The same sentence as safe HTML.")
    reason = serializers.CharField()
    before = serializers.CharField(allow_null=True, help_text="The actor's label before.")
    after = serializers.CharField(allow_null=True, help_text="The actor's label after.")
    receipt = serializers.CharField()
