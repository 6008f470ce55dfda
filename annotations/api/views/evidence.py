"""What decisions rest on: evidence, and what is kept of its sources."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.access import claim_for, evidence_for, evidence_to_hide
from annotations.api.auth import actor_of, user_of
from annotations.api.base import PAGED, ApiView, Nothing, answer, keep_uncompressed, validated
from annotations.api.conditions import expected_version, telling_the_present
from annotations.api.cursors import Key
from annotations.api.idempotency import idempotent
from annotations.api.paging import CursorPaging, page_of
from annotations.api.parsers import StrictJSONParser
from annotations.api.schema import query
from annotations.api.shapes.evidence import (
    DiffOut,
    EvidenceChange,
    EvidenceIn,
    EvidenceOut,
    FileIn,
    SnapshotOut,
    SnapshotTextOut,
    attachment_in,
    diff_data,
)
from annotations.api.views.articles import FORM_OVERHEAD
from annotations.api.views.releases import TakesAnything
from annotations.errors import FileTooLarge, InvalidValue, NoTextKept
from annotations.models.evidence import Evidence
from annotations.policy import Action
from annotations.selectors.blobs import blob_pieces
from annotations.selectors.claim_list import standing_evidence
from annotations.selectors.confidential import shown_of
from annotations.selectors.snapshots import (
    compared,
    download_headers,
    snapshot_of,
    snapshots_of,
    standings_of,
    text_of,
)
from annotations.services.articles import LARGEST_FILE
from annotations.services.confidential import evidence_set_confidential
from annotations.services.evidence import evidence_add, evidence_restore, evidence_withdraw
from annotations.services.snapshots import snapshot_attach, snapshot_request
from annotations.services.verbs import Verb

OLDEST_FIRST = [Key("uid", "uid")]
READ: dict[str, tuple[str, ...]] = {"GET": ("read",)}
REVIEW: dict[str, tuple[str, ...]] = {"POST": ("review",)}


class TakesFiles(ApiView):
    """JSON, or a form with one file, refused by its size before a byte of it is stored."""

    parser_classes = [StrictJSONParser, MultiPartParser]

    def refuse_size(self, request: Request) -> None:
        """Raises FileTooLarge for a form that cannot hold a file we would take."""
        if str(request.META.get("CONTENT_TYPE", "")).startswith("multipart/"):
            self.largest_body, self.too_large = LARGEST_FILE + FORM_OVERHEAD, FileTooLarge  # type: ignore[misc]
        super().refuse_size(request)


class EvidenceListView(TakesFiles):
    """`claims/{id}/evidence/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = READ | REVIEW
    parameters = PAGED
    pagination_class = CursorPaging

    @extend_schema(operation_id="evidence_list", summary="A claim's evidence", responses=EvidenceOut(many=True))
    def get(self, request: Request, uid: UUID) -> Response:
        """What was not withdrawn, oldest first, with how its sources stand."""
        claim = claim_for(request, uid)
        page = page_of(request, standing_evidence(claim, reader=user_of(request)), OLDEST_FIRST)
        pieces = shown_of(page.rows)
        for piece in pieces:
            piece.claim = claim
        seen = [piece for piece in pieces if not piece.hidden]
        context = {"standings": standings_of(seen, claim.article.project)}
        return page.answer(EvidenceOut(pieces, many=True, context=context).data)

    @extend_schema(
        operation_id="evidence_create",
        summary="Add evidence",
        request={"application/json": EvidenceIn, "multipart/form-data": EvidenceIn},
        responses={201: EvidenceOut, 200: EvidenceOut},
        examples=[
            OpenApiExample(
                "Link",
                {"url": "https://example.org/rents", "quote": "Rents rose by 4.1 %", "stance": "supports"},
                request_only=True,
            )
        ],
    )
    @idempotent()
    def post(self, request: Request, uid: UUID) -> Response:
        """A new piece (201); or the one of the same address, with the new words, place and stance (200). A link queues
        its snapshot."""
        claim, data = claim_for(request, uid, to=Action.JUDGE), validated(EvidenceIn, request)
        file = attachment_in(data)
        piece, event = evidence_add(actor=actor_of(request), claim=claim, at=timezone.now(), attachment=file, **data)
        status = 201 if event.verb == Verb.EVIDENCE_ADDED else 200
        return answer(shown(piece), status=status, row=piece, event=event, request=request)


class EvidenceView(ApiView):
    """`evidence/{id}/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = READ | {"PATCH": ("review",), "DELETE": ("review",)}

    @extend_schema(operation_id="evidence_read", summary="A piece of evidence", responses=EvidenceOut)
    def get(self, request: Request, uid: UUID) -> Response:
        """Also one that was withdrawn, but none that is hidden from the caller."""
        piece = evidence_for(request, uid)
        return answer(shown(piece), row=piece, request=request)

    @extend_schema(
        operation_id="evidence_change",
        summary="Make evidence confidential, or open again",
        request=EvidenceChange,
        responses=EvidenceOut,
        examples=[OpenApiExample("Confidential", {"confidential": True}, request_only=True)],
    )
    def patch(self, request: Request, uid: UUID) -> Response:
        """By whoever added it, or a role that sees confidential evidence. Can be undone."""
        piece = evidence_to_hide(request, uid)
        with telling_the_present(lambda: evidence_for(request, uid), shown):
            version = expected_version(request, piece)
            data, actor = validated(EvidenceChange, request), actor_of(request)
            piece, event = evidence_set_confidential(
                actor=actor, evidence=piece, at=timezone.now(), row_version=version, **data
            )
        return answer(shown(piece), row=piece, event=event, request=request)

    @extend_schema(operation_id="evidence_withdraw", summary="Withdraw evidence", responses={204: None})
    def delete(self, request: Request, uid: UUID) -> Response:
        """Takes it off its claim; the history keeps it."""
        piece = evidence_for(request, uid, to=Action.JUDGE)
        event = evidence_withdraw(actor=actor_of(request), evidence=piece, at=timezone.now())
        return answer(status=204, event=event, request=request)


