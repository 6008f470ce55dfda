"""What is kept of a piece's source: every look at it, its text with the words marked, what changed, and the bytes.
Nothing of it is ever given as a page of ours: text as plain text, bytes as a download."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.errors import NoTextKept
from annotations.models.evidence import Evidence
from annotations.models.snapshots import Sighting, Snapshot
from annotations.policy import Action, may
from annotations.selectors import access
from annotations.selectors.blobs import blob_pieces
from annotations.selectors.snapshots import (
    Comparison,
    Seen,
    compared,
    download_headers,
    snapshot_of,
    snapshots_of,
    text_of,
)
from annotations.web.gate import PageRequest

LONGEST_SHOWN = 200_000  # characters of a text on the page; all of it is one link away


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a text, `marked` where it is the quoted words."""

    words: str
    marked: bool


@require_safe
def evidence_page(request: PageRequest, uid: UUID) -> HttpResponse:
    """Every look at the source; the text of one of them; and with `against`, what changed between two."""
    piece = access.evidence_for(request.user, uid)
    looks = snapshots_of(piece)
    seen = chosen(looks, request.GET.get("snapshot", ""))
    other = next((look for look in looks if str(look.snapshot.uid) == request.GET.get("against", "")), None)
    text = text_of(seen.snapshot) if seen is not None and seen.snapshot.text_sha256 else ""
    context = {
        "piece": piece,
        "claim": piece.claim,
        "project": piece.claim.article.project,
        "looks": looks,
        "seen": seen,
        "stretches": stretches(text[:LONGEST_SHOWN], seen.sighting if seen else None),
        "cut": len(text) > LONGEST_SHOWN,
        "comparison": comparison(seen, other),
        "may_judge": may(request.user, Action.JUDGE, piece.claim.article.project),
    }
    return render(request, "evidence/page.html", context)


@require_safe
def text(request: PageRequest, uid: UUID, snapshot: UUID) -> HttpResponse:
    """A snapshot's words as plain text."""
    look = look_for(request, uid, snapshot)
    headers = {"X-Content-Type-Options": "nosniff"}
    return HttpResponse(text_of(look), content_type="text/plain; charset=utf-8", headers=headers)


@require_safe
def file(request: PageRequest, uid: UUID, snapshot: UUID) -> HttpResponseBase:
    """A snapshot's bytes, as a download that no browser runs."""
    look = look_for(request, uid, snapshot)
    if not look.body_sha256:
        raise NoTextKept
    return StreamingHttpResponse(blob_pieces(look.body_sha256), headers=download_headers(look))


# --- The parts ---------------------------------------------------------------------------------------------------


def look_for(request: PageRequest, uid: UUID, snapshot: UUID) -> Snapshot:
    """A snapshot, through the piece it belongs to. Raises NotFound."""
    piece: Evidence = access.evidence_for(request.user, uid)
    return snapshot_of(piece, snapshot)


def chosen(looks: list[Seen], uid: str) -> Seen | None:
    """The look that was asked for, else the last with a text, else the last."""
    asked = next((look for look in looks if str(look.snapshot.uid) == uid), None)
    with_text = next((look for look in looks if look.snapshot.text_sha256), None)
    return asked or with_text or (looks[0] if looks else None)


def comparison(seen: Seen | None, other: Seen | None) -> Comparison | None:
    """What changed between two looks, None where one of them has no text."""
    if seen is None or other is None or not (seen.snapshot.text_sha256 and other.snapshot.text_sha256):
        return None
    return compared(seen.snapshot, other.snapshot)


def stretches(text: str, sighting: Sighting | None) -> list[Stretch]:
    """The text cut at the words that were found in it."""
    found = sighting.passages if sighting is not None else []
    spans = sorted((one["start"], one["end"]) for one in found if one["end"] and one["where"] == "text")
    parts, at = [], 0
    for start, end in spans:
        if start >= at and end <= len(text):
            parts += [Stretch(text[at:start], marked=False), Stretch(text[start:end], marked=True)]
            at = end
    return [part for part in (*parts, Stretch(text[at:], marked=False)) if part.words]
