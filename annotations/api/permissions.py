"""What a key was made for. What its owner may do is policy.py's; both have to agree."""

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from annotations.api.auth import token_of
from annotations.api.problems import InsufficientScope, NotAuthenticated

if TYPE_CHECKING:
    from rest_framework.views import APIView  # imports this module by way of the settings


class ScopePermission(BasePermission):
    """Signed in, and with one of the scopes the view names for this method (`scopes`). Sessions have every scope."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """True, or an error that says which of the two is missing."""
        if not request.user or not request.user.is_authenticated:
            raise NotAuthenticated
        method = "GET" if request.method == "HEAD" else str(request.method)
        require_scope(request, *getattr(view, "scopes", {}).get(method, ()))
        return True


def require_scope(request: Request, *scopes: str) -> None:
    """Raises InsufficientScope where the caller's key has none of these. Without scopes any key will do."""
    token = token_of(request)
    if token is not None and scopes and not set(scopes) & set(token.scopes):
        raise InsufficientScope(f"This needs a key with the scope {' or '.join(scopes)}.", scopes=list(scopes))
