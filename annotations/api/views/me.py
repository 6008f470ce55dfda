"""The caller, and their keys."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.access import project_for
from annotations.api.auth import actor_of, bound_project, token_of, user_of
from annotations.api.base import PAGED, ApiView, answer, validated
from annotations.api.cursors import Key
from annotations.api.idempotency import idempotent
from annotations.api.paging import CursorPaging, page_of
from annotations.api.permissions import require_scope
from annotations.api.shapes.projects import MeOut, NewTokenOut, TokenIn, TokenOut
from annotations.errors import InvalidValue, NotFound
from annotations.selectors import access
from annotations.selectors.receipts import newest_event
from annotations.selectors.roles import memberships_of, tokens_of
from annotations.services.ledger import SITE, subject_of
from annotations.services.links import SCOPES, token_create, token_revoke
from annotations.services.verbs import Verb


class MeView(ApiView):
    """`me/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ()}

    @extend_schema(operation_id="me", summary="Who am I?", responses=MeOut)
    def get(self, request: Request) -> Response:
        """The caller, their memberships, and what this request may do."""
        user, token, bound = user_of(request), token_of(request), bound_project(request)
        memberships = memberships_of(user)
        me = {
            "id": user.uid,
            "email": user.email,
            "name": user.name,
            "is_site_administrator": user.is_superuser,
            "memberships": memberships if bound is None else memberships.filter(project=bound),
            "scopes": list(SCOPES) if token is None else token.scopes,
            "token": token,
        }
        return answer(MeOut(me).data, request=request)


class TokenListView(ApiView):
    """`tokens/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("admin",), "POST": ("admin",)}
    parameters = PAGED
    pagination_class = CursorPaging

    @extend_schema(operation_id="tokens_list", summary="Own keys", responses=TokenOut(many=True))
    def get(self, request: Request) -> Response:
        """The caller's keys that were not revoked, newest first."""
        bound, rows = bound_project(request), tokens_of(user_of(request))
        page = page_of(
            request,
            rows if bound is None else rows.filter(project=bound),
            [Key("created_at", "time", descending=True), Key("uid", "uid", descending=True)],
        )
        return page.answer(TokenOut(page.rows, many=True).data)

    @extend_schema(operation_id="tokens_create", summary="Make a key", request=TokenIn, responses={201: NewTokenOut})
    @idempotent(shown_once="key")
    def post(self, request: Request) -> Response:
        """A new key, shown this once. A key makes only keys with its own scopes, for its own project."""
        data = validated(TokenIn, request)
        project = project_for(request, data["project"]) if data.get("project") else None
        refuse_more(request, data, project)
        actor = actor_of(request)
        token, key = token_create(
            actor=actor,
            user=user_of(request),
            scopes=data["scopes"],
            name=data.get("name", ""),
            project=project,
            days=data.get("days"),
            at=timezone.now(),
        )
        event = newest_event(
            stream=SITE, subject=subject_of(token.user), verb=Verb.TOKEN_CREATED, request_id=actor.request_id
        )
        shown = {**TokenOut(token).data, "key": key}
        return answer(shown, status=201, event=event, request=request)


class TokenView(ApiView):
    """`tokens/{id}/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"DELETE": ("admin",)}

    @extend_schema(operation_id="tokens_revoke", summary="Revoke a key", responses={204: None})
    def delete(self, request: Request, uid: UUID) -> Response:
        """Stops the key at once."""
        token, bound = access.token_for(user_of(request), uid), bound_project(request)
        if bound is not None and token.project != bound:
            raise NotFound
        event = token_revoke(actor=actor_of(request), token=token, at=timezone.now())
        return answer(status=204, event=event, request=request)


def refuse_more(request: Request, data: dict[str, Any], project: Any) -> None:
    """Raises where a key would make one that reaches further than itself."""
    bound = bound_project(request)
    if bound is not None and project != bound:
        raise InvalidValue("This key makes keys for its own project only.", field="project")
    for scope in data["scopes"]:
        if scope in SCOPES:
            require_scope(request, scope)
