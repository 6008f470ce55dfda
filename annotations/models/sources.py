"""Sources: what the evidence of a project comes from, by registrable domain, and what the project says about them."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from annotations.models.base import Guarded, new_uid
from annotations.models.evidence import Evidence
from annotations.models.projects import Project
from annotations.models.users import User


class SourceKind(models.TextChoices):
    """What kind of source it is."""

    PRIMARY = "primary", "Primary"
    OFFICIAL = "official", "Official"
    SECONDARY = "secondary", "Secondary"
    ANONYMOUS = "anonymous", "Anonymous"
    MACHINE = "machine", "Machine output"


class SourceQuerySet(models.QuerySet["Source"]):
    """Sources by whose they are."""

    def visible_to(self, user: User) -> Self:
        """Those of projects the user belongs to; all of them for a site administrator."""
        if user.is_superuser:
            return self
        return self.filter(project__memberships__user=user, project__memberships__removed_at=None)


class Source(models.Model):
    """One domain in one project. Follows from the addresses of its evidence, so it has no event of its own."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="sources")
    domain = models.CharField(max_length=253)

    objects: ClassVar[Any] = SourceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["project", "domain"], name="source_once_per_project")
        ]

    def __str__(self) -> str:
        return self.domain


class SourceUse(models.Model):
    """A piece of evidence and the source its address is of. Follows from the address."""

    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="use")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="uses")

    def __str__(self) -> str:
        return f"{self.source_id} for {self.evidence_id}"


class SourceRating(Guarded):
    """What kind of source it is, and how far the project relies on it. There is none until somebody says so."""

    OBJECT_TYPE = "source_rating"
    LEDGER_FIELDS = ("source", "kind", "note")

    source = models.OneToOneField(Source, on_delete=models.PROTECT, related_name="rating")
    kind = models.CharField(max_length=12, choices=SourceKind.choices, blank=True, default="")
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(kind="") | Q(kind__in=SourceKind.values), name="source_kind_known")
        ]

    def __str__(self) -> str:
        return f"{self.kind or 'no kind'} for {self.source_id}"
