"""Projects."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.access import project_for, projects_for
from annotations.api.auth import actor_of, bound_project, user_of
from annotations.api.base import PAGED, ApiView, answer, validated
from annotations.api.conditions import expected_version, telling_the_present
from annotations.api.cursors import Key
from annotations.api.idempotency import idempotent
from annotations.api.paging import CursorPaging, page_of
from annotations.api.shapes.projects import ProgressOut, ProjectChange, ProjectIn, ProjectOut
from annotations.errors import NotPermitted
from annotations.models.projects import Project
from annotations.policy import Action
from annotations.selectors.projects import progress_of
from annotations.selectors.roles import roles_of
from annotations.services.projects import project_change, project_create


def shown(request: Request, project: Project) -> dict[str, Any]:
    """The project as this caller sees it. One query."""
    return dict(ProjectOut(project, context={"roles": roles_of(user_of(request), [project])}).data)


class ProjectListView(ApiView):
    """`projects/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",), "POST": ("admin",)}
    parameters = PAGED
    pagination_class = CursorPaging

    @extend_schema(operation_id="projects_list", summary="Own projects", responses=ProjectOut(many=True))
    def get(self, request: Request) -> Response:
        """The projects the caller belongs to, by name."""
        page = page_of(request, projects_for(request), [Key("name"), Key("uid", "uid")])
        roles = roles_of(user_of(request), page.rows)
        return page.answer(ProjectOut(page.rows, many=True, context={"roles": roles}).data)

    @extend_schema(
        operation_id="projects_create",
        summary="Open a project",
        request=ProjectIn,
        responses={201: ProjectOut},
        examples=[OpenApiExample("Desk", {"name": "Election desk", "reviewers_per_claim": 2}, request_only=True)],
    )
    @idempotent()
    def post(self, request: Request) -> Response:
        """A new project, which the caller manages."""
        if bound_project(request) is not None:
            raise NotPermitted("This key is for one project and cannot open another.")
        project, event = project_create(actor=actor_of(request), at=timezone.now(), **validated(ProjectIn, request))
        location = f"/api/v1/projects/{project.slug}/"
        return answer(shown(request, project), status=201, row=project, event=event, location=location, request=request)


class ProjectView(ApiView):
    """`projects/{slug}/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",), "PATCH": ("admin",)}

    @extend_schema(operation_id="projects_read", summary="A project", responses=ProjectOut)
    def get(self, request: Request, slug: str) -> Response:
        """Settings and guidelines."""
        project = project_for(request, slug)
        return answer(shown(request, project), row=project, request=request)

    @extend_schema(
        operation_id="projects_change", summary="Change settings", request=ProjectChange, responses=ProjectOut
    )
    def patch(self, request: Request, slug: str) -> Response:
        """New settings; `reviewers_per_claim` counts for claims marked from now on."""
        project = project_for(request, slug, to=Action.MANAGE)
        with telling_the_present(lambda: project_for(request, slug), lambda row: shown(request, row)):
            version = expected_version(request, project)
            data = validated(ProjectChange, request, partial=True)
            project, event = project_change(
                actor=actor_of(request), project=project, at=timezone.now(), row_version=version, **data
            )
        return answer(shown(request, project), row=project, event=event, request=request)


class ProgressView(ApiView):
    """`projects/{slug}/progress/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",)}

    @extend_schema(operation_id="projects_progress", summary="A project's numbers", responses=ProgressOut)
    def get(self, request: Request, slug: str) -> Response:
        """How far the project has come."""
        return answer(ProgressOut(progress_of(project_for(request, slug))).data, request=request)
