"""Snapshots: asked for, attached, kept, failed, searched. What a fetch gave is an event like everything else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from annotations.errors import AnnotationError, EvidenceWithdrawn, NothingToFetch
from annotations.extract.types import Look
from annotations.models.evidence import Evidence
from annotations.models.jobs import Job
from annotations.models.ledger import LedgerEvent
from annotations.models.snapshots import Sighting, Snapshot, SnapshotStatus
from annotations.services.actor import Actor
from annotations.services.blobs import blob_store
from annotations.services.claims import open_claim
from annotations.services.jobs import ClaimedJob, job_fail, job_finish
from annotations.services.ledger import Entry, open_entry, stream_of, subject_of
from annotations.services.snapshot_queue import attached, fetch_of, newest_of, queue_search, queue_work
from annotations.services.sources import Attachment, checked_attachment, key_for, key_of_address, key_of_file
from annotations.services.verbs import Verb


@dataclass(frozen=True, slots=True)
class Sought:
    """What a search for one piece's words gave: see Sighting."""

    evidence: Evidence
    words_sha256: str
    found: str
    passages: list[dict[str, Any]]


def snapshot_request(*, actor: Actor, evidence: Evidence, at: datetime) -> tuple[Snapshot, Job, LedgerEvent | None]:
    """Fetch a piece's link again, whatever is kept of it. No event where somebody waits for it already. Raises
    NothingToFetch, EvidenceWithdrawn, ClaimWithdrawn, ArticleArchived."""
    try:
        with transaction.atomic():
            return request_once(actor=actor, evidence=evidence, at=at)
    except IntegrityError:
        with transaction.atomic():
            return request_once(actor=actor, evidence=evidence, at=at)


def request_once(*, actor: Actor, evidence: Evidence, at: datetime) -> tuple[Snapshot, Job, LedgerEvent | None]:
    """One attempt of snapshot_request, in the caller's transaction."""
    entry, evidence = open_piece(actor=actor, evidence=evidence, at=at)
    project = evidence.claim.article.project
    if not evidence.url:
        raise NothingToFetch
    if not evidence.source_key:
        entry.change(evidence, source_key=key_for(evidence, key_of_address(evidence.url)))
    waiting = newest_of(project, evidence.source_key)
    if waiting is not None and waiting.status == SnapshotStatus.QUEUED:
        return waiting, queue_work(waiting, actor.as_user(), at=at), None
    snapshot = fetch_of(entry, evidence, project)
    event = entry.record(
        verb=Verb.SNAPSHOT_REQUESTED, subject=subject_of(evidence.claim), detail={"what": evidence.url}
    )
    return snapshot, queue_work(snapshot, actor.as_user(), at=at), event


@transaction.atomic
def snapshot_attach(
    *, actor: Actor, evidence: Evidence, attachment: Attachment, at: datetime
) -> tuple[Snapshot, Job, LedgerEvent]:
    """Keep a file as what a piece's source says, where it cannot be fetched. Raises FileTooLarge, InvalidValue,
    EvidenceWithdrawn, ClaimWithdrawn, ArticleArchived."""
    attachment = checked_attachment(attachment)
    entry, evidence = open_piece(actor=actor, evidence=evidence, at=at)
    if not evidence.source_key:
        key = key_of_address(evidence.url) if evidence.url else key_of_file(attachment)
        entry.change(evidence, source_key=key_for(evidence, key))
    snapshot = attached(entry, evidence, attachment, project=evidence.claim.article.project)
    event = entry.record(
        verb=Verb.SNAPSHOT_ATTACHED,
        subject=subject_of(evidence.claim),
        detail={"what": evidence.url or evidence.reference, "file": attachment.filename},
    )
    return snapshot, queue_work(snapshot, actor.as_user(), at=at), event


@transaction.atomic
def snapshot_keep(
    *, actor: Actor, snapshot: Snapshot, look: Look, sought: list[Sought], at: datetime, claimed: ClaimedJob
) -> LedgerEvent:
    """What the worker got, and where the words are in it. Pieces that came meanwhile are looked for next. Raises
    LeaseLost."""
    entry, snapshot = open_snapshot(actor=actor, snapshot=snapshot, at=at)
    job_finish(claimed=claimed, at=at)
    problem = look.problem
    entry.change(
        snapshot,
        status=SnapshotStatus.KEPT,
        taken_at=at,
        final_url=look.final_url[:4000],
        http_status=look.http_status,
        headers=look.headers,
        media_type=look.media_type[:120] or snapshot.media_type,
        body_sha256=blob_store(pieces=[look.body], at=at).sha256,
        body_size=len(look.body),
        text_sha256=stored_text(look.text, at=at),
        text_length=len(look.text),
        whole_sha256=stored_text(look.whole, at=at),
        title=look.title[:500],
        error_code=problem.code if problem else "",
        error_message=problem.message[:500] if problem else "",
        error_hint=problem.hint[:500] if problem else "",
    )
    add_sightings(entry, snapshot, sought)
    event = entry.record(
        verb=Verb.SNAPSHOT_KEPT,
        subject=subject_of(snapshot),
        detail={
            "what": snapshot.url or snapshot.filename,
            "sha256": snapshot.body_sha256,
            "problem": snapshot.error_message,
        },
    )
    queue_search(snapshot, snapshot.requested_by, at=at)
    return event


