"""Every refusal of the API as RFC 9457 `application/problem+json`. Never a path, never a traceback."""

import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, OperationalError
from django.http import Http404, UnreadablePostError
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api import problems
from annotations.errors import (
    AnnotationError,
    Broken,
    InvalidCharacters,
    InvalidValue,
    NotFound,
    NotPermitted,
    RequestNotUnderstood,
    StorageFull,
)

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
LONGEST_WORDS = 500  # code points of a message; what callers sent is echoed in some of them

FROM_FRAMEWORK: dict[type[Exception], type[AnnotationError]] = {
    exceptions.NotAuthenticated: problems.NotAuthenticated,
    exceptions.AuthenticationFailed: problems.AuthenticationFailed,
    exceptions.PermissionDenied: NotPermitted,
    PermissionDenied: NotPermitted,
    exceptions.NotFound: NotFound,
    Http404: NotFound,
    exceptions.MethodNotAllowed: problems.MethodNotAllowed,
    exceptions.NotAcceptable: problems.NotAcceptable,
    exceptions.UnsupportedMediaType: problems.MediaTypeUnsupported,
    exceptions.Throttled: problems.TooManyRequests,
    exceptions.ParseError: problems.BodyUnreadable,
    RequestDataTooBig: problems.BodyTooLarge,
    SuspiciousOperation: RequestNotUnderstood,
    UnreadablePostError: RequestNotUnderstood,
    DataError: InvalidValue,
}
CODES = {  # the framework's names for a field's fault, where ours are others
    "null_characters_not_allowed": InvalidCharacters.code,
    "surrogate_characters_not_allowed": InvalidCharacters.code,
}


def problem(exception: Exception, context: dict[str, Any]) -> Response:
    """The answer to any exception a view raised. What nobody foresaw is logged and answered as 500."""
    request = context.get("request")
    if isinstance(exception, exceptions.ValidationError):
        return rendered(InvalidValue("Some fields cannot be used."), request, errors=list(faults(exception.detail)))
    error = coded(exception)
    if isinstance(error, Broken):
        log.error("request %s", request_id_of(request), exc_info=exception)
    return rendered(error, request, headers=headers_for(exception, error))


def coded(exception: Exception) -> AnnotationError:
    """The exception as one of our own."""
    if isinstance(exception, AnnotationError):
        return exception
    if isinstance(exception, OperationalError):
        return out_of_order(exception)
    for known, error in FROM_FRAMEWORK.items():
        if isinstance(exception, known):
            return error(words_of(exception)) if known is exceptions.ParseError else error()
    return Broken()


def out_of_order(exception: OperationalError) -> AnnotationError:
    """What the database's trouble means for the caller: no room, or not now."""
    log.error("%s", exception)
    words = str(exception).lower()
    return StorageFull() if "full" in words or "no space left" in words else problems.Busy()


def words_of(exception: Exception) -> str:
    """What a parser says about a body. The framework's parsers name no paths."""
    return str(getattr(exception, "detail", ""))


def headers_for(exception: Exception, error: AnnotationError) -> dict[str, str]:
    """Headers that belong to the answer."""
    headers = {}
    if error.status == status.HTTP_401_UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="claimdesk"'
    wait = getattr(exception, "wait", None)
    if wait:
        headers["Retry-After"] = str(max(1, round(wait)))
    elif isinstance(error, problems.Busy):
        headers["Retry-After"] = "1"
    version = error.details.get("current_version")
    if version is not None:
        headers["ETag"] = f'"{version}"'
    return headers


def rendered(
    error: AnnotationError,
    request: Request | None,
    *,
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """The error as a response."""
    if errors is None and error.field:
        errors = [{"field": error.field, "code": error.code, "message": error.message}]
    body = {
        "type": f"urn:claimdesk:problem:{error.code}",
        "title": type(error).message,
        "status": error.status,
        "code": error.code,
        "detail": error.message,
        "errors": errors or [],
        "request_id": request_id_of(request),
    }
    if error.hint:
        body["hint"] = error.hint
    body.update({name: value for name, value in error.details.items() if name not in body})
    return Response(sendable(body), status=error.status, headers=headers, content_type=MEDIA_TYPE)


def request_id_of(request: Request | None) -> str:
    """The request's name, as it is in the X-Request-ID header and in the ledger."""
    return getattr(request, "request_id", "") if request is not None else ""


def faults(detail: Any, path: str = "") -> Iterator[dict[str, str]]:
    """Field by field what is wrong: `items.0.name`, a code and a sentence."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            step = "" if name == "non_field_errors" else str(name)
            yield from faults(inner, ".".join(part for part in (path, step) if part))
    elif isinstance(detail, list | tuple):
        for number, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from faults(inner, f"{path}.{number}" if nested and path else path)
    else:
        code = getattr(detail, "code", "invalid")
        yield {"field": path, "code": CODES.get(code, code), "message": str(detail)}


def sendable(value: Any) -> Any:
    """The value with every text short and encodable: what a caller sent may be echoed in it."""
    match value:
        case str():
            text = value if len(value) <= LONGEST_WORDS else f"{value[:LONGEST_WORDS]}…"
            return text.encode(errors="replace").decode()
        case dict():
            return {sendable(str(name)): sendable(inner) for name, inner in value.items()}
        case list() | tuple():
            return [sendable(inner) for inner in value]
        case _:
            return value
