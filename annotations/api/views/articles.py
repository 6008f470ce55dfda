"""Articles in, and how they are."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.access import article_for, project_for
from annotations.api.auth import actor_of, user_of
from annotations.api.base import PAGED, ApiView, Nothing, answer, validated
from annotations.api.cursors import Key
from annotations.api.idempotency import idempotent
from annotations.api.paging import CursorPaging, page_of
from annotations.api.parsers import StrictJSONParser
from annotations.api.schema import query
from annotations.api.shapes.articles import ArticleDetailOut, ArticleIn, ArticleOut, JobOut
from annotations.errors import FileTooLarge, InvalidValue
from annotations.models.articles import Article
from annotations.models.claims import Label
from annotations.models.users import User
from annotations.policy import Action
from annotations.selectors.articles import articles_in, with_counts
from annotations.services.articles import LARGEST_FILE, About, Source, article_import, article_reprocess

STATUSES = ["queued", "processing", "ready", "failed", "duplicate", "to_do", "in_review", "done"]
NEWEST_FIRST = [Key("imported_at", "time", descending=True), Key("uid", "uid", descending=True)]
FORM_OVERHEAD = 1024 * 1024  # bytes a form may have beside its file
FILTERS = [
    query("q", "Words in the title, source or text."),
    query("status", "How it stands; `to_do`, `in_review` and `done` look at its claims.", enum=STATUSES),
    query("source", "A source's name, or paste, file, html, url."),
    query("label", "The final label of one of its claims.", enum=Label.values),
    query("needs_evidence", "`true`: one of its claims has a label that wants evidence, and none.", bool),
    query("external_id", "The integrator's own id."),
    query("archived", "`true`: those that were archived.", bool),
]


def counted(article: Article, reader: User, *, text: bool) -> Article:
    """The article with its numbers. One query."""
    rows = Article.objects.filter(pk=article.pk).select_related("project", "duplicate_of").defer("duplicate_of__text")
    return with_counts(rows if text else rows.defer("text"), reader=reader).get()


class ArticleListView(ApiView):
    """`projects/{slug}/articles/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",), "POST": ("import",)}
    parameters = PAGED | {"q", "status", "source", "label", "needs_evidence", "external_id", "archived"}
    pagination_class = CursorPaging
    parser_classes = [StrictJSONParser, MultiPartParser]

    def refuse_size(self, request: Request) -> None:
        """A form is refused by what its file may have, before a byte of it is stored."""
        if str(request.META.get("CONTENT_TYPE", "")).startswith("multipart/"):
            self.largest_body, self.too_large = LARGEST_FILE + FORM_OVERHEAD, FileTooLarge  # type: ignore[misc]
        super().refuse_size(request)

    @extend_schema(
        operation_id="articles_list", summary="Articles", parameters=FILTERS, responses=ArticleOut(many=True)
    )
    def get(self, request: Request, slug: str) -> Response:
        """The project's articles, newest first, without their texts."""
        project, asked = project_for(request, slug), request.query_params
        rows = articles_in(
            project,
            reader=user_of(request),
            q=asked.get("q", "")[:500],
            status=chosen(asked, "status", STATUSES),
            source=asked.get("source", "")[:200].replace("\0", ""),
            label=chosen(asked, "label", Label.values),
            needs_evidence=chosen(asked, "needs_evidence", ["true", "false"]) == "true",
            archived=chosen(asked, "archived", ["true", "false"]) == "true",
        )
        if "external_id" in asked:
            rows = rows.filter(external_id=asked["external_id"].replace("\0", ""))
        rows = rows.select_related("project", "duplicate_of").defer("text", "duplicate_of__text")
        page = page_of(request, rows, NEWEST_FIRST)
        return page.answer(ArticleOut(page.rows, many=True).data)

    @extend_schema(
        operation_id="articles_create",
        summary="Take an article in",
        request={"application/json": ArticleIn, "multipart/form-data": ArticleIn},
        responses={202: ArticleOut, 200: ArticleOut},
        examples=[
            OpenApiExample(
                "Text",
                {"text": "Rents rose by 4 % in May.\n\nThe union disputes it.", "title": "Rents"},
                request_only=True,
            ),
            OpenApiExample("Address", {"url": "https://example.org/news/1", "external_id": "n-1"}, request_only=True),
        ],
    )
    @idempotent()
    def post(self, request: Request, slug: str) -> Response:
        """A new article (202, with the job that splits it in `Location`), or the one that has this text or this file
        already (200)."""
        project = project_for(request, slug, to=Action.IMPORT)
        source, about = parts_of(validated(ArticleIn, request))
        done = article_import(actor=actor_of(request), project=project, source=source, about=about, at=timezone.now())
        article = counted(done.article, user_of(request), text=False)
        return answer(
            ArticleOut(article).data,
            status=202 if done.created else 200,
            row=article,
            event=done.event,
            location=f"/api/v1/jobs/{done.job.uid}/" if done.job else "",
            request=request,
        )


class ArticleView(ApiView):
    """`articles/{id}/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",)}

    @extend_schema(operation_id="articles_read", summary="An article", responses=ArticleDetailOut)
    def get(self, request: Request, uid: UUID) -> Response:
        """The article with its text, as it was stored once and for all."""
        article = counted(article_for(request, uid), user_of(request), text=True)
        return answer(ArticleDetailOut(article).data, row=article, request=request)


class ReprocessView(ApiView):
    """`articles/{id}/reprocess/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("import",)}

    @extend_schema(
        operation_id="articles_reprocess", summary="Run the pipeline again", request=None, responses={202: JobOut}
    )
    @idempotent()
    def post(self, request: Request, uid: UUID) -> Response:
        """Claims somebody worked on stay as they are."""
        article = article_for(request, uid, to=Action.IMPORT)
        validated(Nothing, request)
        job, event = article_reprocess(actor=actor_of(request), article=article, at=timezone.now())
        return answer(JobOut(job).data, status=202, event=event, location=f"/api/v1/jobs/{job.uid}/", request=request)


def chosen(asked: Mapping[str, str], name: str, allowed: list[str]) -> str:
    """A parameter that has one of a few values, "" without one. Raises InvalidValue."""
    value = asked.get(name, "")
    if value and value not in allowed:
        raise InvalidValue(f"It has to be one of: {', '.join(allowed)}.", field=name)
    return value


def parts_of(data: dict[str, Any]) -> tuple[Source, About]:
    """What was sent, as the service takes it."""
    file = data.pop("file", None)
    if file is not None:
        source = Source(body=file.read(), filename=file.name or "", media_type=file.content_type or "")
    else:
        source = Source(**{name: data.pop(name) for name in ("text", "html", "url") if name in data})
    return source, About(**data)
