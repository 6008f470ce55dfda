"""Projects and who works in them."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from annotations.models.base import Guarded
from annotations.models.scoring_models import ScoringModel

LARGEST_SAMPLE = 20  # per cent


class SuggestionMode(models.TextChoices):
    """When a reviewer sees what the pipeline thinks."""

    DECIDE_FIRST = "decide_first", "After deciding, or on request"
    SHOWN = "shown", "Always"
    BLIND = "blind", "Never before deciding"


class EvidencePolicy(models.TextChoices):
    """Which decisions count only with evidence."""

    OPTIONAL = "optional", "Evidence is optional"
    SOURCED = "sourced", "Sourced claims need evidence"
    SOURCED_AND_DISPUTED = "sourced_and_disputed", "Sourced and disputed claims need evidence"


class QueueOrder(models.TextChoices):
    """Which claims the queue hands out first."""

    NEWEST = "newest", "Newest article first"
    TEXT = "text", "Oldest article first, in the order of its text"
    CHECKWORTHY = "checkworthy", "Most worth checking first"
    UNCERTAIN = "uncertain", "Those the model is least sure of first"


class Role(models.TextChoices):
    """What a member is in a project. policy.py says what each may do."""

    VIEWER = "viewer", "Viewer"
    REVIEWER = "reviewer", "Reviewer"
    ADJUDICATOR = "adjudicator", "Adjudicator"
    MANAGER = "manager", "Manager"


class Project(Guarded):
    """A desk, a study, an election: articles that are reviewed by the same people under the same guidelines."""

    OBJECT_TYPE = "project"
    LEDGER_FIELDS = (
        "slug",
        "name",
        "guidelines",
        "guidelines_version",
        "suggestion_mode",
        "evidence_policy",
        "reviewers_per_claim",
        "measured_sample",
        "reviewers_choose_mode",
        "created_at",
        "archived_at",
        "scoring_model",
        "queue_order",
    )
    LEDGER_LATER: ClassVar[dict[str, object]] = {
        "guidelines_version": 0,
        "measured_sample": 10,
        "reviewers_choose_mode": False,
        "scoring_model": None,
        "queue_order": "newest",
    }

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    guidelines = models.TextField(blank=True, default="")
    guidelines_version = models.PositiveIntegerField(default=0)  # of the text in force; 0 until there was one
    suggestion_mode = models.CharField(
        max_length=20, choices=SuggestionMode.choices, default=SuggestionMode.DECIDE_FIRST
    )
    evidence_policy = models.CharField(max_length=24, choices=EvidencePolicy.choices, default=EvidencePolicy.OPTIONAL)
    reviewers_per_claim = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    # Per cent of the claims whose suggestion is open from the start, to measure how much it pulls.
    measured_sample = models.PositiveSmallIntegerField(
        default=10, validators=[MinValueValidator(0), MaxValueValidator(LARGEST_SAMPLE)]
    )
    reviewers_choose_mode = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)
    # Which model scores the claims; None is the one that ships with the code.
    scoring_model = models.ForeignKey(
        ScoringModel, null=True, blank=True, on_delete=models.PROTECT, related_name="live_in"
    )
    queue_order = models.CharField(max_length=12, choices=QueueOrder.choices, default=QueueOrder.NEWEST)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(measured_sample__lte=LARGEST_SAMPLE), name="project_measured_sample_in_range"
            ),
            models.CheckConstraint(
                condition=Q(suggestion_mode__in=SuggestionMode.values), name="project_suggestion_mode_known"
            ),
            models.CheckConstraint(
                condition=Q(evidence_policy__in=EvidencePolicy.values), name="project_evidence_policy_known"
            ),
            models.CheckConstraint(
                condition=Q(reviewers_per_claim__gte=1, reviewers_per_claim__lte=9),
                name="project_reviewers_per_claim_in_range",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by whether they hold."""

    def current(self) -> Self:
        """Those that were not ended."""
        return self.filter(removed_at=None)


class Membership(Guarded):
    """One person's role in one project. Ended, never deleted."""

    OBJECT_TYPE = "membership"
    LEDGER_FIELDS = ("project", "user", "role", "added_at", "removed_at")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["project", "user"],
                condition=Q(removed_at__isnull=True),
                name="membership_once_per_project",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.project}: {self.role}"