class EvidenceRestoreView(ApiView):
    """`evidence/{id}/restore/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = REVIEW

    @extend_schema(
        operation_id="evidence_restore", summary="Put evidence back", request=None, responses={200: EvidenceOut}
    )
    @idempotent()
    def post(self, request: Request, uid: UUID) -> Response:
        """A withdrawn piece is on its claim again."""
        piece = evidence_for(request, uid, to=Action.JUDGE)
        validated(Nothing, request)
        event = evidence_restore(actor=actor_of(request), evidence=piece, at=timezone.now())
        piece = evidence_for(request, uid)
        return answer(shown(piece), row=piece, event=event, request=request)


class EvidenceCheckView(ApiView):
    """`evidence/{id}/check/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = REVIEW

    @extend_schema(
        operation_id="evidence_check", summary="Fetch its page again", request=None, responses={202: EvidenceOut}
    )
    @idempotent()
    def post(self, request: Request, uid: UUID) -> Response:
        """Queued; its job is in `Location`. Earlier snapshots stay."""
        piece = evidence_for(request, uid, to=Action.JUDGE)
        validated(Nothing, request)
        _snapshot, job, event = snapshot_request(actor=actor_of(request), evidence=piece, at=timezone.now())
        where = f"/api/v1/jobs/{job.uid}/"
        piece = evidence_for(request, uid)
        return answer(shown(piece), status=202, event=event, location=where, request=request)


class EvidenceFileView(TakesFiles):
    """`evidence/{id}/file/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = REVIEW

    @extend_schema(
        operation_id="evidence_attach",
        summary="Attach a file",
        request={"multipart/form-data": FileIn},
        responses={202: EvidenceOut},
    )
    @idempotent()
    def post(self, request: Request, uid: UUID) -> Response:
        """Kept as what its source says, where that cannot be fetched; its job is in `Location`."""
        piece = evidence_for(request, uid, to=Action.JUDGE)
        file = attachment_in(validated(FileIn, request))
        assert file is not None  # noqa: S101  the shape requires it
        actor, at = actor_of(request), timezone.now()
        _snapshot, job, event = snapshot_attach(actor=actor, evidence=piece, attachment=file, at=at)
        piece = evidence_for(request, uid)
        where = f"/api/v1/jobs/{job.uid}/"
        return answer(shown(piece), status=202, event=event, location=where, request=request)


