"""Many articles in one go: stored whole and queued, taken in by a worker a few at a time, ended.

A run that is killed goes on behind the last rows it committed. A row that comes twice is no second article, because the
same text in a project is the same article."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import OperationalError, transaction

from annotations.errors import AnnotationError, ImportTooLarge, RowsRefused, TooManyRows
from annotations.extract.row_types import ArticleRow, RowRefusal, RowsUnreadable
from annotations.extract.rows import article_rows
from annotations.models.imports import ImportRow, ImportRun, RowStatus
from annotations.models.jobs import Job, JobKind
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.selectors.blobs import blob_pieces
from annotations.services.actor import Actor, Door
from annotations.services.blobs import blob_store
from annotations.services.imports import RowOutcome, batch_import, batches
from annotations.services.jobs import ClaimedJob, LeaseLost, job_enqueue, job_fail, job_finish, job_progress
from annotations.services.ledger import open_entry, stream_of, subject_of
from annotations.services.values import clean_text
from annotations.services.verbs import Verb

LARGEST_IMPORT = 64 * 1024 * 1024  # bytes
MOST_ROWS = 50_000  # of one import


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows as they were sent: NDJSON or CSV. `pieces()` gives their bytes from the beginning, as often as it is called;
    `size` is how many there are."""

    pieces: Callable[[], Iterable[bytes]]
    size: int
    filename: str = ""
    media_type: str = ""


@transaction.atomic
def import_request(*, actor: Actor, project: Project, rows: Rows, at: datetime) -> tuple[ImportRun, Job, LedgerEvent]:
    """Store the rows and queue them, in one transaction. Reads them all once, to say how many there are. Raises
    RowsRefused, ImportTooLarge, TooManyRows."""
    if rows.size > LARGEST_IMPORT:
        raise ImportTooLarge
    total = counted(rows)
    entry = open_entry(actor=actor, stream=stream_of(project), at=at)
    run = ImportRun.objects.create(
        project=project,
        blob=blob_store(pieces=rows.pieces(), at=at),
        filename=clean_text(rows.filename, field="file", longest=255),
        media_type=rows.media_type.partition(";")[0].strip()[:120],
        rows_total=total,
        requested_by=actor.user,
        door=actor.door.value,
        request_id=actor.request_id,
        requested_at=at,
    )
    job = job_enqueue(
        kind=JobKind.IMPORT_ARTICLES,
        project=project,
        import_run=run,
        requested_by=actor.user,
        dedupe_key=str(run.uid),
        at=at,
    )
    detail: dict[str, object] = {"rows": total, "file": run.filename, "sha256": run.blob_id, "job": str(job.uid)}
    return run, job, entry.record(verb=Verb.IMPORT_REQUESTED, subject=subject_of(project), detail=detail)


def rows_take_in(*, claimed: ClaimedJob, run: ImportRun, now: Callable[[], datetime]) -> None:
    """Take in the rows that are left, some of them in one transaction with what is said of them. Each new article has
    its event, by the person who sent them. Raises LeaseLost where the job was cancelled or is somebody else's."""
    actor = sender_of(run)
    left = islice(rows_of_run(run), run.handled, None)
    with suppress(RowsUnreadable):  # it was read once before it was stored
        for batch in batches(left):
            try:
                batch_take_in(actor=actor, claimed=claimed, run=run, batch=batch, at=now())
            except OperationalError:
                # Another import of the same texts in another order can stand in the way: one of them tries again.
                batch_take_in(actor=actor, claimed=claimed, run=run, batch=batch, at=now())
            run.refresh_from_db(fields=["handled"])


