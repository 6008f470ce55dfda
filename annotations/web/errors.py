"""Error pages: what happened, what was kept, what to do. Never a path or a traceback."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from annotations.errors import AnnotationError, Broken, NotFound, NotPermitted, RequestNotUnderstood


class FormExpired(AnnotationError):
    """The form's token is missing or old."""

    code = "form_expired"
    message = "This form is no longer valid, so nothing was changed."
    hint = "Go back, reload the page and send it again."
    status = 403


def render_error(request: HttpRequest, error: AnnotationError) -> HttpResponse:
    """The error's page, or only its sentence where htmx swaps it in."""
    partial = bool(getattr(request, "htmx", False))
    template = "partials/_error.html" if partial else "error.html"
    return render(request, template, {"error": error}, status=error.status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return render_error(request, RequestNotUnderstood())


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return render_error(request, NotPermitted())


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return render_error(request, NotFound())


def broken(request: HttpRequest) -> HttpResponse:
    """500."""
    return render_error(request, Broken())


def csrf_failed(request: HttpRequest, reason: str = "", **from_django: Any) -> HttpResponse:
    """403 for a form without its token."""
    return render_error(request, FormExpired())
