"""What is known of a claim beyond its exact words."""

from typing import Any

from rest_framework import serializers

from annotations.api.base import In
from annotations.api.shapes.fields import Text


class StatementIn(In):
    """What to put right; what is left out stays. `speaker: null` goes back to what the pipeline reads."""

    speaker = Text(max_length=300, allow_null=True)
    reported_to = Text(max_length=300)
    first_appearance = Text(max_length=2000)
    appearances = serializers.ListField(child=Text(max_length=2000), required=False, max_length=50)
    wording = Text(max_length=1000)


class StatementOut(serializers.Serializer[Any]):
    """Who said it, to whom, where it appeared, and the claim in a sentence of its own."""

    speaker = serializers.CharField(help_text="Empty where nobody is named.")
    speaker_origin = serializers.SerializerMethodField()
    speaker_read = serializers.CharField(help_text="Whom the pipeline reads in the text, empty for nobody.")
    direct = serializers.BooleanField(allow_null=True, help_text="The pipeline reads a quotation; null for no reading.")
    reported_to = serializers.CharField()
    first_appearance = serializers.CharField(help_text="An address, or where it was.")
    appearances = serializers.ListField(child=serializers.CharField(), help_text="Later ones.")
    wording = serializers.CharField(help_text="Empty until somebody worded it: the quote stands for itself.")
    wording_stale = serializers.BooleanField(help_text="It words what the claim said before its words changed.")
    version = serializers.IntegerField(help_text="The number in the ETag; 0 until somebody added something.")

    def get_speaker_origin(self, said: Any) -> str | None:
        """Whose word the speaker is: person, model, or null where neither names one."""
        return said.speaker_origin or None
