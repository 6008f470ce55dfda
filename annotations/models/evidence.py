"""Evidence: what a decision rests on."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.models.base import Guarded
from annotations.models.claims import Claim
from annotations.models.users import User


class Stance(models.TextChoices):
    """What the evidence does to the claim."""

    SUPPORTS = "supports", "Supports"
    CONTRADICTS = "contradicts", "Contradicts"
    CONTEXT = "context", "Context"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence by whose it is and whether it stands."""

    def visible_to(self, user: User) -> Self:
        """That of projects the user belongs to; all of it for a site administrator."""
        if user.is_superuser:
            return self
        project = "claim__article__project__memberships"
        return self.filter(**{f"{project}__user": user, f"{project}__removed_at": None})

    def standing(self) -> Self:
        """That which was not withdrawn."""
        return self.filter(withdrawn_at=None)


class Evidence(Guarded):
    """A link, a reference or a file, the words in it that matter, and what they do to the claim.

    `source_key` names what it comes from: the SHA-256 of the address in its one spelling, or that of the file; "" for
    a mere reference. Pieces of a project with one key share their snapshots. A confidential piece has a key that only
    other confidential pieces of the same person and source have, so that nobody else comes near what is kept of it.
    """

    OBJECT_TYPE = "evidence"
    LEDGER_FIELDS = (
        "claim",
        "url",
        "reference",
        "quote",
        "locator",
        "stance",
        "added_by",
        "added_at",
        "withdrawn_at",
        "source_key",
        "changed_at",
        "confidential",
    )
    LEDGER_LATER: ClassVar[dict[str, object]] = {"source_key": "", "changed_at": None, "confidential": False}

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="evidence")
    url = models.CharField(max_length=2000, blank=True, default="")
    reference = models.CharField(max_length=1000, blank=True, default="")
    quote = models.TextField(blank=True, default="")
    locator = models.CharField(max_length=200, blank=True, default="")
    source_key = models.CharField(max_length=64, blank=True, default="", db_index=True)
    stance = models.CharField(max_length=12, choices=Stance.choices)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="evidence")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)  # words added, put back, made confidential or open
    confidential = models.BooleanField(default=False)  # selectors/confidential.py says who sees it

    objects: ClassVar[Any] = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(stance__in=Stance.values), name="evidence_stance_known"),
            models.CheckConstraint(condition=~Q(url="") | ~Q(reference=""), name="evidence_has_link_or_reference"),
        ]

    def __str__(self) -> str:
        return self.url or self.reference

    @property
    def hidden(self) -> bool:
        """This is what is left of a confidential piece for somebody who may not see it."""
        return not self.stance
