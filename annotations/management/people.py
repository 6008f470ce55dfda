"""What commands about people share: the actor of the terminal, addresses of the site, projects by slug."""

import getpass

from django.conf import settings
from django.core.management.base import CommandError
from django.urls import reverse

from annotations.errors import AnnotationError
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.selectors.access import project_by_slug, user_by_email
from annotations.services.actor import Actor, Door


def terminal() -> Actor:
    """Whoever types: the account of the machine, through the command door."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container without an entry for its user
        name = "terminal"
    return Actor(label=f"{name} at the terminal", door=Door.COMMAND)


def site_address() -> str:
    """Where people reach the site, without a slash at the end."""
    if settings.LOCAL_ONLY:
        host = settings.BIND if settings.BIND != "::1" else "[::1]"
        return f"http://{host}:{settings.PORT}"
    return f"https://{settings.ALLOWED_HOSTS[0]}"


def link_address(secret: str) -> str:
    """The whole address of a one-time link."""
    return site_address() + reverse("web:link", args=[secret])


def the_project(slug: str) -> Project:
    """The project with this slug, or an error that says what to type."""
    project = project_by_slug(slug)
    if project is None:
        raise CommandError(f"There is no project {slug!r}. The slug is the part after /p/ in its address.")
    return project


def the_user(email: str) -> User:
    """The account with this address, or an error that says what to type."""
    user = user_by_email(email)
    if user is None:
        raise CommandError(f"There is no account {email!r}. `manage.py create_account {email}` makes one.")
    return user


def told(error: AnnotationError) -> CommandError:
    """A coded refusal as a command's error."""
    return CommandError(f"{error.message} {error.hint}".strip())