class SnapshotListView(ApiView):
    """`evidence/{id}/snapshots/`"""

    scopes = READ

    @extend_schema(operation_id="snapshots_list", summary="Every look at its source", responses=SnapshotOut(many=True))
    def get(self, request: Request, uid: UUID) -> Response:
        """Newest first."""
        seen = snapshots_of(evidence_for(request, uid))
        results = SnapshotOut(seen, many=True).data
        return answer({"next": None, "previous": None, "results": results}, request=request)


class SnapshotTextView(ApiView):
    """`evidence/{id}/snapshots/{snapshot}/text/`"""

    scopes = READ

    @extend_schema(operation_id="snapshots_text", summary="A snapshot's text", responses=SnapshotTextOut)
    def get(self, request: Request, uid: UUID, snapshot: UUID) -> Response:
        """The words that could be read in it."""
        look = snapshot_of(evidence_for(request, uid), snapshot)
        said = {"id": look.uid, "text_sha256": look.text_sha256, "text": text_of(look)}
        return answer(SnapshotTextOut(said).data, request=request)


class SnapshotFileView(ApiView):
    """`evidence/{id}/snapshots/{snapshot}/file/`"""

    scopes = READ
    content_negotiation_class = TakesAnything

    @extend_schema(
        operation_id="snapshots_file",
        summary="A snapshot's bytes",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, uid: UUID, snapshot: UUID) -> HttpResponseBase:
        """As they were received, always as a download."""
        look = snapshot_of(evidence_for(request, uid), snapshot)
        if not look.body_sha256:
            raise NoTextKept
        keep_uncompressed(request)
        headers = download_headers(look)
        if request.method == "HEAD":
            return HttpResponse(headers=headers)
        return StreamingHttpResponse(blob_pieces(look.body_sha256), headers=headers)


class SnapshotDiffView(ApiView):
    """`evidence/{id}/diff/`"""

    scopes = READ
    parameters = frozenset({"from", "to"})

    @extend_schema(
        operation_id="snapshots_diff",
        summary="What changed at its source",
        parameters=[
            query("from", "A snapshot's id; the one before without it."),
            query("to", "The newest without it."),
        ],
        responses=DiffOut,
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Two snapshots with a text, sentence by sentence."""
        asked, looks = request.query_params, snapshots_of(evidence_for(request, uid))
        with_text = [seen.snapshot for seen in looks if seen.snapshot.text_sha256]
        by_id = {str(snapshot.uid): snapshot for snapshot in with_text}
        for name in ("from", "to"):
            if name in asked and asked[name] not in by_id:
                raise InvalidValue("This is no snapshot of this evidence that has a text.", field=name)
        later = by_id[asked["to"]] if "to" in asked else next(iter(with_text), None)
        older = [one for one in with_text if later is not None and one.pk < later.pk]
        earlier = by_id[asked["from"]] if "from" in asked else next(iter(older), None)
        if later is None or earlier is None:
            raise NoTextKept("There are no two snapshots with a text yet.", hint="Check the page again later.")
        return answer(DiffOut(diff_data(compared(earlier, later))).data, request=request)


def shown(piece: Evidence) -> dict[str, Any]:
    """A piece with how its source stands."""
    context = {"standings": standings_of([piece], piece.claim.article.project)}
    return dict(EvidenceOut(piece, context=context).data)
