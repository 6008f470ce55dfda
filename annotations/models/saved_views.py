"""Filters somebody keeps under a name. Small state of the person's own, so it is not guarded and leaves no event."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.models.base import new_uid
from annotations.models.projects import Project
from annotations.models.users import User


class ViewPage(models.TextChoices):
    """The lists that have views."""

    ARTICLES = "articles", "Articles"
    CLAIMS = "claims", "Claims"
    SEARCH = "search", "Search"


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Views by whose they are."""

    def present(self) -> Self:
        """Those that were not removed."""
        return self.filter(removed_at=None)

    def usable_by(self, user: User) -> Self:
        """The person's own, and those that colleagues share."""
        return self.filter(Q(owner=user) | Q(shared=True))


class SavedView(models.Model):
    """`query`: the filters as the address has them. `is_default`: its owner's list opens with it."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="saved_views")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_views")
    page = models.CharField(max_length=8, choices=ViewPage.choices)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2_000, blank=True, default="")
    shared = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)
    saved_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = SavedViewQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["project", "owner", "page"],
                condition=Q(is_default=True, removed_at__isnull=True),
                name="saved_view_one_default_per_page",
            )
        ]

    def __str__(self) -> str:
        return self.name
