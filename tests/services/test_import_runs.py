"""Many articles in one go: stored first, taken in once whatever is killed, each row told."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from annotations.errors import AnnotationError, ImportTooLarge, RowsRefused, TooManyRows
from annotations.models.articles import Article
from annotations.models.imports import ImportRow, ImportRun
from annotations.models.jobs import Job
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.selectors.verification import ledger_verdict
from annotations.services import import_runs
from annotations.services.actor import Door
from annotations.services.import_runs import Rows, import_request, rows_take_in
from annotations.services.imports import batch_import
from annotations.services.jobs import LeaseLost, job_cancel, job_claim, job_retry
from annotations.tasks import run_job
from tests.story import NOON, minutes, person

GOOD = [{"text": f"The harbour counted {n} ships.", "external_id": f"h-{n}"} for n in range(7)]
BAD = [{"title": "No text"}, {"text": "Two.", "external_id": "h-1"}, {"text": "  "}]


def ndjson(*rows: dict[str, Any]) -> Rows:
    body = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    return Rows(pieces=lambda: [body], size=len(body), filename="harbour.ndjson")


def asked(desk: Project, user: User, *rows: dict[str, Any]) -> tuple[ImportRun, Job]:
    actor = person(user, door=Door.API, request_id="req-of-import")
    run, job, _event = import_request(actor=actor, project=desk, rows=ndjson(*rows), at=NOON)
    return run, job


def told(run: ImportRun) -> list[tuple[int, str, str]]:
    return list(ImportRow.objects.filter(run=run).order_by("index").values_list("index", "status", "code"))


def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.services.imports.MOST_ROWS", 2)


def test_every_row_is_told_and_good_ones_are_articles(desk: Project, ana: User) -> None:
    run, job = asked(desk, ana, *GOOD[:2], *BAD, GOOD[0])
    run_job(job.kind, job.uid)
    job, run = Job.objects.get(pk=job.pk), ImportRun.objects.get(pk=run.pk)
    assert (job.state, job.progress, job.total) == ("done", 6, 6)
    assert (run.created, run.known, run.refused) == (2, 1, 3)
    codes = ["", "", "invalid", "external_id_taken", "empty_text", ""]
    kinds = ["created", "created", "refused", "refused", "refused", "known"]
    assert told(run) == list(zip(range(6), kinds, codes, strict=True))
    refused = ImportRow.objects.get(run=run, index=3)
    assert (refused.number, refused.field) == (4, "external_id")
    assert refused.detail.endswith("with other text.")
    assert refused.hint
    event = LedgerEvent.objects.filter(verb="article.imported").latest("id")
    assert (event.actor_id, event.door, event.request_id) == (str(ana.uid), "api", "req-of-import")
    assert Article.objects.filter(imported_by=ana).count() == 2
    assert ledger_verdict().intact


def test_an_attempt_that_dies_half_way_is_gone_on_with_and_nothing_is_doubled(
    desk: Project, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_at_once(monkeypatch)
    run, job = asked(desk, ana, *GOOD, BAD[0])
    whole = batch_import

    def dies_at_the_third(**given: Any) -> Any:
        outcomes = whole(**given)
        if Article.objects.count() > 4:
            raise MemoryError
        return outcomes

    held = job_claim(uid=job.uid, at=NOON)
    assert held is not None
    monkeypatch.setattr(import_runs, "batch_import", dies_at_the_third)
    with pytest.raises(MemoryError):
        rows_take_in(claimed=held, run=run, now=lambda: minutes(1))
    monkeypatch.setattr(import_runs, "batch_import", whole)
    assert (Article.objects.count(), ImportRun.objects.get().handled) == (4, 4), "two transactions of two rows"
    run_job(job.kind, job.uid)  # its lease is long over
    assert Job.objects.get(pk=job.pk).state == "done"
    assert [index for index, *_ in told(run)] == list(range(8))
    run = ImportRun.objects.get()
    assert (run.created, run.known, run.refused, Article.objects.count()) == (7, 0, 1, 7)
    assert LedgerEvent.objects.filter(verb="article.imported").count() == 7


def test_an_attempt_that_lost_its_lease_keeps_nothing_more(
    desk: Project, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_at_once(monkeypatch)
    run, job = asked(desk, ana, *GOOD)
    late = job_claim(uid=job.uid, at=NOON)
    assert late is not None
    run_job(job.kind, job.uid)
    run.handled = 0  # what the late twin read before
    with pytest.raises(LeaseLost):
        rows_take_in(claimed=late, run=run, now=timezone.now)
    assert len(told(run)) == 7


def test_a_cancelled_import_keeps_what_came_in_and_goes_on_when_tried_again(
    desk: Project, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_at_once(monkeypatch)
    run, job = asked(desk, ana, *GOOD)
    held = job_claim(uid=job.uid, at=NOON)
    assert held is not None

    def stopped_after_four() -> Any:
        if ImportRun.objects.get().handled == 4:
            job_cancel(actor=person(ana), job=job, at=minutes(1))
        return minutes(1)

    with pytest.raises(LeaseLost):
        rows_take_in(claimed=held, run=run, now=stopped_after_four)
    assert len(told(run)) == 4
    job_retry(actor=person(ana), job=job, at=minutes(2))
    run_job(job.kind, job.uid)
    assert (Job.objects.get(pk=job.pk).state, len(told(run)), Article.objects.count()) == ("done", 7, 7)


def test_the_same_file_again_makes_nothing_twice(desk: Project, ana: User, work_off: Callable[[], int]) -> None:
    for _time in range(2):
        run, job = asked(desk, ana, *GOOD)
        run_job(job.kind, job.uid)
    run = ImportRun.objects.get(pk=run.pk)
    assert (run.created, run.known, Article.objects.count()) == (0, 7, 7)


def test_work_that_fails_says_so_and_keeps_what_came_in(
    desk: Project, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run, job = asked(desk, ana, *GOOD)

    def breaks(**given: Any) -> None:
        raise AnnotationError("No room.")

    monkeypatch.setattr("annotations.tasks.rows_take_in", breaks)
    run_job(job.kind, job.uid)
    job = Job.objects.get(pk=job.pk)
    assert (job.state, job.error_message) == ("failed", "No room.")
    assert LedgerEvent.objects.latest("id").verb == "import.failed"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", RowsRefused),
        (b"title;byline\nA;B\n", RowsRefused),
        (b"text\n", RowsRefused),
        (b'{"text": "a"}\n' * 4, TooManyRows),
        (b'{"text": "%s"}' % (b"a" * 100), ImportTooLarge),
    ],
)
def test_what_cannot_be_taken_leaves_nothing_behind(
    desk: Project, ana: User, monkeypatch: pytest.MonkeyPatch, body: bytes, error: type[AnnotationError]
) -> None:
    monkeypatch.setattr(import_runs, "MOST_ROWS", 3)
    monkeypatch.setattr(import_runs, "LARGEST_IMPORT", 99)
    before = LedgerEvent.objects.count()
    with pytest.raises(error):
        import_request(actor=person(ana), project=desk, rows=Rows(pieces=lambda: [body], size=len(body)), at=NOON)
    assert (ImportRun.objects.count(), Job.objects.count(), LedgerEvent.objects.count()) == (0, 0, before)
