"""The queue: what comes next for one reviewer."""

from typing import Any

from rest_framework import serializers

from annotations.api.base import In
from annotations.api.shapes.claims import ClaimOut
from annotations.selectors.queue import ORDERS
from annotations.services.leases import MOST_AT_ONCE, MOST_RENEWED

MOST_EXCLUDED = 200


class QueueNextIn(In):
    """What to hand out. `exclude`: claims the caller has before them already; `count`: how many at once."""

    order = serializers.ChoiceField(choices=sorted(ORDERS), required=False)
    article = serializers.UUIDField(required=False)
    exclude = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=MOST_EXCLUDED)
    count = serializers.IntegerField(required=False, min_value=1, max_value=MOST_AT_ONCE)


class SurroundingsOut(serializers.Serializer[Any]):
    """Where a claim stands. `before` and `after` are the words of its paragraph, verbatim."""

    before = serializers.CharField()
    after = serializers.CharField()
    paragraph_before = serializers.CharField()
    paragraph_after = serializers.CharField()


class QueuedClaimOut(ClaimOut):
    """A claim with its surroundings, held for the caller until `lease_until`."""

    start_utf16 = None  # type: ignore[assignment]  # how the framework takes a field away
    end_utf16 = None  # type: ignore[assignment]
    article_title = serializers.CharField(source="claim.article")
    context = SurroundingsOut()  # type: ignore[assignment]  # a field of ours
    lease_until = serializers.DateTimeField(source="until")


class QueueNextOut(QueuedClaimOut):
    """The next claim, and with `count` those `following` it."""

    following = QueuedClaimOut(many=True)


class HeldIn(In):
    """Claims the caller holds."""

    claims = serializers.ListField(child=serializers.UUIDField(), max_length=MOST_RENEWED)


class ReleaseLeasesIn(In):
    """Claims to give back; without them, all of the project."""

    claims = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=MOST_EXCLUDED)


class HeldClaimOut(serializers.Serializer[Any]):
    """A claim that is still the caller's."""

    id = serializers.UUIDField(source="claim.uid")
    lease_until = serializers.DateTimeField(source="until")


class HeldOut(serializers.Serializer[Any]):
    """What the caller holds of what they asked about. What is missing went to somebody else, or is decided."""

    claims = HeldClaimOut(many=True)
