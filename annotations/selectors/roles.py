"""What one person is and has: roles by project, memberships, keys."""

from collections.abc import Sequence

from django.db.models import QuerySet

from annotations.models.access import ApiToken
from annotations.models.projects import Membership, Project, Role
from annotations.models.users import User


def roles_of(user: User, projects: Sequence[Project]) -> dict[int, str]:
    """The user's role in each of these projects, by the project's key. A site administrator counts as manager. One
    query."""
    if user.is_superuser:
        return {project.pk: Role.MANAGER.value for project in projects}
    rows = Membership.objects.current().filter(user=user, project__in=projects)
    return dict(rows.values_list("project_id", "role"))


def memberships_of(user: User) -> "QuerySet[Membership]":
    """The user's memberships in projects that are not archived, by the project's name."""
    rows = Membership.objects.current().filter(user=user, project__archived_at=None).select_related("project")
    return rows.order_by("project__name", "uid")


def tokens_of(user: User) -> "QuerySet[ApiToken]":
    """The user's keys that were not revoked, newest first; expired ones are among them."""
    return ApiToken.objects.filter(user=user, revoked_at=None).select_related("project").order_by("-created_at", "-uid")
