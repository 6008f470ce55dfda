"""Every route of the API, found in the resolver, so that a new one cannot be forgotten."""

from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern

from annotations.api.urls import urlpatterns

METHODS = ("GET", "POST", "PATCH", "DELETE")
PUBLIC = {"schema", "docs", "unknown"}


@dataclass(frozen=True, slots=True)
class Route:
    """One URL name with one method."""

    name: str
    method: str
    pattern: str
    view: Any

    def path(self, **ids: str) -> str:
        """The path behind /api/v1/ with these ids in it."""
        path = self.pattern
        for name, value in ids.items():
            path = path.replace(f"<uuid:{name}>", value).replace(f"<slug:{name}>", value)
        return path

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


def all_routes() -> list[Route]:
    """All of them but the public ones."""
    return [
        Route(name=str(pattern.name), method=method, pattern=str(pattern.pattern), view=view_of(pattern))
        for pattern in urlpatterns
        if pattern.name not in PUBLIC
        for method in METHODS
        if hasattr(view_of(pattern), method.lower())
    ]


def view_of(pattern: URLPattern) -> Any:
    """The class behind a path."""
    callback: Any = pattern.callback
    return callback.view_class
