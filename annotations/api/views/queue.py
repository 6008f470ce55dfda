"""The queue of a project: claims handed to one reviewer at a time."""

from typing import ClassVar

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.access import article_for, project_for
from annotations.api.auth import actor_of, user_of
from annotations.api.base import ApiView, answer, validated
from annotations.api.idempotency import idempotent
from annotations.api.shapes.queue import HeldIn, HeldOut, QueuedClaimOut, QueueNextIn, QueueNextOut, ReleaseLeasesIn
from annotations.errors import NotFound
from annotations.policy import Action
from annotations.selectors.queue import Wish
from annotations.selectors.queue_context import queued_claims
from annotations.services.leases import lease_release, lease_renew, lease_take


class QueueView(ApiView):
    """What belongs to deciding needs the scope for it."""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("review",)}


class QueueNextView(QueueView):
    """`projects/{slug}/queue/next/`"""

    @extend_schema(
        operation_id="queue_next",
        summary="Next claim",
        request=QueueNextIn,
        responses={200: QueueNextOut, 204: None},
        examples=[OpenApiExample("With the five behind it", {"order": "newest", "count": 6}, request_only=True)],
    )
    @idempotent()
    def post(self, request: Request, slug: str) -> Response:
        """The next claim for the caller, held for ten minutes; 204 where none waits."""
        project, asked = project_for(request, slug, to=Action.JUDGE), validated(QueueNextIn, request)
        count, uid = asked.pop("count", 1), asked.pop("article", None)
        article = article_for(request, uid) if uid else None
        if article is not None and article.project != project:
            raise NotFound
        wish = Wish(article=article, **asked)
        leases = lease_take(actor=actor_of(request), project=project, wish=wish, at=timezone.now(), count=count)
        if not leases:
            return answer(status=204, request=request)
        first, *following = queued_claims(leases, reader=user_of(request))
        body = {**QueuedClaimOut(first).data, "following": QueuedClaimOut(following, many=True).data}
        return answer(body, row=first.claim, request=request)


class QueueRenewView(QueueView):
    """`projects/{slug}/queue/renew/`"""

    @extend_schema(operation_id="queue_renew", summary="Keep claims", request=HeldIn, responses=HeldOut)
    @idempotent()
    def post(self, request: Request, slug: str) -> Response:
        """Ten minutes more for these claims; those missing from the answer are not the caller's any more."""
        project = project_for(request, slug, to=Action.JUDGE)
        claims = validated(HeldIn, request)["claims"]
        held = lease_renew(actor=actor_of(request), project=project, claims=claims, at=timezone.now())
        return answer(HeldOut({"claims": held}).data, request=request)


class QueueReleaseView(QueueView):
    """`projects/{slug}/queue/release/`"""

    @extend_schema(
        operation_id="queue_release", summary="Give claims back", request=ReleaseLeasesIn, responses={204: None}
    )
    @idempotent()
    def post(self, request: Request, slug: str) -> Response:
        """Others may have them at once."""
        project = project_for(request, slug, to=Action.JUDGE)
        claims = validated(ReleaseLeasesIn, request).get("claims")
        lease_release(actor=actor_of(request), project=project, claims=claims)
        return answer(status=204, request=request)
