"""Claims: found, marked, moved, split, merged, withdrawn."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import DecimalField, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.access import article_for, claim_for, claims_for, project_for
from annotations.api.auth import actor_of, bound_project, user_of
from annotations.api.base import PAGED, ApiView, answer, validated
from annotations.api.conditions import expected_version, telling_the_present
from annotations.api.cursors import Key
from annotations.api.idempotency import idempotent
from annotations.api.paging import CursorPaging, page_of
from annotations.api.shapes.claims import ClaimChange, ClaimIn, ClaimOut, ClaimQuery, ListedClaimOut, MergeIn, SplitIn
from annotations.errors import InvalidValue
from annotations.models.claims import Claim
from annotations.policy import Action
from annotations.selectors.claim_list import (
    ClaimFilter,
    claims_found,
    claims_of_updates,
    claims_seen,
    updates_found,
    updates_of,
)
from annotations.services.claims import claim_mark, claim_merge, claim_resize, claim_split, claim_withdraw

IN_TEXT = [Key("start", "number"), Key("end", "number"), Key("uid", "uid")]
ORDERS = {
    "text": [Key("article__uid", "uid"), *IN_TEXT],
    "checkworthy": [Key("rank", "decimal"), Key("uid", "uid")],
    "-checkworthy": [Key("rank", "decimal", descending=True), Key("uid", "uid", descending=True)],
    "uncertainty": [Key("rank", "decimal"), Key("uid", "uid")],
    "-uncertainty": [Key("rank", "decimal", descending=True), Key("uid", "uid", descending=True)],
    "updated": [Key("at", "time"), Key("uid", "uid")],
    "-updated": [Key("at", "time", descending=True), Key("uid", "uid", descending=True)],
}
RANK = DecimalField(max_digits=5, decimal_places=4)


def shown(request: Request, claim: Claim) -> dict[str, Any]:
    """The claim as this caller may see it. Six queries."""
    return dict(ClaimOut(claims_seen([claim], reader=user_of(request))[0]).data)


class ClaimListView(ApiView):
    """`claims/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",)}
    parameters = PAGED | frozenset(ClaimQuery().fields)
    pagination_class = CursorPaging

    @extend_schema(
        operation_id="claims_list",
        summary="Claims across articles",
        parameters=[ClaimQuery],
        responses=ListedClaimOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """Claims of the caller's projects. `reviewer` is an account's id or `me`: claims they have a decision on. `q`:
        words of the quote, as `search/` takes them."""
        asked = self.asked(request)
        order = asked.pop("ordering", "text")
        wanted, bound = self.wanted(request, asked), bound_project(request)
        if order.endswith("updated"):
            return self.by_time(request, order, wanted)
        rows = claims_found(user_of(request), wanted)
        if bound is not None:
            rows = rows.filter(article__project=bound)
        score = order.removeprefix("-")
        if score in ("checkworthy", "uncertainty"):
            rows = rows.annotate(rank=Coalesce(score, Value(-1, output_field=RANK), output_field=RANK))
        page = page_of(request, rows, ORDERS[order])
        return page.answer(self.listed(request, page.rows))

    def by_time(self, request: Request, order: str, wanted: ClaimFilter) -> Response:
        """A page in the order of the last changes."""
        updates, bound = updates_found(user_of(request), wanted), bound_project(request)
        if bound is not None:
            updates = updates.filter(project=bound)
        page = page_of(request, updates, ORDERS[order])
        return page.answer(self.listed(request, claims_of_updates(page.rows)))

    def listed(self, request: Request, claims: list[Claim]) -> Any:
        """The claims as this caller may see them."""
        seen = claims_seen(claims, reader=user_of(request))
        context = {"updates": updates_of(claims)}
        return ListedClaimOut(seen, many=True, context=context).data

    def asked(self, request: Request) -> dict[str, Any]:
        """The parameters, checked. Raises ValidationError."""
        given = {name: value for name, value in request.query_params.items() if name not in PAGED}
        serializer = ClaimQuery(data=given)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def wanted(self, request: Request, asked: dict[str, Any]) -> ClaimFilter:
        """The parameters as a filter. Raises NotFound for a project or article that is not there for the caller."""
        reviewer = asked.get("reviewer")
        if reviewer is not None:
            asked["reviewer"] = user_of(request).uid if reviewer == "me" else uid_of(reviewer, field="reviewer")
        if "project" in asked:
            asked["project"] = project_for(request, asked["project"])
        if "article" in asked:
            asked["article"] = article_for(request, asked["article"])
        return ClaimFilter(**asked)


class ArticleClaimListView(ApiView):
    """`articles/{id}/claims/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",), "POST": ("review",)}
    parameters = PAGED
    pagination_class = CursorPaging

    @extend_schema(operation_id="article_claims_list", summary="An article's claims", responses=ClaimOut(many=True))
    def get(self, request: Request, uid: UUID) -> Response:
        """The claims that were not withdrawn, in text order."""
        article = article_for(request, uid)
        rows: QuerySet[Claim] = article.claims.active().prefetch_related("parents")
        page = page_of(request, rows, IN_TEXT)
        for claim in page.rows:
            claim.article = article  # with its text, which the offsets in UTF-16 are counted in
        return page.answer(ClaimOut(claims_seen(page.rows, reader=user_of(request)), many=True).data)

    @extend_schema(
        operation_id="article_claims_create",
        summary="Mark a claim",
        request=ClaimIn,
        responses={201: ClaimOut},
        examples=[
            OpenApiExample("Span", {"start": 0, "end": 25, "quote": "Rents rose by 4 % in May."}, request_only=True)
        ],
    )
    @idempotent()
    def post(self, request: Request, uid: UUID) -> Response:
        """A new claim at these code points. Claims do not overlap."""
        article, data = article_for(request, uid, to=Action.MARK), validated(ClaimIn, request)
        claim, event = claim_mark(actor=actor_of(request), article=article, at=timezone.now(), **data)
        location = f"/api/v1/claims/{claim.uid}/"
        return answer(shown(request, claim), status=201, row=claim, event=event, location=location, request=request)


