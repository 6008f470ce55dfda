"""What is kept of the sources of evidence, and what was found in it."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from annotations.errors import NoTextKept, NotFound
from annotations.extract.changes import Change, changes, is_cut
from annotations.models.evidence import Evidence
from annotations.models.jobs import Job, JobState
from annotations.models.projects import Project
from annotations.models.snapshots import Sighting, Snapshot, SnapshotStatus
from annotations.selectors.blobs import blob_bytes

RECENT = 2  # of each state of a source: enough to tell how it stands and whether it changed


@dataclass(frozen=True, slots=True)
class Standing:
    """How the source of one piece of evidence stands. `newest`: the last look at it, kept or not; `kept`: the last one
    whose bytes are here, with the one before it. `sighting`: where the piece's words are in `kept`, None while nobody
    looked or there is nothing to look for."""

    newest: Snapshot | None = None
    kept: Snapshot | None = None
    before: Snapshot | None = None
    fetching: bool = False
    seeking: bool = False
    sighting: Sighting | None = None

    @property
    def state(self) -> str:
        """none, queued, fetching, kept or failed."""
        if self.newest is None:
            return "none"
        return "fetching" if self.fetching else str(self.newest.status)

    @property
    def busy(self) -> bool:
        """Something is under way that will change this."""
        return self.seeking or self.state in {"queued", "fetching"}

    @property
    def changed(self) -> bool | None:
        """Whether the text is another than the time before; None where there is nothing to compare."""
        if self.kept is None or self.before is None or not (self.kept.text_sha256 and self.before.text_sha256):
            return None
        return bool(self.kept.text_sha256 != self.before.text_sha256)


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at a source, and where a piece's words are in it."""

    snapshot: Snapshot
    sighting: Sighting | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two snapshots told against each other, sentence by sentence. `cut`: only their beginnings were compared."""

    earlier: Snapshot
    later: Snapshot
    changes: list[Change] = field(default_factory=list)
    cut: bool = False

    @property
    def same(self) -> bool:
        """No sentence differs."""
        return all(change.kind == "same" for change in self.changes)


def standings_of(pieces: Iterable[Evidence], project: Project) -> dict[int, Standing]:
    """How the sources of these pieces of one project stand, by the piece's key. Three queries at most."""
    pieces = list(pieces)
    keys = {piece.source_key for piece in pieces if piece.source_key}
    if not keys:
        return {piece.pk: Standing() for piece in pieces}
    looks = recent_snapshots(project, keys)
    at_work: dict[int, set[str]] = defaultdict(set)
    unfinished = Job.objects.filter(snapshot__in=[one.pk for found in looks.values() for one in found])
    unfinished = unfinished.filter(state__in=[JobState.QUEUED, JobState.RUNNING])
    for snapshot, kind, state in unfinished.values_list("snapshot_id", "kind", "state"):
        at_work[snapshot].add(f"{kind} {state}")
    sightings = sightings_of(pieces, [kept for found in looks.values() if (kept := newest_kept(found))])
    return {piece.pk: standing(piece, looks.get(piece.source_key, []), at_work, sightings) for piece in pieces}


def standing(
    piece: Evidence,
    looks: list[Snapshot],
    at_work: dict[int, set[str]],
    sightings: dict[tuple[int, int, str], Sighting],
) -> Standing:
    """One piece's, from what was read for all of them."""
    if not looks:
        return Standing()
    kept = [look for look in looks if look.status == SnapshotStatus.KEPT]
    last = kept[0] if kept else None
    return Standing(
        newest=looks[0],
        kept=last,
        before=kept[1] if len(kept) > 1 else None,
        fetching=looks[0].status == SnapshotStatus.QUEUED and "take_snapshot running" in at_work[looks[0].pk],
        seeking=last is not None and any(work.startswith("seek_words") for work in at_work[last.pk]),
        sighting=sightings.get((piece.pk, last.pk, words_key_of(piece))) if last else None,
    )


