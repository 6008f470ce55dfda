"""Releases as pages and commands ask for them."""

from django.db.models import QuerySet

from annotations.models.claims import Claim, ClaimState
from annotations.models.projects import Project
from annotations.models.releases import Release, ReleaseSelect, ReleaseStatus
from annotations.selectors.dataset import claims_for


def releases_in(project: Project) -> "QuerySet[Release]":
    """The project's releases, newest first."""
    rows = Release.objects.filter(project=project).select_related("created_by", "project")
    return rows.order_by("-created_at", "-id")


def release_named(project: Project, name: str = "") -> Release | None:
    """The ready release of this name, or the newest ready one without a name. One query."""
    rows = releases_in(project).filter(status=ReleaseStatus.READY)
    return (rows.filter(name=name) if name else rows).first()


def rows_to_release(project: Project) -> dict[str, int]:
    """How many rows a release made now would have, by what it takes. Two queries."""
    return {select: claims_for(project, select).count() for select in ReleaseSelect.values}


def claims_waiting(project: Project) -> int:
    """Claims without a final label. One query."""
    rows = Claim.objects.active().filter(article__project=project, article__archived_at=None)
    return rows.exclude(state__in=[ClaimState.AGREED, ClaimState.SETTLED]).count()
