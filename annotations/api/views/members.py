"""Who works in a project."""

from typing import ClassVar
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.access import membership_for, project_for, user_named
from annotations.api.auth import actor_of
from annotations.api.base import PAGED, ApiView, answer, validated
from annotations.api.conditions import expected_version, telling_the_present
from annotations.api.cursors import Key
from annotations.api.idempotency import idempotent
from annotations.api.paging import CursorPaging, page_of
from annotations.api.shapes.projects import InvitationOut, MemberChange, MemberIn, MemberOut
from annotations.errors import InvalidValue
from annotations.models.projects import Project
from annotations.policy import Action
from annotations.selectors.projects import members_of
from annotations.services.links import invitation_send
from annotations.services.projects import membership_end, membership_give


class MemberListView(ApiView):
    """`projects/{slug}/members/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",), "POST": ("admin",)}
    parameters = PAGED
    pagination_class = CursorPaging

    @extend_schema(operation_id="members_list", summary="Members", responses=MemberOut(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """The project's members by name."""
        page = page_of(request, members_of(project_for(request, slug)), [Key("user__name"), Key("uid", "uid")])
        return page.answer(MemberOut(page.rows, many=True).data)

    @extend_schema(
        operation_id="members_create",
        summary="Take somebody in",
        request=MemberIn,
        responses={201: MemberOut, 200: MemberOut, 202: InvitationOut},
        examples=[OpenApiExample("Reviewer", {"email": "ana@example.org", "role": "reviewer"}, request_only=True)],
    )
    @idempotent(shown_once="url")
    def post(self, request: Request, slug: str) -> Response:
        """An account becomes a member (201; 200 where it was one and has this role now). An address without an account
        gets an invitation (202) whose link is shown this once."""
        project, data = project_for(request, slug, to=Action.MANAGE), validated(MemberIn, request)
        user = user_named(data.get("user"), data.get("email", ""))
        if user is None:
            if "user" in data:
                raise InvalidValue("There is no such account.", field="user")
            return self.invited(request, project, data["email"], data["role"])
        if not user.is_active:
            raise InvalidValue("This account is closed.", field="user" if "user" in data else "email")
        was_member = members_of(project).filter(user=user).exists()
        membership, event = membership_give(
            actor=actor_of(request), project=project, user=user, role=data["role"], at=timezone.now()
        )
        return answer(
            MemberOut(membership).data,
            status=200 if was_member else 201,
            row=membership,
            event=event,
            location="" if was_member else f"/api/v1/projects/{project.slug}/members/{membership.uid}/",
            request=request,
        )

    def invited(self, request: Request, project: Project, email: str, role: str) -> Response:
        """The answer with an invitation."""
        link, secret, event = invitation_send(
            actor=actor_of(request), project=project, role=role, email=email, at=timezone.now()
        )
        url = request.build_absolute_uri(reverse("web:invitation-accept", args=[secret]))
        shown = {"id": link.uid, "email": link.email, "role": role, "expires_at": link.expires_at, "url": url}
        return answer(InvitationOut(shown).data, status=202, event=event, request=request)


class MemberView(ApiView):
    """`projects/{slug}/members/{id}/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",), "PATCH": ("admin",), "DELETE": ("admin",)}

    @extend_schema(operation_id="members_read", summary="A member", responses=MemberOut)
    def get(self, request: Request, slug: str, uid: UUID) -> Response:
        """One membership, for managers."""
        membership = membership_for(request, slug, uid)
        return answer(MemberOut(membership).data, row=membership, request=request)

    @extend_schema(operation_id="members_change", summary="Change a role", request=MemberChange, responses=MemberOut)
    def patch(self, request: Request, slug: str, uid: UUID) -> Response:
        """Another role. The last manager stays one."""
        membership = membership_for(request, slug, uid)
        with telling_the_present(lambda: membership_for(request, slug, uid), lambda row: MemberOut(row).data):
            version = expected_version(request, membership)
            data = validated(MemberChange, request)
            membership, event = membership_give(
                actor=actor_of(request),
                project=membership.project,
                user=membership.user,
                role=data["role"],
                at=timezone.now(),
                row_version=version,
            )
        return answer(MemberOut(membership).data, row=membership, event=event, request=request)

    @extend_schema(operation_id="members_end", summary="End a membership", responses={204: None})
    def delete(self, request: Request, slug: str, uid: UUID) -> Response:
        """They can no longer see the project; what they decided stays."""
        membership = membership_for(request, slug, uid)
        event = membership_end(actor=actor_of(request), membership=membership, at=timezone.now())
        return answer(status=204, event=event, request=request)
