"""However a job comes, it ends once, and people read why it did not end well."""

from collections.abc import Callable

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError

from annotations import tasks
from annotations.errors import EmptyText
from annotations.extract.types import Document, ExtractionFailed
from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.jobs import Job, JobKind
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.selectors.blobs import blob_bytes
from annotations.selectors.verification import ledger_verdict
from annotations.services.articles import Source, article_import
from annotations.services.jobs import MOST_ATTEMPTS, LeaseLost, job_cancel
from annotations.services.releases import release_request
from annotations.tasks import run_job
from tests.story import NOON, MakeArticle, analysis_of, person

PAGE = b"<html><body><article><p>The harbour counted nine ships in May, the office said.</p></article></body></html>"


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    """No model, no child process, no network: what they do has tests of its own."""
    monkeypatch.setattr("annotations.nlp.pipeline.analyse", lambda text, language, model, report: analysis_of(text))
    monkeypatch.setattr(
        tasks, "extract_in_child", lambda body, **about: Document(text="Nine ships came.", title="Ships")
    )


@pytest.fixture
def job(make_article: MakeArticle) -> Job:
    article = make_article(ready=False)
    return Job.objects.get(article=article)


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """The work raises this."""

    def work(claimed: object) -> None:
        raise error

    monkeypatch.setitem(tasks.WORK, JobKind.PREANNOTATE_ARTICLE, work)


def run(job: Job) -> Job:
    Job.objects.filter(pk=job.pk).update(not_before=None)
    run_job(job.kind, str(job.uid))
    return Job.objects.get(pk=job.pk)


def test_a_file_becomes_an_article_with_claims(ana: User, desk: Project, work_off: Callable[[], int]) -> None:
    source = Source(body=PAGE, filename="page.html", media_type="text/html")
    article = article_import(actor=person(ana), project=desk, source=source, at=NOON).article
    assert work_off() == 2, "reading, then splitting"
    article.refresh_from_db()
    assert (article.status, article.title, article.text) == ("ready", "Ships", "Nine ships came.")
    assert Claim.objects.get(article=article).quote == "Nine ships came."
    assert blob_bytes(article.original_sha256) == PAGE
    assert ledger_verdict().intact


def test_a_job_that_comes_twice_is_done_once(job: Job) -> None:
    assert run(job).state == "done"
    claims = Claim.objects.count()
    assert run(job).attempts == 1
    assert Claim.objects.count() == claims


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (EmptyText(), "empty_text", "The text is empty."),
        (ExtractionFailed("scanned_pdf", "Only pictures.", "Run OCR."), "scanned_pdf", "Only pictures."),
        (SoftTimeLimitExceeded(), "too_slow", "took too long"),
    ],
)
def test_work_that_cannot_be_done_says_why(
    job: Job, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str, said: str
) -> None:
    failing(monkeypatch, error)
    ended = run(job)
    article = Article.objects.get(jobs=job)
    assert (ended.state, ended.error_code, article.status, article.error_code) == ("failed", code, "failed", code)
    assert said in article.error_message
    assert ledger_verdict().intact


def test_a_busy_database_is_tried_again(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, OperationalError("database is locked"))
    ended = run(job)
    assert (ended.state, ended.attempts, ended.error_message) == ("queued", 1, "The database was busy.")
    assert Article.objects.get(jobs=job).status == "queued"


def test_what_nobody_foresaw_is_tried_three_times(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, ZeroDivisionError("secret of the house"))
    states = [run(job).state for _ in range(MOST_ATTEMPTS)]
    assert states == ["queued", "queued", "failed"]
    article = Article.objects.get(jobs=job)
    assert (article.error_code, "secret" in article.error_message) == ("work_failed", False)


def test_work_that_killed_its_worker_three_times_is_set_aside(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(attempts=MOST_ATTEMPTS)
    assert run(job).state == "quarantined"
    assert Article.objects.get(jobs=job).error_code == "work_failed"
    assert not Claim.objects.exists()


def test_a_lost_lease_ends_in_silence(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, LeaseLost())
    assert run(job).state == "running", "somebody else's now"


def test_cancelled_work_is_not_begun(ana: User, job: Job) -> None:
    job_cancel(actor=person(ana), job=job, at=NOON)
    assert run(job).state == "cancelled"
    assert not Claim.objects.exists()


def test_a_release_that_cannot_be_made_says_why(mia: User, article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    release, job, _event = release_request(
        actor=person(mia), project=article.project, name="May", select="all", at=NOON
    )

    def no_room(**arguments: object) -> None:
        raise EmptyText("No room.")

    monkeypatch.setattr(tasks, "release_freeze", no_room)
    assert run(job).state == "failed"
    release.refresh_from_db()
    assert (release.status, release.error_message) == ("failed", "No room.")


def test_the_same_through_celery(job: Job) -> None:
    tasks.preannotate_article_task(job=str(job.uid), something_newer=1)
    assert Job.objects.get(pk=job.pk).state == "done"


@pytest.mark.parametrize("kind", JobKind)
def test_every_kind_of_work_has_a_task_under_its_name(kind: JobKind) -> None:
    registered = {task.name for name, task in vars(tasks).items() if name.endswith("_task") and hasattr(task, "name")}
    assert kind.value in registered
    assert kind in tasks.WORK
