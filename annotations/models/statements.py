"""What a claim states beyond its exact words: who said it, to whom, where it appeared, and the claim in a sentence of
its own."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.models.base import Guarded
from annotations.models.claims import Claim


class Statement(Guarded):
    """What people added to one claim. There is none until somebody adds something.

    `speaker` is a person's word where `speaker_by` is set ("" for: nobody, the article says so itself); else what the
    pipeline reads in the text counts. `speaker_read` is what it read in a claim this one was cut from or joined of.
    `wording_version` is the version of the claim's words that the wording puts in other words.
    """

    OBJECT_TYPE = "statement"
    LEDGER_FIELDS = (
        "claim",
        "speaker",
        "speaker_by",
        "speaker_read",
        "reported_to",
        "first_appearance",
        "appearances",
        "wording",
        "wording_by",
        "wording_version",
    )

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="statement")
    speaker = models.CharField(max_length=300, blank=True, default="")
    speaker_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="speakers_named"
    )
    speaker_read = models.CharField(max_length=300, blank=True, default="")
    reported_to = models.CharField(max_length=300, blank=True, default="")
    first_appearance = models.CharField(max_length=2000, blank=True, default="")
    appearances = models.JSONField(default=list, blank=True)
    wording = models.TextField(blank=True, default="")
    wording_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="wordings"
    )
    wording_version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(speaker="") | Q(speaker_by__isnull=False), name="statement_speaker_is_a_persons_word"
            ),
            models.CheckConstraint(
                condition=Q(wording="") | Q(wording_by__isnull=False), name="statement_wording_is_a_persons"
            ),
        ]

    def __str__(self) -> str:
        return self.wording[:80] or f"statement of {self.claim_id}"
