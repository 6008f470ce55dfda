"""`Idempotency-Key` on requests that make something."""

import functools
import hashlib
import json
import re
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.auth import bound_project, user_of
from annotations.api.errors import MEDIA_TYPE, problem
from annotations.errors import InvalidValue
from annotations.services.idempotency import Reply, reply_once

Handler = TypeVar("Handler", bound=Callable[..., Response])
KEY = re.compile(r"[\x21-\x7e]{1,255}")
# Refusals that hang on the request alone. All others may end differently tomorrow, so they are not kept.
FINAL = {400, 413, 415, 422}


def idempotent(*, shown_once: str = "") -> Callable[[Handler], Handler]:
    """The handler's answer, once for each Idempotency-Key of a person. `shown_once` names a member that is not kept:
    a repeated request gets null in its place."""

    def wrap(handler: Handler) -> Handler:
        @functools.wraps(handler)
        def once(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
            key = request.headers.get("Idempotency-Key")
            if key is None:
                return handler(view, request, *args, **kwargs)
            if not KEY.fullmatch(key):
                raise InvalidValue("It is 1 to 255 visible ASCII characters.", field="Idempotency-Key")
            reply, repeated = reply_once(
                user=user_of(request),
                key=key,
                request_sha256=fingerprint(request),
                at=timezone.now(),
                make=lambda: reply_from(handler(view, request, *args, **kwargs), shown_once),
                refusal=lambda error: final_refusal(error, request),
            )
            return response_from(reply, repeated=repeated)

        once.idempotent = True  # type: ignore[attr-defined]  # the schema asks for it
        return once  # type: ignore[return-value]  # the same signature as the handler's

    return wrap


def fingerprint(request: Request) -> str:
    """What makes two requests the same: method, path, the key's project and the body's values. A file counts by its
    name and bytes, a JSON body by what it says, not by how it is spaced."""
    bound = bound_project(request)
    parts = {
        "method": request.method,
        "path": request.get_full_path(),
        "project": str(bound.uid) if bound else None,
        "body": {name: value_of(value) for name, value in items_of(request.data)},
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def items_of(data: Any) -> list[tuple[str, Any]]:
    """The body's members; form fields with all their values."""
    if hasattr(data, "lists"):
        return [(name, values) for name, values in data.lists()]
    return list(data.items()) if isinstance(data, dict) else [("", data)]


def value_of(value: Any) -> Any:
    """A member's value, files by their SHA-256."""
    if isinstance(value, UploadedFile):
        digest = hashlib.sha256()
        for chunk in value.chunks():
            digest.update(chunk)
        value.seek(0)
        return {"file": value.name, "sha256": digest.hexdigest()}
    return [value_of(inner) for inner in value] if isinstance(value, list) else value


def reply_from(response: Response, shown_once: str) -> Reply:
    """The response as it is kept."""
    body = written(response.data)
    kept = written({**response.data, shown_once: None}) if shown_once in (response.data or {}) else None
    return Reply(status=response.status_code, body=body, headers=dict(response.headers), kept_body=kept)


def written(data: Any) -> str:
    """The data as JSON text, "" for none."""
    return JSONRenderer().render(data).decode()


def final_refusal(error: Exception, request: Request) -> Reply | None:
    """The refusal as it is kept, None where the same request may end differently later."""
    status = getattr(error, "status_code", getattr(error, "status", 500))
    return reply_from(problem(error, {"request": request}), "") if status in FINAL else None


def response_from(reply: Reply, *, repeated: bool) -> Response:
    """The kept answer as a response."""
    headers = {name: value for name, value in reply.headers.items() if name.lower() != "content-type"}
    if repeated:
        headers["Idempotency-Replayed"] = "true"
    return Response(
        json.loads(reply.body) if reply.body else None,
        status=reply.status,
        headers=headers,
        content_type=MEDIA_TYPE if reply.status >= 400 else None,
    )
