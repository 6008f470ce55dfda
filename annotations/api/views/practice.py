"""Practice: what there is, where the caller stands, and an answer with what comes of it."""

from typing import ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.access import practice_for, project_for
from annotations.api.auth import actor_of, user_of
from annotations.api.base import PAGED, ApiView, answer, validated
from annotations.api.cursors import Key
from annotations.api.idempotency import idempotent
from annotations.api.paging import CursorPaging, page_of
from annotations.api.shapes.practice import PracticeAnswerIn, PracticeAnswerOut, PracticeArticleOut, PracticeOut
from annotations.errors import NotFound
from annotations.policy import Action
from annotations.selectors.practice import practice_rows, practices_in
from annotations.selectors.practice_page import claim_of, claims_answered, feedback_on
from annotations.services.practice import practice_answer

NEWEST_FIRST = [Key("uid", "uid", descending=True)]


class PracticeListView(ApiView):
    """`projects/{slug}/practice/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",)}
    parameters = PAGED
    pagination_class = CursorPaging

    @extend_schema(
        operation_id="practice_list", summary="Practice articles of a project", responses=PracticeArticleOut(many=True)
    )
    def get(self, request: Request, slug: str) -> Response:
        """Those that are on, newest first, with where the caller stands in each."""
        page = page_of(request, practices_in(project_for(request, slug)), NEWEST_FIRST)
        return page.answer(PracticeArticleOut(practice_rows(page.rows, user_of(request)), many=True).data)


class PracticeView(ApiView):
    """`practice/{id}/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",)}

    @extend_schema(operation_id="practice_read", summary="A practice article", responses=PracticeOut)
    def get(self, request: Request, uid: UUID) -> Response:
        """Its text and claims; those the caller answered in this round with the reference and the reason."""
        practice = practice_for(request, uid)
        row = practice_rows([practice], user_of(request))[0]
        return answer(PracticeOut(claims_answered(row)).data, request=request)


class PracticeAnswerView(ApiView):
    """`practice/{id}/answers/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("review",)}

    @extend_schema(
        operation_id="practice_answer",
        summary="Answer a practice claim",
        request=PracticeAnswerIn,
        responses={201: PracticeAnswerOut, 200: PracticeAnswerOut},
        examples=[OpenApiExample("Disputed", {"claim": 6, "round": 1, "label": "disputed"}, request_only=True)],
    )
    @idempotent()
    def post(self, request: Request, uid: UUID) -> Response:
        """What comes of it: the reference and the reason. The first answer to a claim stands in its round; another one
        gets 200 and that."""
        practice, data = practice_for(request, uid, to=Action.JUDGE), validated(PracticeAnswerIn, request)
        claim = claim_of(practice, data["claim"])
        if claim is None:
            raise NotFound
        given, event = practice_answer(
            actor=actor_of(request),
            claim=claim,
            round_number=data["round"],
            label=data["label"],
            at=timezone.now(),
        )
        body = PracticeAnswerOut(feedback_on(given)).data
        return answer(body, status=201 if event else 200, event=event, request=request)
