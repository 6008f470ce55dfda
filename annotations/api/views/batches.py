"""Bulk actions, and taking them back as a whole."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.access import batch_to_undo, granted, project_for
from annotations.api.auth import actor_of, user_of
from annotations.api.base import PAGED, ApiView, Nothing, answer, validated
from annotations.api.cursors import Key
from annotations.api.idempotency import idempotent
from annotations.api.paging import CursorPaging, page_of
from annotations.api.permissions import require_scope
from annotations.api.shapes.batches import TO_ARTICLES, BatchDoneOut, BatchIn, BatchOut, outcome_data
from annotations.errors import NotFound
from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.policy import Action
from annotations.selectors import access
from annotations.selectors.batches import batches_in
from annotations.services.actor import Actor
from annotations.services.batches import Outcome
from annotations.services.bulk import articles_archive, articles_reprocess, articles_restore, articles_want_reviewers
from annotations.services.bulk_claims import claims_dismiss, claims_restore, claims_withdraw
from annotations.services.undoing import batch_undo

NEWEST_FIRST = [Key("at", "time", descending=True), Key("uid", "uid", descending=True)]
# What each action takes: the role, and the key's scope.
NEEDED = {
    "archive": (Action.ARCHIVE, "import"),
    "restore": (Action.ARCHIVE, "import"),
    "retry": (Action.IMPORT, "import"),
    "reprocess": (Action.IMPORT, "import"),
    "set_reviewers": (Action.MANAGE, "admin"),
    "withdraw": (Action.MARK, "review"),
    "put_back": (Action.MARK, "review"),
    "dismiss": (Action.JUDGE, "review"),
}
SCOPES = ("import", "review", "admin")
# What a key needs to take a batch back: what it took to do it. By the first word of the batch's verb.
UNDO_SCOPE = {"article": "import", "job": "import", "project": "admin", "membership": "admin"}


class BatchListView(ApiView):
    """`projects/{slug}/batches/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",), "POST": SCOPES}
    parameters = PAGED
    pagination_class = CursorPaging

    @extend_schema(operation_id="batches_list", summary="What can be undone", responses=BatchOut(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """What people did in the project, by one call each, newest first; of decisions only the caller's own."""
        rows = batches_in(project_for(request, slug), reader=user_of(request)).select_related("project")
        page = page_of(request, rows, NEWEST_FIRST)
        return page.answer(BatchOut(page.rows, many=True).data)

    @extend_schema(
        operation_id="batches_create",
        summary="Do something to many",
        request=BatchIn,
        responses={201: BatchDoneOut, 200: BatchDoneOut},
        examples=[
            OpenApiExample(
                "Archive",
                {"do": "archive", "articles": ["0190b6a2-7000-7000-8000-000000000001"]},
                request_only=True,
            )
        ],
    )
    @idempotent()
    def post(self, request: Request, slug: str) -> Response:
        """One transaction, at most 200 things. What cannot be done is named in `results` and stops nothing; 201, or
        200 where nothing was done."""
        project, data = project_for(request, slug), validated(BatchIn, request)
        role, scope = NEEDED[data["do"]]
        require_scope(request, scope)
        granted(request, project, lambda project: project, role)
        asked = list(dict.fromkeys(data.get("articles") or data.get("claims") or []))
        uids, user = [str(uid) for uid in asked], user_of(request)
        if data["do"] in TO_ARTICLES:
            outcome = to_articles(access.articles_among(user, project, uids), actor_of(request), data)
        else:
            claims = [claim for claim in access.claims_among(user, uids) if claim.article.project_id == project.pk]
            outcome = to_claims(claims, actor_of(request), data)
        return told(request, outcome, asked=asked)


class BatchUndoView(ApiView):
    """`batches/{id}/undo/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"POST": SCOPES}

    @extend_schema(operation_id="batches_undo", summary="Undo as a whole", request=None, responses={201: BatchDoneOut})
    @idempotent()
    def post(self, request: Request, uid: UUID) -> Response:
        """Puts back what the call changed; what something newer stands on stays and is named. The undo is a batch as
        well, so it can be undone."""
        batch = batch_to_undo(request, uid)
        require_scope(request, UNDO_SCOPE.get(batch.verb.partition(".")[0], "review"))
        validated(Nothing, request)
        return told(request, batch_undo(actor=actor_of(request), batch=batch, at=timezone.now()))


def told(request: Request, outcome: Outcome, *, asked: list[UUID] | None = None) -> Response:
    """What came of it, with the receipt of its last event."""
    return answer(
        outcome_data(outcome, asked=asked),
        status=201 if outcome.batch else 200,
        event=outcome.events[-1] if outcome.events else None,
        request=request,
    )


def to_articles(articles: list[Article], actor: Actor, data: dict[str, Any]) -> Outcome:
    """Do it. Raises NotFound where there is none of them."""
    if not articles:
        raise NotFound
    at = timezone.now()
    match data["do"]:
        case "archive":
            return articles_archive(actor=actor, articles=articles, at=at)
        case "restore":
            return articles_restore(actor=actor, articles=articles, at=at)
        case "set_reviewers":
            return articles_want_reviewers(actor=actor, articles=articles, wanted=data["reviewers_wanted"], at=at)
    return articles_reprocess(actor=actor, articles=articles, at=at, failed_only=data["do"] == "retry")


def to_claims(claims: list[Claim], actor: Actor, data: dict[str, Any]) -> Outcome:
    """Do it. Raises NotFound where there is none of them, InvalidValue for claims of several articles."""
    if not claims:
        raise NotFound
    at = timezone.now()
    match data["do"]:
        case "withdraw":
            return claims_withdraw(actor=actor, claims=claims, reason=data.get("reason", ""), at=at)
        case "put_back":
            return claims_restore(actor=actor, claims=claims, at=at)
    return claims_dismiss(actor=actor, claims=claims, at=at)
