"""The browser's outbox."""

from typing import ClassVar

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.auth import actor_of, bound_project
from annotations.api.base import ApiView, answer, validated
from annotations.api.shapes.ops import OpsIn, OpsOut
from annotations.services.ops import op_apply

EXAMPLE = {
    "ops": [
        {
            "id": "0190b6a2-6d1e-4c55-9f0b-2c1d8f1f7a10",
            "at": 1770000000000,
            "kind": "label",
            "claim": "0190b6a2-7000-7000-8000-000000000001",
            "base_version": 1,
            "payload": {"label": "sourced", "suggestion_visible": False, "active_ms": 5200, "input": "key"},
        }
    ]
}


class OpsView(ApiView):
    """`ops/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("review",)}

    @extend_schema(
        operation_id="ops",
        summary="Send kept operations",
        request=OpsIn,
        responses={200: OpsOut},
        examples=[OpenApiExample("Decide", EXAMPLE, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """At most forty, in order, each in a transaction of its own and once only by its id; an answer for each."""
        actor, within = actor_of(request), bound_project(request)
        results = [
            op_apply(actor=actor, user_op=op, at=timezone.now(), within=within)
            for op in validated(OpsIn, request)["ops"]
        ]
        return answer({"results": results}, request=request)
