"""The browser's outbox."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from annotations.api.base import In
from annotations.models.claims import ClaimState


@extend_schema_field({"type": "array", "maxItems": 40, "items": {"type": "object", "additionalProperties": True}})
class OpList(serializers.ListField):
    """Operations as they came; each is checked, and refused, on its own."""


class OpsIn(In):
    """At most forty operations: `{"id", "at", "kind", "claim", "base_version", "payload"}`."""

    ops = OpList(child=serializers.JSONField(allow_null=True), max_length=40)


class OpClaimOut(serializers.Serializer[Any]):
    """A claim after an operation."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    label = serializers.CharField(allow_null=True, help_text="The caller's own.")  # type: ignore[assignment]  # a field of ours
    stale = serializers.BooleanField()
    flagged = serializers.BooleanField()
    state = serializers.ChoiceField(choices=ClaimState.choices)


class OpOut(serializers.Serializer[Any]):
    """One operation's answer: ok; seen, where it was done before; conflict, where the claim moved on; refused."""

    id = serializers.CharField(allow_null=True)
    status = serializers.CharField(help_text="ok, seen, conflict or refused.")
    code = serializers.CharField(allow_blank=True)
    message = serializers.CharField(allow_blank=True)
    field = serializers.CharField(allow_blank=True)
    by = serializers.CharField(allow_blank=True, help_text="On a conflict: who changed the claim, if not the caller.")
    receipt = serializers.CharField(allow_null=True)
    claim = OpClaimOut(allow_null=True)
    suggestion = serializers.DictField(allow_null=True)


class OpsOut(serializers.Serializer[Any]):
    """The answers, in the order of the operations."""

    results = OpOut(many=True)
