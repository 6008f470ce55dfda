"""Releases as pages and commands ask for them."""

from django.db.models import QuerySet

from annotations.models.projects import Project
from annotations.models.releases import Release, ReleaseSelect, ReleaseStatus
from annotations.selectors.dataset import claims_for


def releases_in(project: Project) -> "QuerySet[Release]":
    """The project's releases, newest first. Page it by (-created_at, -id)."""
    rows = Release.objects.filter(project=project).select_related("created_by", "project")
    return rows.order_by("-created_at", "-id")  # type: ignore[no-any-return]


def release_named(project: Project, name: str = "") -> Release | None:
    """The ready release of this name, or the newest ready one without a name. One query."""
    rows = releases_in(project).filter(status=ReleaseStatus.READY)
    return (rows.filter(name=name) if name else rows).first()


def release_counts(project: Project) -> dict[str, int]:
    """How many rows each choice would give now. Two queries."""
    return {choice: claims_for(project, choice).count() for choice in ReleaseSelect.values}
