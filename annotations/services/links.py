"""One-time links and API keys: made of 256 random bits, kept as their SHA-256, shown once."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from annotations.errors import InvalidValue, LinkSpent
from annotations.models.access import ApiToken, LinkPurpose, OneTimeLink
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project, Role
from annotations.models.users import User
from annotations.services.actor import Actor
from annotations.services.ledger import SITE, open_entry, stream_of, subject_of
from annotations.services.values import clean_text, one_of
from annotations.services.verbs import Verb

SCOPES = ("read", "review", "import", "export", "admin")
LIFETIMES = {
    LinkPurpose.SIGN_IN: timedelta(days=1),
    LinkPurpose.RESET: timedelta(hours=4),
    LinkPurpose.INVITATION: timedelta(days=14),
}


def sha256_of(secret: str) -> str:
    """How a secret of 256 random bits is kept: it needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def link_issue(*, actor: Actor, user: User, purpose: LinkPurpose, at: datetime) -> str:
    """The secret part of a new link for this person. It works once and expires."""
    secret = secrets.token_urlsafe(32)
    entry = open_entry(actor=actor, stream=SITE, at=at)
    link = OneTimeLink(
        purpose=purpose,
        sha256=sha256_of(secret),
        user=user,
        created_by=actor.user,
        created_at=at,
        expires_at=at + LIFETIMES[purpose],
    )
    entry.record(
        verb=Verb.LINK_ISSUED, subject=subject_of(user), detail={"link": str(link.uid), "purpose": purpose.value}
    )
    link.save()
    return secret


@transaction.atomic
def invitation_send(
    *, actor: Actor, project: Project, role: str, email: str, at: datetime
) -> tuple[OneTimeLink, str, LedgerEvent]:
    """An invitation and the secret part of its link. Whoever opens it first becomes a member."""
    one_of(role, field="role", allowed=Role.values)
    email = clean_text(email, field="email", longest=254).lower()
    secret = secrets.token_urlsafe(32)
    entry = open_entry(actor=actor, stream=stream_of(project), at=at)
    link = OneTimeLink(
        purpose=LinkPurpose.INVITATION,
        sha256=sha256_of(secret),
        email=email,
        project=project,
        role=role,
        created_by=actor.user,
        created_at=at,
        expires_at=at + LIFETIMES[LinkPurpose.INVITATION],
    )
    event = entry.record(
        verb=Verb.INVITATION_SENT,
        subject=subject_of(project),
        detail={"link": str(link.uid), "role": role, "email": email},
    )
    link.save()
    return link, secret, event


def link_found(*, secret: str, at: datetime) -> OneTimeLink:
    """The link with this secret, if it can still be used. Raises LinkSpent. One query."""
    link = (
        OneTimeLink.objects.select_related("user", "project")
        .filter(sha256=sha256_of(secret), used_at=None, expires_at__gt=at)
        .first()
    )
    if link is None or (link.user is not None and not link.user.is_active):
        raise LinkSpent
    return link


def link_spend(*, link: OneTimeLink, at: datetime) -> None:
    """Use the link up, in the transaction it pays for. Raises LinkSpent where somebody was quicker. One query."""
    if OneTimeLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at) == 0:
        raise LinkSpent


@transaction.atomic
def token_create(
    *,
    actor: Actor,
    user: User,
    scopes: list[str],
    at: datetime,
    name: str = "",
    project: Project | None = None,
    days: int | None = None,
) -> tuple[ApiToken, str]:
    """A new API key: its row, and the key itself, which cannot be shown again. Raises InvalidValue."""
    if not scopes or set(scopes) - set(SCOPES):
        raise InvalidValue(f"Scopes are: {', '.join(SCOPES)}.", field="scopes")
    if days is not None and not 1 <= days <= 366:
        raise InvalidValue("A key lives from 1 to 366 days.", field="days")
    secret = secrets.token_urlsafe(32)
    token = ApiToken(
        user=user,
        name=clean_text(name, field="name", longest=80),
        prefix=f"cd_{secrets.token_hex(3)}",
        scopes=[scope for scope in SCOPES if scope in scopes],
        project=project,
        created_at=at,
        expires_at=at + timedelta(days=days) if days else None,
    )
    key = f"{token.prefix}_{secret}"
    token.sha256 = sha256_of(key)
    entry = open_entry(actor=actor, stream=SITE, at=at)
    entry.record(
        verb=Verb.TOKEN_CREATED,
        subject=subject_of(user),
        detail={
            "token": str(token.uid),
            "prefix": token.prefix,
            "scopes": list(token.scopes),
            "project": str(project.uid) if project else None,
            "expires_at": token.expires_at,
        },
    )
    token.save()
    return token, key


@transaction.atomic
def token_revoke(*, actor: Actor, token: ApiToken, at: datetime) -> LedgerEvent | None:
    """Stop a key at once. None where it was revoked already."""
    entry = open_entry(actor=actor, stream=SITE, at=at)
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at) == 0:
        return None
    return entry.record(
        verb=Verb.TOKEN_REVOKED,
        subject=subject_of(token.user),
        detail={"token": str(token.uid), "prefix": token.prefix},
    )
