"""Who is in front of the page, and letting them in."""

from django.contrib.auth import login
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from annotations.models.users import User
from annotations.services.actor import Actor, Door

BACKEND = "django.contrib.auth.backends.ModelBackend"
CAME_BY_LINK = "came_by_link"  # in the session: whoever opened a one-time link need not know the old password


def actor_of(request: HttpRequest) -> Actor:
    """The person who sent this request; a visitor without an account is nobody in particular."""
    request_id = getattr(request, "request_id", "")
    if isinstance(request.user, User):
        return Actor.person(request.user, door=Door.WEB, request_id=request_id)
    return Actor(label="visitor", door=Door.WEB, request_id=request_id)


def let_in(request: HttpRequest, user: User, *, by_link: bool = False) -> None:
    """Begin a session under a new key, so that one planted before is worth nothing."""
    login(request, user, backend=BACKEND)
    if by_link:
        request.session[CAME_BY_LINK] = True


def way_on(request: HttpRequest) -> str:
    """Where to go after signing in: the `next` that was asked for, if it leads into this site, else home."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted and allowed else reverse("web:home")
