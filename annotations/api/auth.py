"""Who is calling: a key in the Authorization header, or a browser's session with its CSRF token."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework import authentication
from rest_framework.request import Request

from annotations.api.problems import AuthenticationFailed, CsrfFailed
from annotations.errors import NotFound
from annotations.models.access import ApiToken
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.services.actor import Actor, Door
from annotations.services.links import sha256_of
from annotations.services.token_use import token_used

SCHEMES = {"bearer", "token"}


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer <key>` or `Token <key>`."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The key's owner and the key. None where the header speaks of something else. Two queries at most."""
        scheme, _, key = request.headers.get("Authorization", "").strip().partition(" ")
        if scheme.lower() not in SCHEMES:
            return None
        at, key = timezone.now(), key.strip()
        # Found by its SHA-256: how long the look-up takes tells nothing about the key.
        token = (
            ApiToken.objects.select_related("user", "project")
            .filter(sha256=sha256_of(key.encode(errors="replace").decode()), revoked_at=None)
            .first()
        )
        if token is None or (token.expires_at and token.expires_at <= at) or not token.user.is_active:
            raise AuthenticationFailed
        token_used(token=token, at=at)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Makes a refusal a 401."""
        return 'Bearer realm="claimdesk"'


class SessionAuthentication(authentication.SessionAuthentication):
    """A browser that is signed in. Writing needs the CSRF token."""

    def enforce_csrf(self, request: Request) -> None:
        """Raises CsrfFailed."""
        check = authentication.CSRFCheck(unasked)
        check.process_request(request)
        if check.process_view(request, unasked, (), {}):
            raise CsrfFailed


def unasked(request: HttpRequest) -> HttpResponse:
    """Stands where the check wants a view; it never calls it."""
    return HttpResponse()


def user_of(request: Request) -> User:
    """The caller. Permissions ran before, so there is one."""
    return cast(User, request.user)


def token_of(request: Request) -> ApiToken | None:
    """The key the caller used; None for a session."""
    return request.auth if isinstance(request.auth, ApiToken) else None


def actor_of(request: Request) -> Actor:
    """The caller as the ledger names them. A browser's calls come from its pages."""
    door = Door.API if token_of(request) else Door.WEB
    return Actor.person(user_of(request), door=door, request_id=getattr(request, "request_id", ""))


def bound_project(request: Request) -> Project | None:
    """The one project the caller's key is for; None where it is for all of its owner's."""
    token = token_of(request)
    return token.project if token else None


def refuse_unbound(request: Request, project: Project) -> None:
    """Raises NotFound where the caller's key is for another project."""
    bound = bound_project(request)
    if bound is not None and bound != project:
        raise NotFound
