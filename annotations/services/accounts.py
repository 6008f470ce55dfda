"""Accounts: the first one on an empty site, further ones, passwords, sign-ins."""

import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from annotations.errors import CodeWrong, EmailTaken, FirstRunOver, InvalidValue, PasswordRefused
from annotations.models.access import LinkPurpose
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Membership, Project
from annotations.models.users import User
from annotations.policy import MAY
from annotations.services.actor import Actor, Door
from annotations.services.ledger import SITE, open_entry, subject_of
from annotations.services.links import link_found, link_spend
from annotations.services.projects import membership_give
from annotations.services.values import clean_text
from annotations.services.verbs import Verb

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no I, L, O, 0, 1: they are mistaken for each other


def first_run_code() -> str:
    """The code that proves who opens the welcome page also sees the terminal. The same until the key changes."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"first run", hashlib.sha256).digest()
    letters = "".join(CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in digest[:8])
    return f"{letters[:4]}-{letters[4:]}"


@transaction.atomic
def account_create(
    *, actor: Actor, email: str, at: datetime, name: str = "", password: str = "", is_superuser: bool = False
) -> tuple[User, LedgerEvent]:
    """A new account. Without a password it is opened by a one-time link. Raises EmailTaken, PasswordRefused."""
    email = checked_email(email)
    user = User(
        email=email,
        name=clean_text(name, field="name", longest=120) or email.partition("@")[0],
        is_superuser=is_superuser,
        joined_at=at,
    )
    if password:
        use_password(user, password)
    else:
        user.set_unusable_password()
    entry = open_entry(actor=actor, stream=SITE, at=at)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise EmailTaken(field="email") from error
    event = entry.record(
        verb=Verb.ACCOUNT_CREATED,
        subject=subject_of(user),
        detail={"email": email, "name": user.name, "is_superuser": is_superuser},
    )
    return user, event


@transaction.atomic
def first_account_create(*, code: str, email: str, name: str, password: str, at: datetime) -> User:
    """The administrator of an empty site. Raises FirstRunOver, CodeWrong, PasswordRefused."""
    open_entry(actor=Actor.system("first run"), stream=SITE, at=at)  # two people at once: the second one waits here
    if User.objects.exists():
        raise FirstRunOver
    if not hmac.compare_digest(code.strip().upper().encode(), first_run_code().encode()):
        raise CodeWrong(field="code")
    if not password:
        raise PasswordRefused("Choose a password.", field="password")
    user, _event = account_create(
        actor=Actor.system("first run", door=Door.WEB),
        email=email,
        name=name,
        password=password,
        is_superuser=True,
        at=at,
    )
    return user


@transaction.atomic
def invitation_accept(
    *, actor: Actor, secret: str, at: datetime, name: str = "", email: str = "", password: str = ""
) -> User:
    """Join the project an invitation is for: as the signed-in actor, or with a new account. A member whose role
    includes the one that is offered keeps theirs. Raises LinkSpent, EmailTaken, PasswordRefused."""
    link = link_found(secret=secret, at=at)
    if link.purpose != LinkPurpose.INVITATION or link.project is None:
        raise InvalidValue("This link is not an invitation.")
    user = actor.user
    if user is None:
        if not password:
            raise PasswordRefused("Choose a password.", field="password")
        user, _event = account_create(actor=actor, email=link.email or email, name=name, password=password, at=at)
    link_spend(link=link, at=at)
    member = Actor.person(user, door=actor.door, request_id=actor.request_id)
    if not MAY[link.role] <= MAY.get(held_role(user, link.project), frozenset()):
        membership_give(actor=member, project=link.project, user=user, role=link.role, at=at)
    return user


def held_role(user: User, project: Project) -> str:
    """The role of the user's own membership, "" without one. One query."""
    return Membership.objects.current().filter(user=user, project=project).values_list("role", flat=True).first() or ""


@transaction.atomic
def link_sign_in(*, actor: Actor, secret: str, at: datetime) -> User:
    """Whoever a sign-in or reset link is for; the link is used up. Raises LinkSpent."""
    link = link_found(secret=secret, at=at)
    if link.user is None:
        raise InvalidValue("This link is an invitation.")
    link_spend(link=link, at=at)
    account_sign_in(actor=Actor.person(link.user, door=actor.door, request_id=actor.request_id), at=at, how="link")
    return link.user


@transaction.atomic
def account_sign_in(*, actor: Actor, at: datetime, how: str = "password") -> LedgerEvent:
    """Note that somebody signed in."""
    entry = open_entry(actor=actor, stream=SITE, at=at)
    return entry.record(verb=Verb.ACCOUNT_SIGNED_IN, subject=subject_of(actor.as_user()), detail={"how": how})


@transaction.atomic
def password_set(*, actor: Actor, user: User, password: str, at: datetime) -> LedgerEvent:
    """Give an account a password; every other session of it ends. Raises PasswordRefused."""
    use_password(user, password)
    entry = open_entry(actor=actor, stream=SITE, at=at)
    user.save(update_fields=["password"])
    return entry.record(verb=Verb.ACCOUNT_PASSWORD_SET, subject=subject_of(user))


@transaction.atomic
def account_deactivate(*, actor: Actor, user: User, at: datetime) -> LedgerEvent | None:
    """Close an account: no sign-in, no key, no link of it works from now on; what it did stays. None where it was
    closed. Raises InvalidValue for the site's last administrator."""
    entry = open_entry(actor=actor, stream=SITE, at=at)
    user = User.objects.get(pk=user.pk)
    if not user.is_active:
        return None
    if user.is_superuser and not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk).exists():
        raise InvalidValue("A site needs an administrator. Make somebody else one first.", field="user")
    user.is_active = False
    event = entry.record(verb=Verb.ACCOUNT_DEACTIVATED, subject=subject_of(user), detail={"email": user.email})
    user.save(update_fields=["is_active"])
    return event


@transaction.atomic
def account_reactivate(*, actor: Actor, user: User, at: datetime) -> LedgerEvent | None:
    """Open a closed account again, with the roles and keys it had. None where it was open."""
    entry = open_entry(actor=actor, stream=SITE, at=at)
    user = User.objects.get(pk=user.pk)
    if user.is_active:
        return None
    user.is_active = True
    event = entry.record(verb=Verb.ACCOUNT_REACTIVATED, subject=subject_of(user), detail={"email": user.email})
    user.save(update_fields=["is_active"])
    return event


def use_password(user: User, password: str) -> None:
    """Set it unless it is too weak. Raises PasswordRefused with the reasons."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PasswordRefused(" ".join(error.messages), field="password") from error
    user.set_password(password)


def checked_email(email: str) -> str:
    """The address in lower case. Raises InvalidValue."""
    email = clean_text(email, field="email", longest=254, required=True).lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise InvalidValue("This is not an e-mail address.", field="email") from error
    return email
