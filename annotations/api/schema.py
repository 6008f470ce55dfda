"""What the OpenAPI schema says of every endpoint alike: keys, preconditions, receipts, refusals."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction, OpenApiParameter
from rest_framework import serializers

MADE = [200, 201, 202, 204]
ALWAYS = {401, 403, 429, 503}
WITH_BODY = {400, 411, 413, 415}
PROBLEM = "application/problem+json"


class FieldFault(serializers.Serializer[Any]):
    """What is wrong with one field."""

    field = serializers.CharField(help_text="`items.0.name`; empty where the whole body is meant.")
    code = serializers.CharField()
    message = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """A refusal, RFC 9457. Some carry further members, for example the article that has an external id already."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="Stable; see the table in docs/api.md.")
    detail = serializers.CharField()
    hint = serializers.CharField(required=False)
    errors = FieldFault(many=True)  # type: ignore[assignment]  # a field of ours
    request_id = serializers.CharField()


class DeskSchema(AutoSchema):
    """AutoSchema, and what our own base view does for every endpoint."""

    def get_override_parameters(self) -> list[Any]:
        """Headers in and out that hang on the method alone."""
        found: list[Any] = []
        if self.method == "PATCH":
            found.append(header("If-Match", "The ETag you read, or `*`.", required=True))
        if getattr(self.handler(), "idempotent", False):
            words = "1 to 255 visible ASCII characters. The same key and body: the same answer, one effect."
            found.append(header("Idempotency-Key", words))
        if self.method != "GET":
            found.append(header("Ledger-Receipt", "`stream/seq/hash` of the event this call wrote.", response=MADE))
        return found

    def handler(self) -> Any:
        """The view's method for this operation."""
        return getattr(self.view, self.method.lower(), None)

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        responses = super()._get_response_bodies(direction)
        for status in sorted(self.refusals()):
            code = str(status)
            described = self._get_response_for_code(Problem, code, (PROBLEM,), direction)  # type: ignore[no-untyped-call]
            responses.setdefault(code, described)
        return responses

    def refusals(self) -> set[int]:
        """Statuses of the refusals that can come."""
        found = set(ALWAYS)
        if "{" in self.path:
            found.add(404)
        if self.method == "GET":
            return found | {400, 406}
        found |= {404, 409, 507}
        if self.method == "PATCH":
            found |= WITH_BODY | {412, 428}
        if self.method == "POST":
            found |= WITH_BODY
        if getattr(self.handler(), "idempotent", False):
            found.add(422)
        return found


def header(name: str, words: str, *, required: bool = False, response: list[int] | bool = False) -> OpenApiParameter:
    """A header, of the request or of these responses."""
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, description=words, required=required, response=response)


def query(name: str, words: str, type_: Any = str, *, enum: list[str] | None = None) -> OpenApiParameter:
    """A query parameter."""
    return OpenApiParameter(name, type_, OpenApiParameter.QUERY, description=words, enum=enum)


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself when it is made
    """Keys."""

    target_class = "annotations.api.auth.TokenAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """`Authorization: Bearer <key>`."""
        words = "A key from `POST tokens/` or `manage.py create_token`. `Token <key>` works too."
        return {"type": "http", "scheme": "bearer", "description": words}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Sessions."""

    target_class = "annotations.api.auth.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """The cookie of somebody who is signed in. Its name holds the port or `__Host-`, so it is not given here."""
        words = "A browser's session. Writing needs the X-CSRFToken header as well."
        return {"type": "apiKey", "in": "cookie", "name": "claimdesk-session", "description": words}
