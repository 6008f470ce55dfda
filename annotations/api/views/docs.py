"""The schema and its browsable page, and what answers for paths that are not there."""

from functools import lru_cache
from typing import Any, NoReturn

from csp.constants import NONCE, NONE, SELF
from csp.decorators import csp
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.decorators import method_decorator
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.base import ApiView
from annotations.errors import NotFound

POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    # The viewer sets style attributes while it draws. It shows our own schema and nothing that people wrote.
    "style-src": [SELF, "'unsafe-inline'"],
    "connect-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF, "data:"],
    "form-action": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}


@lru_cache(maxsize=1)
def built_schema() -> dict[str, Any]:
    """The schema. It hangs on the code alone, so each process builds it once (about a second)."""
    return dict(SchemaGenerator().get_schema(request=None, public=True))  # type: ignore[no-untyped-call]


class SchemaView(ApiView):
    """`schema/`"""

    schema = None  # type: ignore[assignment]  # it does not describe itself
    authentication_classes = []
    permission_classes = [AllowAny]
    renderer_classes = [OpenApiYamlRenderer, OpenApiYamlRenderer2, OpenApiJsonRenderer, OpenApiJsonRenderer2]

    def get(self, request: Request) -> Response:
        """OpenAPI 3.1, YAML or JSON as Accept says."""
        return Response(built_schema())


@method_decorator(csp(POLICY), name="dispatch")
class DocsView(ApiView):
    """`docs/`"""

    schema = None  # type: ignore[assignment]
    authentication_classes = []
    permission_classes = [AllowAny]

    def get(self, request: Request) -> HttpResponse:
        """The schema as a page, with the viewer from our own static files."""
        return render(request._request, "api/docs.html")


class UnknownPathView(ApiView):
    """Every other path under the API."""

    schema = None  # type: ignore[assignment]
    authentication_classes = []
    permission_classes = [AllowAny]
    http_method_names = ["get", "head", "post", "put", "patch", "delete", "options", "trace"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises NotFound, with a hint where only the last slash is missing."""
        raise NotFound(hint=hint_for(request._request))


def hint_for(request: HttpRequest) -> str:
    """What may have been meant."""
    try:
        found = resolve(f"{request.path_info}/") if not request.path_info.endswith("/") else None
    except Resolver404:
        found = None
    return f"Paths end in a slash: {request.path}/" if found and found.url_name != "unknown" else "See /api/v1/docs/."
