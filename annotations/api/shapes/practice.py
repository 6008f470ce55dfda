"""Practice: articles with known answers, and the caller's own way through them."""

from typing import Any

from rest_framework import serializers

from annotations.api.base import In
from annotations.api.shapes.fields import LABELS


class PracticeAnswerIn(In):
    """An answer. `round`: the article's `round` as it was read."""

    claim = serializers.IntegerField(min_value=1, max_value=2**31 - 1, help_text="The claim's number.")
    round = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    label = serializers.ChoiceField(choices=LABELS)  # type: ignore[assignment]  # a field of ours


class PracticeResultOut(serializers.Serializer[Any]):
    """A round the caller finished."""

    number = serializers.IntegerField()
    right = serializers.IntegerField(help_text="Answers that are as the reference.")
    total = serializers.IntegerField()
    guidelines_version = serializers.IntegerField(help_text="In force during the round; 0 for none.")
    finished_at = serializers.DateTimeField()


class PracticeArticleOut(serializers.Serializer[Any]):
    """A practice article in a list, with where the caller stands."""

    id = serializers.UUIDField(source="practice.uid")
    project = serializers.CharField(source="practice.project.slug")
    title = serializers.CharField(source="practice.title")
    claims_total = serializers.IntegerField(source="claims")
    round = serializers.IntegerField(source="number", help_text="The round the next answer belongs to.")
    answered = serializers.SerializerMethodField(help_text="Claims the caller answered in it.")
    last_result = PracticeResultOut(source="last", allow_null=True)

    def get_answered(self, row: Any) -> int:
        """How many claims of the round are behind the caller."""
        return row.open_round.answered if row.open_round is not None else 0


class PracticeFeedbackOut(serializers.Serializer[Any]):
    """What the caller answered, and what the reference is."""

    claim = serializers.IntegerField(source="answer.claim.number")
    label = serializers.ChoiceField(choices=LABELS, source="answer.label")  # type: ignore[assignment]
    right = serializers.BooleanField()
    reference = serializers.ChoiceField(choices=LABELS, source="answer.claim.label")
    reason = serializers.CharField(source="answer.claim.reason")
    passage = serializers.CharField(help_text="What the guidelines say of the reference's label, as Markdown.")
    answered_at = serializers.DateTimeField(source="answer.answered_at")


class PracticeClaimOut(serializers.Serializer[Any]):
    """A claim of a practice article. The reference comes with the caller's answer, not before."""

    number = serializers.IntegerField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    quote = serializers.CharField()
    answer = PracticeFeedbackOut(allow_null=True)


class PracticeOut(PracticeArticleOut):
    """A practice article with its text and claims, answered as far as the caller came in this round."""

    text = serializers.CharField()
    claims = PracticeClaimOut(many=True, source="with_answers")


class PracticeAnswerOut(PracticeFeedbackOut):
    """An answer just given, and where the round is."""

    round = serializers.IntegerField(source="answer.round.number")
    answered = serializers.IntegerField(source="answer.round.answered")
    right_so_far = serializers.IntegerField(source="answer.round.right")
    total = serializers.IntegerField(source="answer.round.total")
    finished_at = serializers.DateTimeField(source="answer.round.finished_at", allow_null=True)
