"""Error pages: what happened, what was kept, what to do. Never a path or a traceback."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from annotations.errors import AnnotationError, NotFound, NotPermitted


class Broken(AnnotationError):
    """Something nobody foresaw."""

    code = "internal_error"
    message = "Something went wrong on our side. What you had saved is still saved."
    hint = "Try it again. If it stays, tell whoever runs the site and give them the code below."
    status = 500


class FormExpired(AnnotationError):
    """The form's token is missing or old."""

    code = "form_expired"
    message = "This form is no longer valid, so nothing was changed."
    hint = "Go back, reload the page and send it again."
    status = 403


class NotUnderstood(AnnotationError):
    """A request that makes no sense."""

    code = "bad_request"
    message = "This request could not be understood."
    status = 400


def render_error(request: HttpRequest, error: AnnotationError) -> HttpResponse:
    """The error's page, or only its sentence where htmx swaps it in."""
    partial = bool(getattr(request, "htmx", False))
    template = "partials/_error.html" if partial else "error.html"
    return render(request, template, {"error": error}, status=error.status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return render_error(request, NotUnderstood())


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