@transaction.atomic
def batch_take_in(
    *, actor: Actor, claimed: ClaimedJob, run: ImportRun, batch: list[ArticleRow | RowRefusal], at: datetime
) -> None:
    """These rows, what became of them and how far the run is, all or nothing. Raises LeaseLost."""
    outcomes = batch_import(actor=actor, project=run.project, batch=batch, at=at, rehearse=False)
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    told = [told_of(run, run.handled + place, outcome) for place, outcome in enumerate(outcomes)]
    ImportRow.objects.bulk_create(told)
    run.handled += len(told)
    for row in told:
        setattr(run, row.status, getattr(run, row.status) + 1)
    run.save(update_fields=["handled", *RowStatus.values])
    held = job_progress(uid=claimed.job.uid, token=claimed.token, progress=run.handled, total=run.rows_total)
    if not held:
        raise LeaseLost


@transaction.atomic
def import_finish(*, actor: Actor, run: ImportRun, at: datetime, claimed: ClaimedJob) -> LedgerEvent:
    """Every row was taken in or refused. Raises LeaseLost."""
    entry = open_entry(actor=actor, stream=stream_of(run.project), at=at)
    job_finish(claimed=claimed, at=at)
    run = ImportRun.objects.select_related("project").get(pk=run.pk)
    detail: dict[str, object] = {"job": str(claimed.job.uid), "file": run.filename, "rows": run.rows_total}
    counts: dict[str, object] = {status: getattr(run, status) for status in RowStatus.values}
    return entry.record(verb=Verb.IMPORT_FINISHED, subject=subject_of(run.project), detail={**detail, **counts})


@transaction.atomic
def import_fail(
    *, actor: Actor, run: ImportRun, error: AnnotationError, at: datetime, claimed: ClaimedJob
) -> LedgerEvent:
    """The rest of the rows could not be taken in; people see why. What came in is in. Raises LeaseLost."""
    entry = open_entry(actor=actor, stream=stream_of(run.project), at=at)
    job_fail(claimed=claimed, at=at, code=error.code, message=error.message, hint=error.hint)
    detail: dict[str, object] = {"job": str(claimed.job.uid), "code": error.code, "message": error.message}
    return entry.record(verb=Verb.IMPORT_FAILED, subject=subject_of(run.project), detail=detail)


# --- The parts ---------------------------------------------------------------------------------------------------


def counted(rows: Rows) -> int:
    """How many there are. Raises RowsRefused where none can be read, TooManyRows."""
    try:
        read = article_rows(rows.pieces(), filename=rows.filename, media_type=rows.media_type)
        total = sum(1 for _row in islice(read, MOST_ROWS + 1))
    except RowsUnreadable as error:
        raise RowsRefused(error.message, hint=error.hint) from error
    if total == 0:
        raise RowsRefused("There is no row under the heading.", hint="Check that the right file was chosen.")
    if total > MOST_ROWS:
        raise TooManyRows
    return total


def rows_of_run(run: ImportRun) -> Iterator[ArticleRow | RowRefusal]:
    """The stored rows, from the first. Memory: one row."""
    return article_rows(blob_pieces(run.blob_id), filename=run.filename, media_type=run.media_type)


def sender_of(run: ImportRun) -> Actor:
    """Who sent the rows, at the door they came by."""
    if run.requested_by is None:
        return Actor.system("import", door=Door(run.door))
    return Actor.person(run.requested_by, door=Door(run.door), request_id=run.request_id)


def told_of(run: ImportRun, index: int, outcome: RowOutcome) -> ImportRow:
    """What is kept of a row's outcome, not saved."""
    row = ImportRow(run=run, index=index, number=outcome.number, article=outcome.article)
    row.status = RowStatus.CREATED if outcome.created else RowStatus.KNOWN
    if refusal := outcome.refusal:
        row.status = RowStatus.REFUSED
        row.field, row.code = refusal.field[:40], refusal.code
        row.detail, row.hint = without_nul(refusal.message)[:500], without_nul(refusal.hint)[:500]
    return row


def without_nul(words: str) -> str:
    """Words that quote what was sent, as every database keeps them."""
    return "".join("\ufffd" if mark == "\0" or "\ud800" <= mark <= "\udfff" else mark for mark in words)