def recent_snapshots(project: Project, keys: set[str]) -> dict[str, list[Snapshot]]:
    """The last looks of each state at these sources, newest first, by the source's key. One query."""
    number = Window(RowNumber(), partition_by=[F("source_key"), F("status")], order_by=F("id").desc())
    rows = Snapshot.objects.filter(project=project, source_key__in=keys).annotate(number=number)
    found: dict[str, list[Snapshot]] = defaultdict(list)
    for snapshot in rows.filter(number__lte=RECENT).defer("headers").order_by("-id"):
        found[snapshot.source_key].append(snapshot)
    return found


def newest_kept(looks: list[Snapshot]) -> Snapshot | None:
    """The last of these whose bytes are here."""
    return next((look for look in looks if look.status == SnapshotStatus.KEPT), None)


def sightings_of(pieces: list[Evidence], snapshots: list[Snapshot]) -> dict[tuple[int, int, str], Sighting]:
    """What was found of these pieces in these snapshots, by piece, snapshot and wording. One query."""
    rows = Sighting.objects.filter(evidence__in=[piece.pk for piece in pieces], snapshot__in=snapshots)
    return {(row.evidence_id, row.snapshot_id, row.words_sha256): row for row in rows}


def words_key_of(piece: Evidence) -> str:
    """The key of the piece's present wording."""
    return hashlib.sha256(piece.quote.encode()).hexdigest()


def words_to_seek(snapshot: Snapshot) -> list[Evidence]:
    """Standing pieces of this source whose present words were not looked for in this snapshot yet. Two queries."""
    pieces = Evidence.objects.standing().filter(
        source_key=snapshot.source_key, claim__article__project=snapshot.project_id
    )
    sought = set(Sighting.objects.filter(snapshot=snapshot).values_list("evidence_id", "words_sha256"))
    rows = pieces.exclude(quote="").order_by("id")
    return [piece for piece in rows if (piece.pk, words_key_of(piece)) not in sought]


def snapshots_of(piece: Evidence) -> list[Seen]:
    """Every look at a piece's source, newest first, with where its words are in each. Two queries."""
    if not piece.source_key:
        return []
    words = Sighting.objects.filter(evidence=piece, words_sha256=words_key_of(piece))
    rows = Snapshot.objects.of_source(piece.claim.article.project, piece.source_key)
    rows = rows.select_related("requested_by", "project").order_by("-id")
    found = {sighting.snapshot_id: sighting for sighting in words}
    return [Seen(snapshot=row, sighting=found.get(row.pk)) for row in rows]


def snapshot_of(piece: Evidence, uid: UUID | str) -> Snapshot:
    """One of the looks at a piece's source. Raises NotFound: a snapshot is reached through evidence only. One query."""
    rows = Snapshot.objects.of_source(piece.claim.article.project, piece.source_key or "-")
    found: Snapshot | None = rows.select_related("requested_by", "project").filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def text_of(snapshot: Snapshot, *, where: str = "text") -> str:
    """The readable text, or with where="page" all that the page showed. Raises NoTextKept. One query for each half a
    megabyte."""
    sha256 = snapshot.whole_sha256 if where == "page" else snapshot.text_sha256
    if not sha256:
        raise NoTextKept
    return blob_bytes(sha256).decode()


def compared(earlier: Snapshot, later: Snapshot) -> Comparison:
    """What changed between two snapshots. Raises NoTextKept. Some tenths of a second for a long report."""
    if earlier.pk > later.pk:
        earlier, later = later, earlier
    old, new = text_of(earlier), text_of(later)
    return Comparison(earlier=earlier, later=later, changes=changes(old, new), cut=is_cut(old) or is_cut(new))


def download_headers(snapshot: Snapshot) -> dict[str, str]:
    """What a snapshot's bytes are sent with: others made them, so they are a download and never a page of ours,
    whatever they are. No query."""
    name = snapshot.filename or f"{slugify(snapshot.title)[:60] or 'snapshot'}-{snapshot.body_sha256[:8]}.bin"
    return {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "Content-Length": str(snapshot.body_size),
        "X-Content-Type-Options": "nosniff",
    }
