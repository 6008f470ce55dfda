"""Sources of a project's evidence."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.access import project_for, source_for
from annotations.api.auth import actor_of, user_of
from annotations.api.base import PAGED, ApiView, answer, validated
from annotations.api.conditions import expected_version, telling_the_present
from annotations.api.cursors import Key
from annotations.api.paging import CursorPaging, page_of
from annotations.api.shapes.sources import ListedSourceOut, SourceChange, SourceOut
from annotations.models.sources import Source, SourceRating
from annotations.policy import Action
from annotations.selectors.source_register import numbers_of, rating_of, sources_found
from annotations.services.source_register import source_rate


def shown(request: Request, source: Source, rating: SourceRating) -> dict[str, Any]:
    """The source as this caller sees it. Two queries."""
    about = {"id": source.uid, "project": source.project.slug, "domain": source.domain}
    said = {"kind": rating.kind, "note": rating.note, "version": rating.row_version}
    return dict(SourceOut({**about, **said, **asdict(numbers_of(source, reader=user_of(request)))}).data)


class SourceListView(ApiView):
    """`projects/{slug}/sources/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",)}
    parameters = PAGED
    pagination_class = CursorPaging

    @extend_schema(
        operation_id="sources_list", summary="Sources of a project's evidence", responses=ListedSourceOut(many=True)
    )
    def get(self, request: Request, slug: str) -> Response:
        """The registrable domains its standing evidence is of, by name."""
        page = page_of(request, sources_found(project_for(request, slug), reader=user_of(request)), [Key("domain")])
        return page.answer(ListedSourceOut(page.rows, many=True).data)


class SourceView(ApiView):
    """`sources/{id}/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",), "PATCH": ("review",)}

    @extend_schema(operation_id="sources_read", summary="A source", responses=SourceOut)
    def get(self, request: Request, uid: UUID) -> Response:
        """What the project says about it, and what rests on it."""
        source = source_for(request, uid)
        rating = rating_of(source)
        return answer(shown(request, source, rating), row=rating, request=request)

    @extend_schema(
        operation_id="sources_change",
        summary="Say what kind of source it is",
        request=SourceChange,
        responses=SourceOut,
        examples=[
            OpenApiExample("Official", {"kind": "official", "note": "Counts ships, not crossings."}, request_only=True)
        ],
    )
    def patch(self, request: Request, uid: UUID) -> Response:
        """The fields that are sent. The first change needs `If-Match: "0"`."""
        source = source_for(request, uid, to=Action.JUDGE)
        with telling_the_present(lambda: rating_of(source), lambda row: shown(request, source, row)):
            version = expected_version(request, rating_of(source))
            data = validated(SourceChange, request, partial=True)
            rating, event = source_rate(
                actor=actor_of(request), source=source, at=timezone.now(), row_version=version, **data
            )
        return answer(shown(request, source, rating), row=rating, event=event, request=request)
