"""Releases: asked for, looked at, downloaded."""

from typing import ClassVar
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header, parse_etags
from django.utils.text import slugify
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.access import project_for, release_for
from annotations.api.auth import actor_of
from annotations.api.base import PAGED, ApiView, answer, keep_uncompressed, validated
from annotations.api.cursors import Key
from annotations.api.idempotency import idempotent
from annotations.api.paging import CursorPaging, page_of
from annotations.api.schema import query
from annotations.api.shapes.releases import ReleaseIn, ReleaseOut
from annotations.errors import FormatUnknown, ReleaseNotReady
from annotations.exports.registry import FORMATS, ExportFormat
from annotations.models.releases import Release, ReleaseStatus
from annotations.policy import Action
from annotations.selectors.blobs import blob_pieces
from annotations.selectors.releases import releases_in
from annotations.services.releases import release_download, release_request

NEWEST_FIRST = [Key("created_at", "time", descending=True), Key("uid", "uid", descending=True)]


class ReleaseListView(ApiView):
    """`projects/{slug}/releases/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",), "POST": ("export",)}
    parameters = PAGED
    pagination_class = CursorPaging

    @extend_schema(operation_id="releases_list", summary="A project's releases", responses=ReleaseOut(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """Newest first."""
        page = page_of(request, releases_in(project_for(request, slug)).select_related("project"), NEWEST_FIRST)
        return page.answer(ReleaseOut(page.rows, many=True).data)

    @extend_schema(
        operation_id="releases_create",
        summary="Freeze a dataset",
        request=ReleaseIn,
        responses={202: ReleaseOut},
        examples=[OpenApiExample("Settled", {"name": "May", "select": "settled"}, request_only=True)],
    )
    @idempotent()
    def post(self, request: Request, slug: str) -> Response:
        """Queued; its job is in `Location`."""
        project, data = project_for(request, slug, to=Action.EXPORT), validated(ReleaseIn, request)
        release, job, event = release_request(actor=actor_of(request), project=project, at=timezone.now(), **data)
        return answer(
            ReleaseOut(release).data,
            status=202,
            row=release,
            event=event,
            location=f"/api/v1/jobs/{job.uid}/",
            request=request,
        )


class ReleaseView(ApiView):
    """`releases/{id}/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",)}

    @extend_schema(operation_id="releases_read", summary="A release", responses=ReleaseOut)
    def get(self, request: Request, uid: UUID) -> Response:
        """One release, and where its formats are."""
        release = release_for(request, uid)
        return answer(ReleaseOut(release).data, row=release, request=request)


class TakesAnything(BaseContentNegotiation):
    """The format is in the address, so Accept has no say. Refusals come as JSON."""

    def select_parser(self, request: Request, parsers: list) -> None:  # type: ignore[override, type-arg]
        """A download has no body to read."""
        return None

    def select_renderer(self, request, renderers, format_suffix=None):  # type: ignore[no-untyped-def]
        """The one renderer there is."""
        return renderers[0], renderers[0].media_type


class DownloadView(ApiView):
    """`releases/{id}/download/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("export",)}
    parameters = frozenset({"format"})
    content_negotiation_class = TakesAnything

    @extend_schema(
        operation_id="releases_download",
        summary="Download a release",
        parameters=[query("format", "jsonl without it.", enum=list(FORMATS))],
        responses={(200, "application/x-ndjson"): OpenApiTypes.BINARY, (200, "text/csv"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, uid: UUID) -> HttpResponseBase:
        """The frozen rows in a format, streamed. `ETag` is the SHA-256 of the canonical rows; other formats are made
        of them and have their own."""
        release = release_for(request, uid, to=Action.EXPORT)
        format_ = FORMATS.get(request.query_params.get("format", "jsonl"))
        if format_ is None:
            raise FormatUnknown(hint=f"Formats: {', '.join(FORMATS)}.", field="format", formats=list(FORMATS))
        if release.status != ReleaseStatus.READY:
            raise ReleaseNotReady
        keep_uncompressed(request)
        etag = etag_for(release, format_)
        if etag in parse_etags(request.headers.get("If-None-Match", "")) or request.method == "HEAD":
            return not_sent(release, format_, etag, status=200 if request.method == "HEAD" else 304)
        event = release_download(actor=actor_of(request), release=release, format_=format_.name, at=timezone.now())
        response = StreamingHttpResponse(
            format_.write(blob_pieces(release.sha256)), headers=headers_for(release, format_, etag)
        )
        response["Ledger-Receipt"] = event.receipt
        return response


def not_sent(release: Release, format_: ExportFormat, etag: str, *, status: int) -> HttpResponse:
    """The headers of a download without its rows: nothing left the building, so no event says so."""
    return HttpResponse(status=status, headers=headers_for(release, format_, etag))


def etag_for(release: Release, format_: ExportFormat) -> str:
    """The SHA-256 for the canonical rows, with the format's name for what is derived from them."""
    return f'"{release.sha256}"' if format_.name == "jsonl" else f'"{release.sha256}-{format_.name}"'


def headers_for(release: Release, format_: ExportFormat, etag: str) -> dict[str, str]:
    """What a download says about itself. The file's name has letters, digits and hyphens only."""
    name = f"{release.project.slug}-{slugify(release.name) or release.uid}.{format_.extension}"
    return {
        "Content-Type": format_.media_type,
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
    }
