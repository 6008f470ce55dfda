"""A name for every request, and coded errors as answers."""

import logging
import re
import uuid
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

from annotations.errors import AnnotationError, StorageFull
from annotations.web.errors import render_error

log = logging.getLogger(__name__)
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """`request.request_id`: the caller's X-Request-ID where it is a sane one, else a new one; sent back either way."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request.request_id = given if GIVEN.fullmatch(given) else uuid.uuid4().hex  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response


class ErrorMiddleware:
    """A coded error that left a view becomes its page. The API renders its own before they come here."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a coded error; None lets Django answer."""
        if isinstance(exception, AnnotationError):
            return render_error(request, exception)
        if isinstance(exception, OperationalError) and "full" in str(exception):
            log.error("%s", exception)
            return render_error(request, StorageFull())
        return None


class PageGZipMiddleware(GZipMiddleware):
    """Compresses pages. Not the API: its ETags are strong, and compressing would weaken them; a proxy may do it."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:  # type: ignore[override]
        """The response, compressed where it is a page of ours."""
        if request.path.startswith("/api/") or response.streaming:
            return response
        return super().process_response(request, response)  # type: ignore[return-value]