class ClaimView(ApiView):
    """`claims/{id}/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",), "PATCH": ("review",), "DELETE": ("review",)}

    @extend_schema(operation_id="claims_read", summary="A claim", responses=ClaimOut)
    def get(self, request: Request, uid: UUID) -> Response:
        """One claim, withdrawn ones too."""
        claim = claim_for(request, uid)
        return answer(shown(request, claim), row=claim, request=request)

    @extend_schema(operation_id="claims_move", summary="Move a claim's ends", request=ClaimChange, responses=ClaimOut)
    def patch(self, request: Request, uid: UUID) -> Response:
        """New ends. Decisions about the earlier words become stale: kept, and asked for again."""
        claim = claim_for(request, uid, to=Action.MARK)
        with telling_the_present(lambda: claim_for(request, uid), lambda row: shown(request, row)):
            version = expected_version(request, claim)
            ends = {"start": claim.start, "end": claim.end, **validated(ClaimChange, request, partial=True)}
            claim, event = claim_resize(
                actor=actor_of(request), claim=claim, at=timezone.now(), row_version=version, **ends
            )
        return answer(shown(request, claim), row=claim, event=event, request=request)

    @extend_schema(operation_id="claims_withdraw", summary="Withdraw a claim", responses={204: None})
    def delete(self, request: Request, uid: UUID) -> Response:
        """Takes it out; its history and earlier releases keep it."""
        claim = claim_for(request, uid, to=Action.MARK)
        event = claim_withdraw(actor=actor_of(request), claim=claim, at=timezone.now())
        return answer(status=204, event=event, request=request)


class SplitView(ApiView):
    """`claims/{id}/split/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("review",)}
    pagination_class = CursorPaging

    @extend_schema(
        operation_id="claims_split", summary="Split a claim", request=SplitIn, responses={201: ClaimOut(many=True)}
    )
    @idempotent()
    def post(self, request: Request, uid: UUID) -> Response:
        """Retires the claim and makes its parts, each undecided."""
        claim, data = claim_for(request, uid, to=Action.MARK), validated(SplitIn, request)
        parts, event = claim_split(actor=actor_of(request), claim=claim, points=data["at"], at=timezone.now())
        results = ClaimOut(claims_seen(parts, reader=user_of(request)), many=True).data
        body = {"next": None, "previous": None, "results": results}
        return answer(body, status=201, event=event, request=request)


class MergeView(ApiView):
    """`claims/merge/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("review",)}

    @extend_schema(operation_id="claims_merge", summary="Merge claims", request=MergeIn, responses={201: ClaimOut})
    @idempotent()
    def post(self, request: Request) -> Response:
        """Retires neighbouring claims and makes one of them and the words between."""
        claims = claims_for(request, validated(MergeIn, request)["claims"], to=Action.MARK)
        claim, event = claim_merge(actor=actor_of(request), claims=claims, at=timezone.now())
        location = f"/api/v1/claims/{claim.uid}/"
        return answer(shown(request, claim), status=201, row=claim, event=event, location=location, request=request)


def uid_of(value: str, *, field: str) -> UUID:
    """The value as a uid. Raises InvalidValue."""
    try:
        return UUID(value)
    except ValueError as error:
        raise InvalidValue("This is not an id.", field=field) from error
