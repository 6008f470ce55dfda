"""Decisions about a claim, what they rest on, and what happened."""

from html import unescape
from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from django.utils.html import strip_tags
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.access import claim_for
from annotations.api.auth import actor_of, user_of
from annotations.api.base import PAGED, ApiView, answer, validated
from annotations.api.cursors import Key, place_in
from annotations.api.idempotency import idempotent
from annotations.api.paging import CursorPaging, page_from, page_of, page_size
from annotations.api.shapes.claims import ClaimOut
from annotations.api.shapes.judgements import (
    EventOut,
    JudgementIn,
    JudgementOut,
    NewJudgementOut,
)
from annotations.models.judgements import Judgement
from annotations.policy import Action
from annotations.selectors.claim_list import claims_seen, judgements_seen
from annotations.selectors.history import HistoryLine
from annotations.selectors.history_page import history_page
from annotations.services.judgements import judgement_record, judgement_withdraw

OLDEST_FIRST = [Key("uid", "uid")]
LATEST_FIRST = [Key("seq", "number", descending=True, attribute="event__seq")]


class JudgementListView(ApiView):
    """`claims/{id}/judgements/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",), "POST": ("review",)}
    parameters = PAGED
    pagination_class = CursorPaging

    @extend_schema(
        operation_id="judgements_list", summary="Current decisions on a claim", responses=JudgementOut(many=True)
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Empty until the caller has decided, then everybody's."""
        rows = judgements_seen(claim_for(request, uid), reader=user_of(request))
        page = page_of(request, rows, OLDEST_FIRST)
        return page.answer(JudgementOut(page.rows, many=True).data)

    @extend_schema(
        operation_id="judgements_create",
        summary="Decide",
        request=JudgementIn,
        responses={201: NewJudgementOut},
        examples=[
            OpenApiExample("Disputed", {"label": "disputed", "note": "The union counts 2 %."}, request_only=True)
        ],
    )
    @idempotent()
    def post(self, request: Request, uid: UUID) -> Response:
        """The caller's decision; it supersedes their earlier one."""
        claim, data = claim_for(request, uid, to=Action.JUDGE), validated(JudgementIn, request)
        judgement, event = judgement_record(
            actor=actor_of(request), claim=claim, at=timezone.now(), input_="api", **data
        )
        return answer(self.told(request, judgement), status=201, row=judgement.claim, event=event, request=request)

    def told(self, request: Request, judgement: Judgement) -> dict[str, Any]:
        """The decision, the claim as it is now, and the suggestion that may now be seen."""
        seen = claims_seen([judgement.claim], reader=user_of(request))[0]
        return {**JudgementOut(judgement).data, "claim": ClaimOut(seen).data, "suggestion": seen.suggestion}


class OwnJudgementView(ApiView):
    """`claims/{id}/judgements/mine/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"DELETE": ("review",)}

    @extend_schema(operation_id="judgements_withdraw", summary="Withdraw the own decision", responses={204: None})
    def delete(self, request: Request, uid: UUID) -> Response:
        """Leaves the caller without a decision; the history keeps it."""
        claim = claim_for(request, uid, to=Action.JUDGE)
        event = judgement_withdraw(actor=actor_of(request), claim=claim, at=timezone.now())
        return answer(status=204, event=event, request=request)


class HistoryView(ApiView):
    """`claims/{id}/history/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",)}
    parameters = PAGED
    pagination_class = CursorPaging

    @extend_schema(operation_id="claims_history", summary="What happened to a claim", responses=EventOut(many=True))
    def get(self, request: Request, uid: UUID) -> Response:
        """Its events, newest first. Colleagues' decisions and notes are in it once the caller has decided."""
        claim, size, place = claim_for(request, uid), page_size(request), place_in(request, LATEST_FIRST)
        lines = history_page(
            claim,
            reader=user_of(request),
            limit=size + 1,
            before=place.values[0] if place and not place.backwards else None,
            after=place.values[0] if place and place.backwards else None,
        )
        if place and place.backwards:
            lines.reverse()
        page = page_from(request, lines, LATEST_FIRST, size, place)
        return page.answer([told(line) for line in page.rows])


def told(line: HistoryLine) -> dict[str, Any]:
    """One event as the API shows it."""
    event, decided = line.event, line.event.verb.startswith("judgement.")
    shown = {
        "seq": event.seq,
        "at": event.at,
        "verb": event.verb,
        "actor": {"id": event.actor_id or None, "name": event.actor_label},
        "door": event.door,
        "sentence": " ".join(unescape(strip_tags(line.sentence)).split()),
        "html": str(line.sentence),
        "reason": event.reason,
        "before": line.detail.get("from") if decided else None,
        "after": line.detail.get("to") if decided else None,
        "receipt": event.receipt,
    }
    return dict(EventOut(shown).data)
