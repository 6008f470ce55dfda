"""Claims: the pieces of an article that somebody decides about."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from annotations.models.articles import Article
from annotations.models.base import Guarded
from annotations.models.users import User


class Label(models.TextChoices):
    """What a reviewer can decide: the three labels and the two exits beside them."""

    SOURCED = "sourced", "Sourced"
    DISPUTED = "disputed", "Disputed"
    OPINION = "opinion", "Opinion"
    NOT_A_CLAIM = "not_a_claim", "Not a claim"
    UNRESOLVED = "unresolved", "Could not establish"


class ClaimState(models.TextChoices):
    """How far people have come with a claim."""

    OPEN = "open", "Open"
    IN_REVIEW = "in_review", "In review"
    AGREED = "agreed", "Agreed"
    DISPUTED = "disputed", "Labels differ"
    SETTLED = "settled", "Settled"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ClaimOrigin(models.TextChoices):
    """Who marked it."""

    PIPELINE = "pipeline", "Pipeline"
    PERSON = "person", "Person"


def state_from(labels: Iterable[str], *, wanted: int, withdrawn: bool = False) -> tuple[str, str]:
    """A claim's state and final label from its current, not stale judgements. Pure; verify_ledger recomputes it."""
    found = list(labels)
    if withdrawn:
        return ClaimState.WITHDRAWN, ""
    if not found:
        return ClaimState.OPEN, ""
    if len(set(found)) > 1:
        return ClaimState.DISPUTED, ""
    if len(found) < wanted:
        return ClaimState.IN_REVIEW, ""
    return ClaimState.AGREED, found[0]


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Claims by whose they are and how they stand."""

    def visible_to(self, user: User) -> Self:
        """Those of projects the user belongs to; all of them for a site administrator."""
        if user.is_superuser:
            return self
        return self.filter(article__project__memberships__user=user, article__project__memberships__removed_at=None)

    def active(self) -> Self:
        """Those that were not split, merged or withdrawn."""
        return self.filter(withdrawn_at=None)

    def in_text_order(self) -> Self:
        """As a reader meets them."""
        return self.order_by("start", "end", "id")


class Claim(Guarded):
    """A slice of an article: `article.text[start:end] == quote`, code points, half-open.

    `version` counts changes of its words; a judgement remembers which version it was about.
    """

    OBJECT_TYPE = "claim"
    LEDGER_FIELDS = (
        "article",
        "start",
        "end",
        "quote",
        "origin",
        "version",
        "state",
        "label",
        "checkworthy",
        "reviewers_wanted",
        "created_at",
        "withdrawn_at",
        "uncertainty",
    )
    LEDGER_LATER: ClassVar[dict[str, object]] = {"uncertainty": None}

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="claims")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    origin = models.CharField(max_length=8, choices=ClaimOrigin.choices)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=ClaimState.choices, default=ClaimState.OPEN)
    label = models.CharField(max_length=12, choices=Label.choices, blank=True, default="")
    checkworthy = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    # How near the strongest label of its suggestion is to a toss-up, from 0 to 1. Follows from the suggestion.
    uncertainty = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    # The project's setting when the claim was marked: changing the setting later re-opens nothing.
    reviewers_wanted = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    parents: "models.ManyToManyField[Claim, Any]" = models.ManyToManyField(
        "self", symmetrical=False, related_name="children", blank=True
    )

    objects: ClassVar[Any] = ClaimQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["article", "state"], name="claim_article_state"),
            models.Index(fields=["-created_at", "article", "start", "id"], name="claim_newest_first"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="claim_span_not_empty"),
            models.UniqueConstraint(
                fields=["article", "start", "end"],
                condition=Q(withdrawn_at__isnull=True),
                name="claim_span_once_per_article",
            ),
            models.CheckConstraint(condition=Q(state__in=ClaimState.values), name="claim_state_known"),
            models.CheckConstraint(condition=Q(label="") | Q(label__in=Label.values), name="claim_label_known"),
        ]

    def __str__(self) -> str:
        return self.quote[:80]


class FlagKind(models.TextChoices):
    """Why a claim is flagged; none of them is a reason too."""

    UNCLEAR = "unclear", "Unclear"
    EXPERT = "expert", "Needs an expert"
    LEGAL = "legal", "Legal risk"
    WORDS = "words", "Split or text wrong"
    OTHER = "other", "Other"


class Flag(models.Model):
    """Somebody wants a colleague to look at a claim. Raised and cleared through services; events tell the story.

    `cleared_by` is the colleague who resolved it, with a note; None where its owner took it down."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="flags")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=12, choices=FlagKind.choices, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")
    raised_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="flags_resolved"
    )
    clear_note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(kind="") | Q(kind__in=FlagKind.values), name="flag_kind_known"),
            models.UniqueConstraint(
                fields=["claim", "user"], condition=Q(cleared_at__isnull=True), name="flag_once_per_reviewer"
            ),
        ]

    def __str__(self) -> str:
        return f"flag on {self.claim_id}"


class Skip(models.Model):
    """A reviewer left a claim for later; it comes back last in their queue."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="skips")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="skips")
    skipped_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["claim", "user"], name="skip_once_per_reviewer")
        ]

    def __str__(self) -> str:
        return f"skip of {self.claim_id}"
