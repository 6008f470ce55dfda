"""Judgements: what one reviewer decided about one claim. Superseded, never overwritten."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from annotations.models.base import Guarded
from annotations.models.claims import Claim, Label
from annotations.models.users import User


class JudgementQuerySet(models.QuerySet["Judgement"]):
    """Judgements by whether they hold."""

    def current(self, at: datetime | None = None) -> Self:
        """Those that hold now, or held at a time."""
        if at is None:
            return self.filter(superseded_at=None)
        return self.filter(decided_at__lte=at).filter(Q(superseded_at=None) | Q(superseded_at__gt=at))

    def fresh(self) -> Self:
        """Those about the words their claim has now."""
        return self.filter(claim_version=F("claim__version"))

    def by(self, user: User) -> Self:
        """One reviewer's."""
        return self.filter(reviewer=user)


class Judgement(Guarded):
    """One decision. `previous` is the one that undo brings back; `chosen_at` is when the label was first chosen.

    `suggestion_visible` says whether a machine suggestion was on screen, `suggestion_version` whose. `opened_at`:
    when the claim came on screen, by the reviewer's clock. `minutes_since_pause`: how long since they last rested.
    """

    OBJECT_TYPE = "judgement"
    LEDGER_FIELDS = (
        "claim",
        "reviewer",
        "label",
        "note",
        "confidence",
        "claim_version",
        "suggestion_visible",
        "suggestion_version",
        "mode",
        "input",
        "active_ms",
        "opened_at",
        "minutes_since_pause",
        "decided_at",
        "chosen_at",
        "superseded_at",
        "previous",
        "guidelines_version",
    )
    LEDGER_LATER: ClassVar[dict[str, object]] = {
        "guidelines_version": 0,
        "opened_at": None,
        "minutes_since_pause": None,
    }

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="judgements")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="judgements")
    label = models.CharField(max_length=12, choices=Label.choices)
    note = models.TextField(blank=True, default="")
    confidence = models.PositiveSmallIntegerField(null=True, blank=True)  # per cent
    claim_version = models.PositiveIntegerField()
    suggestion_visible = models.BooleanField(default=False)
    suggestion_version = models.CharField(max_length=60, blank=True, default="")
    mode = models.CharField(max_length=20, blank=True, default="")
    input = models.CharField(max_length=8, blank=True, default="")
    active_ms = models.PositiveIntegerField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    minutes_since_pause = models.PositiveSmallIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField()
    chosen_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    guidelines_version = models.PositiveIntegerField(default=0)  # in force when it was made; 0 for none
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors")

    objects: ClassVar[Any] = JudgementQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["reviewer", "-chosen_at"], name="judgement_by_reviewer")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(label__in=Label.values), name="judgement_label_known"),
            models.UniqueConstraint(
                fields=["claim", "reviewer"],
                condition=Q(superseded_at__isnull=True),
                name="judgement_one_current_per_reviewer",
            ),
            models.CheckConstraint(
                condition=Q(confidence=None) | Q(confidence__lte=100), name="judgement_confidence_is_per_cent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} by {self.reviewer_id}"


class Note(models.Model):
    """A remark on a claim for the next reader. Written through a service; the event tells who and when. A split or a
    merge carries it over to what comes of the claim: `carried_from` is the note it was there."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notes")
    body = models.TextField()
    written_at = models.DateTimeField()
    carried_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies")

    def __str__(self) -> str:
        return self.body[:60]


class NoteDraft(models.Model):
    """What somebody is typing. Not a statement yet, so no event."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="note_drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="note_drafts")
    body = models.TextField(blank=True, default="")
    typed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["claim", "author"], name="note_draft_once_per_author")
        ]

    def __str__(self) -> str:
        return self.body[:60]
