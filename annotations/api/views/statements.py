"""Who said a claim, and the claim in a sentence of its own."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.access import claim_for
from annotations.api.auth import actor_of
from annotations.api.base import ApiView, answer, validated
from annotations.api.conditions import expected_version, telling_the_present
from annotations.api.shapes.statements import StatementIn, StatementOut
from annotations.models.claims import Claim
from annotations.models.statements import Statement
from annotations.policy import Action
from annotations.selectors.statements import said_of, statement_of
from annotations.selectors.suggestions import newest_suggestions
from annotations.services.statements import statement_change


def shown(claim: Claim, statement: Statement) -> dict[str, Any]:
    """The statement as the API gives it. One query."""
    return dict(StatementOut(said_of(claim, statement, newest_suggestions([claim]).get(claim.pk))).data)


class StatementView(ApiView):
    """`claims/{id}/statement/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",), "PATCH": ("review",)}

    @extend_schema(operation_id="statements_read", summary="Who said it, and its wording", responses=StatementOut)
    def get(self, request: Request, uid: UUID) -> Response:
        """A person's word where there is one, else what the pipeline reads in the text."""
        claim = claim_for(request, uid)
        statement = statement_of(claim)
        return answer(shown(claim, statement), row=statement, request=request)

    @extend_schema(
        operation_id="statements_change",
        summary="Put right who said it, or word the claim",
        request=StatementIn,
        responses=StatementOut,
        examples=[
            OpenApiExample(
                "Wording",
                {"speaker": "Ida Holm, harbour minister", "wording": "Rents in Lindow rose by 4 % in May 2026."},
                request_only=True,
            )
        ],
    )
    def patch(self, request: Request, uid: UUID) -> Response:
        """The fields that are sent; the history keeps what stood there. The first change needs `If-Match: "0"`."""
        claim = claim_for(request, uid, to=Action.JUDGE)
        with telling_the_present(lambda: statement_of(claim), lambda row: shown(claim, row)):
            version = expected_version(request, statement_of(claim))
            data = validated(StatementIn, request, partial=True)
            statement, event = statement_change(
                actor=actor_of(request), claim=claim, at=timezone.now(), row_version=version, **data
            )
        return answer(shown(claim, statement), row=statement, event=event, request=request)
