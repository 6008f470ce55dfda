"""A name for every request, and coded errors as answers."""

import logging
import re
import secrets
import uuid
from collections.abc import Callable

import brotli
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from annotations.errors import AnnotationError, StorageFull
from annotations.web.errors import render_error

log = logging.getLogger(__name__)
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
# `br` as a name of its own, without a q of nought.
TAKES_BROTLI = re.compile(r"(?<![^\s,])br(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))(?=\s*(?:[;,]|$))")
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


class PageCompressionMiddleware(GZipMiddleware):
    """Compresses pages: with Brotli where the browser takes it, a fifth smaller than gzip on our pages and no slower;
    else with gzip. Not the API: its ETags are strong, and compressing would weaken them; a proxy may do it.

    A page holds what its reader sent (a search, a filter) beside what is secret, and whoever can make a browser ask and
    can see the sizes of the answers could try letters until a guess compresses well (BREACH). So the CSRF token looks
    different each time, cookies are SameSite, and each answer is longer by a random number of bytes: gzip's file name
    in Django, a header of ours beside Brotli.
    """

    QUALITY = 6  # 2 ms for 140 kB
    SHORTEST = 200  # as in Django: below, the frame costs what is won

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:  # type: ignore[override]
        """The response, compressed where it is a page of ours."""
        if request.path.startswith("/api/") or response.streaming:
            return response
        small = len(response.content) < self.SHORTEST
        if small or not takes_brotli(request) or response.has_header("Content-Encoding"):
            return super().process_response(request, response)  # type: ignore[return-value]
        patch_vary_headers(response, ("Accept-Encoding",))
        packed = brotli.compress(response.content, quality=self.QUALITY)
        if len(packed) >= len(response.content):
            return response
        response.content = packed
        response["Content-Length"] = str(len(packed))
        response["Content-Encoding"] = "br"
        response["X-Length-Noise"] = secrets.token_hex(50)[: 1 + secrets.randbelow(self.max_random_bytes)]
        if etag := response.get("ETag"):
            response["ETag"] = f"W/{etag}" if etag.startswith('"') else etag
        return response


def takes_brotli(request: HttpRequest) -> bool:
    """Whether the browser asks for Brotli, and does not ask to be spared it."""
    return bool(TAKES_BROTLI.search(request.headers.get("Accept-Encoding", "")))
