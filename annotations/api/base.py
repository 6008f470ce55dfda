"""What every endpoint has in common."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from annotations.api.conditions import etag_of
from annotations.api.problems import BodyTooLarge, LengthRequired, UnknownParameter
from annotations.api.schema import DeskSchema
from annotations.api.throttles import DeskThrottle
from annotations.models.base import Guarded
from annotations.models.ledger import LedgerEvent

PAGED = frozenset({"cursor", "page_size"})


class ApiView(APIView):
    """`scopes`: for each method, the scopes of which a key needs one (none: any key will do). `parameters`: the query
    parameters of GET; others are refused, because ignoring one would answer another question than was asked."""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {}
    parameters: ClassVar[frozenset[str]] = frozenset()
    largest_body: ClassVar[int] = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    too_large: ClassVar[type[Exception]] = BodyTooLarge

    schema = DeskSchema()
    throttle_classes = [DeskThrottle]
    metadata_class = None
    http_method_names = ["get", "head", "post", "patch", "delete"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what is too large before anything reads it, then everything else that can be seen from outside."""
        self.refuse_size(request)
        super().initial(request, *args, **kwargs)
        if request.method in {"GET", "HEAD"}:
            unknown = sorted(set(request.query_params) - self.parameters)
            if unknown:
                known = ", ".join(sorted(self.parameters)) or "none"
                raise UnknownParameter(hint=f"Parameters here: {known}.", field=unknown[0])

    def refuse_size(self, request: Request) -> None:
        """Raises LengthRequired, or what this view says about a body beyond `largest_body`."""
        length = request.META.get("CONTENT_LENGTH") or ""
        if not length and request.META.get("HTTP_TRANSFER_ENCODING"):
            raise LengthRequired
        if length.isdecimal() and int(length) > self.largest_body:
            raise self.too_large


class In(serializers.Serializer[Any]):
    """What comes in. A field nobody knows is an error: it may be a misspelt one."""

    def to_internal_value(self, data: Any) -> Any:
        """The checked values. Raises ValidationError, naming unknown fields."""
        if isinstance(data, Mapping):
            unknown = sorted(str(name) for name in data if name not in self.fields)
            if unknown:
                fault = serializers.ErrorDetail("There is no such field.", code="unknown_field")
                raise serializers.ValidationError({name: [fault] for name in unknown})
        return super().to_internal_value(data)


class Nothing(In):
    """An empty body."""


def validated(shape: type[In], request: Request, *, partial: bool = False) -> dict[str, Any]:
    """The request's body as this shape has it. Raises ValidationError."""
    serializer = shape(data=request.data, partial=partial)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def answer(
    data: Any = None,
    *,
    status: int = 200,
    row: Guarded | None = None,
    event: LedgerEvent | None = None,
    location: str = "",
    request: Request,
) -> Response:
    """A response with the headers it owes: the row's ETag, the event's receipt, where to go on."""
    headers = {}
    if row is not None:
        headers["ETag"] = etag_of(row)
        keep_uncompressed(request)
    if event is not None:
        headers["Ledger-Receipt"] = event.receipt
    if location:
        headers["Location"] = location
    return Response(data, status=status, headers=headers)


def keep_uncompressed(request: Request) -> None:
    """Let GZipMiddleware pass this answer by: it would weaken the ETag, which clients send back in If-Match."""
    request.META["HTTP_ACCEPT_ENCODING"] = "identity"
