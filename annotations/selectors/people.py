"""Accounts as the front door and the members page ask for them."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from annotations.models.access import ApiToken, LinkPurpose, OneTimeLink
from annotations.models.projects import Membership, Role
from annotations.models.users import User

BETWEEN_MAILS = timedelta(minutes=5)


def nobody_has_an_account() -> bool:
    """Whether the site is empty, so that the first account can be made. One query."""
    return not User.objects.exists()


def account_to_mail(email: str, *, at: datetime) -> User | None:
    """Whose password a visitor may have reset by mail: the active account with this address, unless it got a link in
    the last five minutes. Two queries at most."""
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        return None
    recent = OneTimeLink.objects.filter(user=user, purpose=LinkPurpose.RESET, created_at__gt=at - BETWEEN_MAILS)
    return None if recent.exists() else user


def resettable(manager: User, members: list[User]) -> set[int]:
    """Keys of those members whose account a manager may open with a link: only where the account gives nothing the
    manager does not have, that is, no project outside the manager's own and no administration. One query."""
    if manager.is_superuser:
        return {member.pk for member in members}
    managed = Membership.objects.current().filter(user=manager, role=Role.MANAGER).values("project")
    elsewhere = Membership.objects.current().filter(user__in=members).exclude(project__in=managed)
    barred = set(elsewhere.values_list("user_id", flat=True))
    return {member.pk for member in members if member.pk not in barred and not member.is_superuser}


def tokens_of(user: User) -> "QuerySet[ApiToken]":
    """The user's keys that were not revoked, newest first, with their projects."""
    rows = ApiToken.objects.filter(user=user, revoked_at=None).select_related("project")
    return rows.order_by("-created_at", "-id")
