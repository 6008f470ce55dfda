"""What somebody sees after too many wrong passwords."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from annotations.errors import AnnotationError
from annotations.web.errors import render_error


class TooManyTries(AnnotationError):
    """Too many wrong passwords from one place."""

    code = "too_many_tries"
    message = "Too many tries with this address."
    hint = "Try again in 15 minutes, or ask a manager for a one-time link."
    status = 429


def locked_out(request: HttpRequest, *from_axes: Any, **more_from_axes: Any) -> HttpResponse:
    """429 with the time to wait."""
    return render_error(request, TooManyTries())
