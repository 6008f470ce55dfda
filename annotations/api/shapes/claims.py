"""Claims, and what the pipeline makes of them."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from annotations.api.base import In
from annotations.api.shapes.fields import LABELS, Offset, RawText, Text
from annotations.api.shapes.statements import StatementOut
from annotations.models.claims import ClaimOrigin, ClaimState
from annotations.selectors.claim_list import ClaimSeen

ORDERS = ["text", "checkworthy", "-checkworthy", "uncertainty", "-uncertainty", "updated", "-updated"]


class ClaimQuery(In):
    """What can be asked of the list of claims."""

    project = serializers.SlugField(required=False, max_length=60)
    article = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(choices=ClaimState.choices, required=False)
    label = serializers.ChoiceField(choices=LABELS, required=False)  # type: ignore[assignment]  # a field of ours
    reviewer = Text(allow_blank=False, max_length=40)
    q = Text(max_length=500)
    min_checkworthy = serializers.DecimalField(
        required=False, max_digits=5, decimal_places=4, min_value=Decimal(0), max_value=Decimal(1)
    )
    updated_since = serializers.DateTimeField(required=False)
    needs_evidence = serializers.BooleanField(required=False, allow_null=True, default=None)
    ordering = serializers.ChoiceField(choices=ORDERS, required=False)


class ClaimIn(In):
    """A new claim: `[start, end)` in code points. With a `quote` the text has to have just that there."""

    start = Offset()
    end = Offset()
    quote = RawText(required=False)


class ClaimChange(In):
    """New ends; the one left out stays."""

    start = Offset(required=False)
    end = Offset(required=False)


class SplitIn(In):
    """Where to cut: offsets in the article, in code points, ascending."""

    at = serializers.ListField(child=Offset(), allow_empty=False, max_length=100)


class MergeIn(In):
    """Neighbouring claims of one article."""

    claims = serializers.ListField(child=serializers.UUIDField(), min_length=2, max_length=100)


class ScoresOut(serializers.Serializer[Any]):
    """Three independent probabilities, from the text alone."""

    sourced = serializers.FloatField()
    disputed = serializers.FloatField()
    opinion = serializers.FloatField()


class AttributionOut(serializers.Serializer[Any]):
    """Who said it, by the text."""

    source = serializers.CharField()  # type: ignore[assignment]  # a field of ours
    cue = serializers.CharField()


class RecordOut(serializers.Serializer[Any]):
    """How often the model was right in this project when it was as sure as here, by decisions that did not see it."""

    low = serializers.FloatField(help_text="The band of the strongest label's probability.")
    high = serializers.FloatField()
    decisions = serializers.IntegerField(help_text="How many decisions there are in the band.")
    rate = serializers.FloatField(allow_null=True, help_text="The share that matched; null below 50 decisions.")
    text = serializers.CharField(help_text="The same as a sentence.")


class SuggestionOut(serializers.Serializer[Any]):
    """What the pipeline makes of a claim. Never a decision."""

    label = serializers.CharField(allow_null=True, help_text="The strongest above its threshold; null for none.")  # type: ignore[assignment]  # a field of ours
    text = serializers.CharField(help_text="The same as a sentence.")
    scores = ScoresOut()
    checkworthy = serializers.FloatField()
    cues = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField()), help_text="Spans of the words it rests on."
    )
    reasons = serializers.ListField(child=serializers.DictField())
    record = RecordOut()
    pipeline = serializers.CharField()
    attribution = AttributionOut(allow_null=True)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`for` and `against` are words of Python, or might be."""
        fields = super().get_fields()
        fields["for"] = serializers.CharField(allow_null=True, help_text="The strongest reason for it.")
        fields["against"] = serializers.CharField(allow_null=True, help_text="The strongest reason against it.")
        return fields


