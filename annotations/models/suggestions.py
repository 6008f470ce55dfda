"""What the pipeline thought of an article, run by run. Never a decision."""

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.models.articles import Article
from annotations.models.claims import Claim


def score_field() -> "models.DecimalField[Decimal, Decimal]":
    """A probability with four decimals."""
    return models.DecimalField(max_digits=5, decimal_places=4)


def fraction(field: str) -> Q:
    """The field lies from 0 to 1."""
    return Q(**{f"{field}__gte": 0, f"{field}__lte": 1})


class NlpRunQuerySet(models.QuerySet["NlpRun"]):
    """Runs by when they counted."""

    def in_order(self) -> Self:
        """The one that counts last. A run that is stored again, because its model is live again, moves to the end."""
        return self.order_by("ran_at", "id")


class NlpRun(models.Model):
    """One pipeline version's reading of one article. `units` are all its pieces with their kind and paragraph."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="runs")
    pipeline_version = models.CharField(max_length=60)
    language = models.CharField(max_length=12, blank=True, default="")
    units = models.JSONField(default=list)
    ran_at = models.DateTimeField()

    objects: ClassVar[Any] = NlpRunQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["article", "pipeline_version"], name="nlp_run_once_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.pipeline_version} on {self.article_id}"


class Suggestion(models.Model):
    """One run's reading of one claim: three independent probabilities, check-worthiness, and the reasons as spans."""

    run = models.ForeignKey(NlpRun, on_delete=models.PROTECT, related_name="suggestions")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="suggestions")
    label = models.CharField(max_length=12, blank=True, default="")
    sourced = score_field()
    disputed = score_field()
    opinion = score_field()
    checkworthy = score_field()
    attribution = models.JSONField(null=True, blank=True)
    reasons = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["run", "claim"], name="suggestion_once_per_run"),
            models.CheckConstraint(
                condition=fraction("sourced") & fraction("disputed") & fraction("opinion") & fraction("checkworthy"),
                name="suggestion_score_is_fraction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label or 'no label'} for {self.claim_id}"


class Reveal(models.Model):
    """A reviewer looked at the suggestion before deciding."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="reveals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reveals")
    revealed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["claim", "user"], name="reveal_once_per_reviewer")
        ]

    def __str__(self) -> str:
        return f"reveal of {self.claim_id}"
