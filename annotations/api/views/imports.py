"""Many articles in one go."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, ClassVar
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile, UploadedFile
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.access import job_for, project_for
from annotations.api.auth import actor_of
from annotations.api.base import PAGED, ApiView, answer
from annotations.api.cursors import Key
from annotations.api.idempotency import idempotent
from annotations.api.paging import CursorPaging, page_of
from annotations.api.parsers import StrictJSONParser
from annotations.api.schema import query
from annotations.api.shapes.articles import ArticleIn, JobOut
from annotations.api.shapes.imports import ImportRowOut
from annotations.api.views.articles import chosen
from annotations.errors import ImportTooLarge, InvalidValue, NotFound
from annotations.models.imports import RowStatus
from annotations.policy import Action
from annotations.selectors.imports import rows_of
from annotations.services.import_runs import LARGEST_IMPORT, Rows, import_request

PIECE = 64 * 1024
ROWS = "rows"  # the one member of a body of rows, for whoever compares bodies
IN_ORDER = [Key("index", "number")]


class RowsParser(BaseParser):
    """A body of rows, spooled to a file as it comes."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> "dict[str, UploadedFile[Any]]":
        """The file, under ROWS. Raises ImportTooLarge."""
        file = TemporaryUploadedFile(ROWS, self.media_type, 0, None)
        size = 0
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > LARGEST_IMPORT:
                raise ImportTooLarge
            file.write(piece)
        file.seek(0)
        file.size = size
        return {ROWS: file}


class NdjsonParser(RowsParser):
    """One JSON object a line."""

    media_type = "application/x-ndjson"


class JsonLinesParser(RowsParser):
    """The same by its other name."""

    media_type = "application/jsonl"


class CsvParser(RowsParser):
    """A heading, then one article a row."""

    media_type = "text/csv"


class BulkArticlesView(ApiView):
    """`projects/{slug}/articles/bulk/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("import",)}
    parser_classes = [NdjsonParser, JsonLinesParser, CsvParser, StrictJSONParser]

    def refuse_size(self, request: Request) -> None:
        """Rows may be more than other bodies; a JSON array has to be held whole and may not."""
        if not str(request.META.get("CONTENT_TYPE", "")).startswith("application/json"):
            self.largest_body, self.too_large = LARGEST_IMPORT, ImportTooLarge  # type: ignore[misc]
        super().refuse_size(request)

    @extend_schema(
        operation_id="articles_bulk",
        summary="Take many articles in",
        request={
            "application/x-ndjson": OpenApiTypes.BINARY,
            "text/csv": OpenApiTypes.BINARY,
            "application/json": ArticleIn(many=True),
        },
        responses={202: JobOut},
        examples=[
            OpenApiExample(
                "Two",
                [{"text": "Rents rose by 4 % in May."}, {"url": "https://example.org/news/1", "external_id": "n-1"}],
                request_only=True,
                media_type="application/json",
            )
        ],
    )
    @idempotent()
    def post(self, request: Request, slug: str) -> Response:
        """One article a row, with the fields of a single one; fields it does not have become metadata. The rows are
        stored and queued; the job says how far they are, and `jobs/{id}/rows/` what became of each. At most 64 MB and
        50,000 rows, a JSON array at most 12 MB. Sending them again makes no article twice."""
        project = project_for(request, slug, to=Action.IMPORT)
        _run, job, event = import_request(
            actor=actor_of(request), project=project, rows=rows_in(request.data), at=timezone.now()
        )
        return answer(JobOut(job).data, status=202, event=event, location=f"/api/v1/jobs/{job.uid}/", request=request)


class ImportRowsView(ApiView):
    """`jobs/{id}/rows/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",)}
    parameters = PAGED | {"status"}
    pagination_class = CursorPaging

    @extend_schema(
        operation_id="jobs_rows",
        summary="What became of an import's rows",
        parameters=[query("status", "Only these.", enum=RowStatus.values)],
        responses=ImportRowOut(many=True),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """In the order they were sent, those a worker is through with. 404 for a job that is no import."""
        job = job_for(request, uid)
        if job.import_run is None:
            raise NotFound
        status = chosen(request.query_params, "status", RowStatus.values)
        page = page_of(request, rows_of(job.import_run, status=status), IN_ORDER)
        return page.answer(ImportRowOut(page.rows, many=True).data)


def rows_in(body: Any) -> Rows:
    """The rows of a body. Raises InvalidValue for JSON that is no array of articles."""
    if isinstance(body, Mapping) and isinstance(body.get(ROWS), UploadedFile):
        file = body[ROWS]
    elif isinstance(body, list) and body:
        lines = b"\n".join(json.dumps(one).encode() for one in body)
        file = SimpleUploadedFile(ROWS, lines, NdjsonParser.media_type)
    elif not body:
        raise InvalidValue("There is no article in it.")
    else:
        raise InvalidValue("It has to be an array of articles.", hint="One article goes to …/articles/.")

    def pieces() -> Iterable[bytes]:
        file.seek(0)
        return read_pieces(file)

    return Rows(pieces=pieces, size=file.size or 0, media_type=file.content_type or "")


def read_pieces(file: "UploadedFile[Any]") -> Iterator[bytes]:
    """The file's bytes from where it stands."""
    while piece := file.read(PIECE):
        yield piece