class ClaimOut(serializers.Serializer[Any]):
    """A claim as the caller may see it."""

    id = serializers.UUIDField(source="claim.uid")
    article = serializers.UUIDField(source="claim.article.uid")
    project = serializers.CharField(source="claim.article.project.slug")
    start = serializers.IntegerField(source="claim.start", help_text="Code points.")
    end = serializers.IntegerField(source="claim.end", help_text="Code points; not part of the claim.")
    start_utf16 = serializers.SerializerMethodField(required=False)
    end_utf16 = serializers.SerializerMethodField(required=False)
    quote = serializers.CharField(source="claim.quote")
    version = serializers.IntegerField(source="claim.version", help_text="Version of its words.")
    origin = serializers.ChoiceField(source="claim.origin", choices=ClaimOrigin.choices)
    state = serializers.ChoiceField(source="claim.state", choices=ClaimState.choices)
    label = serializers.SerializerMethodField()  # type: ignore[assignment]  # a field of ours
    my_label = serializers.SerializerMethodField()
    stale = serializers.BooleanField(help_text="The caller's label is about words the claim no longer has.")
    flagged = serializers.BooleanField(help_text="The caller's flag is up.")
    checkworthy = serializers.FloatField(source="claim.checkworthy", allow_null=True)
    uncertainty = serializers.SerializerMethodField()
    evidence_count = serializers.IntegerField()
    needs_evidence = serializers.BooleanField(
        help_text="The caller's label, or the final one, wants evidence in this project, and there is none."
    )
    parents = serializers.SerializerMethodField()
    suggestion = SuggestionOut(allow_null=True, required=False, help_text="Absent while it is hidden from the caller.")
    statement = StatementOut(source="said")
    created_at = serializers.DateTimeField(source="claim.created_at")

    def get_uncertainty(self, seen: ClaimSeen) -> float | None:
        """How near the model's strongest label is to a toss-up, from 0 to 1; null while its suggestion is hidden from
        the caller."""
        value = seen.claim.uncertainty
        return float(value) if value is not None and seen.suggestion_shown else None

    def get_label(self, seen: ClaimSeen) -> str | None:
        """The final label, null while there is none."""
        return seen.claim.label or None

    def get_my_label(self, seen: ClaimSeen) -> str | None:
        """The caller's own label, null while there is none."""
        return seen.label or None

    def get_parents(self, seen: ClaimSeen) -> list[str]:
        """The claims it was split from or merged of."""
        return sorted(str(parent.uid) for parent in seen.claim.parents.all())

    def get_start_utf16(self, seen: ClaimSeen) -> int:
        """UTF-16 units, as JavaScript counts. Only where a claim or an article's claims are asked for."""
        return utf16(seen, seen.claim.start)

    def get_end_utf16(self, seen: ClaimSeen) -> int:
        """UTF-16 units, as JavaScript counts. Only where a claim or an article's claims are asked for."""
        return utf16(seen, seen.claim.end)

    def to_representation(self, instance: ClaimSeen) -> dict[str, Any]:
        """The claim without what is hidden, and without offsets that would take the article's whole text to count."""
        if "text" in instance.claim.article.get_deferred_fields():
            self.fields.pop("start_utf16", None)
            self.fields.pop("end_utf16", None)
        shown = super().to_representation(instance)
        if not instance.suggestion_shown:
            del shown["suggestion"]
        return shown


class ListedClaimOut(ClaimOut):
    """A claim in a list that crosses articles."""

    start_utf16 = None  # type: ignore[assignment]  # how the framework takes a field away
    end_utf16 = None  # type: ignore[assignment]
    updated_at = serializers.SerializerMethodField()

    def get_updated_at(self, seen: ClaimSeen) -> datetime:
        """When its words, state, decisions or evidence last changed."""
        moment: datetime = self.context["updates"][seen.claim.pk]
        return moment


def utf16(seen: ClaimSeen, offset: int) -> int:
    """The offset in UTF-16 units."""
    return len((seen.claim.article.text or "")[:offset].encode("utf-16-le")) // 2