@transaction.atomic
def snapshot_fail(
    *, actor: Actor, snapshot: Snapshot, error: AnnotationError, at: datetime, claimed: ClaimedJob
) -> LedgerEvent:
    """The work on this snapshot ended badly; people see why and what to do. One that is kept stays so. Raises
    LeaseLost."""
    entry, snapshot = open_snapshot(actor=actor, snapshot=snapshot, at=at)
    job_fail(claimed=claimed, at=at, code=error.code, message=error.message, hint=error.hint)
    if snapshot.status == SnapshotStatus.QUEUED:
        entry.change(
            snapshot,
            status=SnapshotStatus.FAILED,
            taken_at=at,
            error_code=error.code,
            error_message=error.message[:500],
            error_hint=error.hint[:500],
        )
    return entry.record(
        verb=Verb.SNAPSHOT_FAILED,
        subject=subject_of(snapshot),
        detail={"what": snapshot.url or snapshot.filename, "code": error.code, "message": error.message},
    )


@transaction.atomic
def snapshot_search(
    *, actor: Actor, snapshot: Snapshot, sought: list[Sought], at: datetime, claimed: ClaimedJob
) -> LedgerEvent | None:
    """Where the words of pieces that came later are in a snapshot that is kept. None where all were found before.
    Raises LeaseLost."""
    entry, snapshot = open_snapshot(actor=actor, snapshot=snapshot, at=at)
    job_finish(claimed=claimed, at=at)
    if not add_sightings(entry, snapshot, sought):
        return None
    event = entry.record(
        verb=Verb.SNAPSHOT_SEARCHED, subject=subject_of(snapshot), detail={"what": snapshot.url or snapshot.filename}
    )
    queue_search(snapshot, snapshot.requested_by, at=at)
    return event


# --- The parts ---------------------------------------------------------------------------------------------------


def open_piece(*, actor: Actor, evidence: Evidence, at: datetime) -> tuple[Entry, Evidence]:
    """An entry in the stream of the piece's article and the piece as it is now. Raises EvidenceWithdrawn,
    ClaimWithdrawn, ArticleArchived."""
    entry, claim = open_claim(actor=actor, claim=evidence.claim, at=at)
    evidence = Evidence.objects.select_related("added_by").get(pk=evidence.pk)
    if evidence.withdrawn_at is not None:
        raise EvidenceWithdrawn
    evidence.claim = claim
    return entry, evidence


def open_snapshot(*, actor: Actor, snapshot: Snapshot, at: datetime) -> tuple[Entry, Snapshot]:
    """An entry in the project's stream and the snapshot as it is now. Its row is locked, so that nobody shares it
    between our last look for pieces and our commit."""
    entry = open_entry(actor=actor, stream=stream_of(snapshot.project), at=at)
    rows = Snapshot.objects.select_for_update(of=("self",)).select_related("project", "requested_by")
    return entry, rows.get(pk=snapshot.pk)


def add_sightings(entry: Entry, snapshot: Snapshot, sought: list[Sought]) -> int:
    """The results of a search, part of the entry, without those that are there. How many were new. One query."""
    there = set(Sighting.objects.filter(snapshot=snapshot).values_list("evidence_id", "words_sha256"))
    new = [one for one in sought if (one.evidence.pk, one.words_sha256) not in there]
    entry.add(
        *(
            Sighting(
                evidence=one.evidence,
                snapshot=snapshot,
                words_sha256=one.words_sha256,
                found=one.found,
                passages=one.passages,
                looked_at=entry.at,
            )
            for one in new
        )
    )
    return len(new)


def stored_text(text: str, *, at: datetime) -> str:
    """The key of the text's UTF-8 bytes, stored; "" for no text."""
    return blob_store(pieces=[text.encode()], at=at).sha256 if text else ""
