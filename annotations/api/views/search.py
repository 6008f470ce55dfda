"""Finding things by their words."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.access import project_for
from annotations.api.auth import bound_project, user_of
from annotations.api.base import PAGED, ApiView
from annotations.api.cursors import Key
from annotations.api.paging import CursorPaging, Page, page_of
from annotations.api.shapes.search import HitOut, SearchQuery
from annotations.models.search import SearchEntry
from annotations.selectors.search import first_of_each, found_by, hits_of
from annotations.terms import terms_of

NEWEST = [Key("at", "time", descending=True), Key("place", "number"), Key("uid", "uid")]


class SearchView(ApiView):
    """`search/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",)}
    parameters = PAGED | frozenset(SearchQuery().fields)
    pagination_class = CursorPaging

    @extend_schema(
        operation_id="search",
        summary="Articles, claims, evidence and notes by their words",
        parameters=[SearchQuery],
        responses=HitOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """What has all words of `q`, newest first. `"two words"` side by side, `word*` a beginning; so is the last word
        while nothing follows it. Case and accents do not count. Colleagues' notes come once the caller has decided."""
        asked = self.asked(request)
        terms, bound = terms_of(asked.get("q", "")), bound_project(request)
        project = project_for(request, asked["project"]) if "project" in asked else None
        kind = asked.get("kind", "")
        if "each" in asked:
            rows = first_of_each(user_of(request), terms, most=asked["each"], project=project, within=bound)
            page: Page[SearchEntry] = Page([row for row in rows if not kind or row.kind == kind], None, None)
        else:
            found = found_by(user_of(request), terms, kind=kind, project=project)
            page = page_of(request, found if bound is None else found.filter(project=bound), NEWEST)
        return page.answer(HitOut(hits_of(page.rows, terms), many=True).data)

    def asked(self, request: Request) -> dict[str, Any]:
        """The parameters, checked. Raises ValidationError."""
        given = {name: value for name, value in request.query_params.items() if name not in PAGED}
        serializer = SearchQuery(data=given)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)
