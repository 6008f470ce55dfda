"""The machines' door: a job's uid in, one service call, safe to repeat. However a job came (Celery or the local pool),
`run_job` brings it to its end: done, failed with a reason people can read, put back for later, or set aside."""

import logging
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from annotations.engine.lease import lease_kept
from annotations.engine.scorers import model_for
from annotations.engine.snapshots import seek_words, take_snapshot
from annotations.engine.training import train_model
from annotations.errors import AnnotationError, ExtractionRefused
from annotations.extract.fetch import fetch
from annotations.extract.sandbox import extract_in_child
from annotations.extract.types import Document, ExtractionFailed
from annotations.models.articles import Article, ArticleOrigin
from annotations.models.jobs import JobKind
from annotations.selectors.blobs import blob_bytes
from annotations.selectors.scoring_models import live_pipeline
from annotations.services.actor import Actor
from annotations.services.articles import article_fail, article_store_text
from annotations.services.import_runs import import_fail, import_finish, rows_take_in
from annotations.services.jobs import MOST_ATTEMPTS, ClaimedJob, LeaseLost, job_claim, job_release
from annotations.services.releases import release_fail, release_freeze
from annotations.services.scoring_models import model_fail, project_reannotate
from annotations.services.snapshots import snapshot_fail
from annotations.services.suggestions import suggestions_store

log = logging.getLogger(__name__)


class WorkFailed(AnnotationError):
    """Something went wrong that nobody foresaw, three times."""

    code = "work_failed"
    message = "The work on this failed for a reason we did not foresee."
    hint = "Try it again. If it fails again, tell whoever runs the site: the worker's log has the details."


class TooSlow(AnnotationError):
    """The work did not end in its time."""

    code = "too_slow"
    message = "The work on this took too long and was stopped."
    hint = "Import the text in smaller parts."


def extract_article(claimed: ClaimedJob) -> None:
    """Read a file, a page or an address, and store its text."""
    article = article_of(claimed)
    document = document_of(article, claimed.report)
    article_store_text(
        actor=Actor.system("extract"), article=article, document=document, at=timezone.now(), claimed=claimed
    )


def preannotate_article(claimed: ClaimedJob) -> None:
    """Split an article into claims and store suggestions by the project's model."""
    from annotations.nlp.pipeline import analyse

    article = article_of(claimed)
    project = article.project
    # Slow, outside any transaction.
    analysis = analyse(
        article.text or "", language=article.language or None, model=model_for(project), report=claimed.report
    )
    fault("before_commit")
    suggestions_store(
        actor=Actor.system(analysis.pipeline_version),
        article=article,
        analysis=analysis,
        at=timezone.now(),
        claimed=claimed,
        scored_by=project.scoring_model,
    )


def freeze_release(claimed: ClaimedJob) -> None:
    """Write a release's rows."""
    if claimed.job.release is None:
        raise WorkFailed
    release_freeze(actor=Actor.system("releases"), release=claimed.job.release, at=timezone.now(), claimed=claimed)


def reannotate_project(claimed: ClaimedJob) -> None:
    """Queue a project's articles for the model that is live now."""
    project_reannotate(claimed=claimed, pipeline=live_pipeline(claimed.job.project), at=timezone.now())


def import_articles(claimed: ClaimedJob) -> None:
    """Take in the articles of one import, from where it stopped."""
    if claimed.job.import_run is None:
        raise WorkFailed
    rows_take_in(claimed=claimed, run=claimed.job.import_run, now=timezone.now)
    import_finish(actor=Actor.system("import"), run=claimed.job.import_run, at=timezone.now(), claimed=claimed)


WORK: dict[str, Callable[[ClaimedJob], None]] = {
    JobKind.EXTRACT_ARTICLE: extract_article,
    JobKind.PREANNOTATE_ARTICLE: preannotate_article,
    JobKind.FREEZE_RELEASE: freeze_release,
    JobKind.TRAIN_MODEL: train_model,
    JobKind.REANNOTATE_PROJECT: reannotate_project,
    JobKind.TAKE_SNAPSHOT: take_snapshot,
    JobKind.SEEK_WORDS: seek_words,
    JobKind.IMPORT_ARTICLES: import_articles,
}


def run_job(kind: str, uid: UUID | str) -> None:
    """Bring one job to its end. Nothing happens where it is over or somebody else has it."""
    claimed = job_claim(uid=UUID(str(uid)), at=timezone.now())
    if claimed is None:
        return
    fault("after_claim")
    try:
        if claimed.exhausted:
            fail(claimed, WorkFailed())
            return
        with lease_kept(claimed.job.uid, claimed.token) as watch:
            WORK[kind](replace(claimed, report=watch.report))
        fault("after_commit")
    except LeaseLost:
        log.info("%s %s: another attempt holds it; this one keeps nothing", kind, uid)
    except ExtractionFailed as error:
        fail(claimed, ExtractionRefused(code=error.code, message=error.message, hint=error.hint))
    except SoftTimeLimitExceeded:
        fail(claimed, TooSlow())
    except AnnotationError as error:
        fail(claimed, error)
    except OperationalError as error:
        log.warning("%s %s: %s; it will be tried again", kind, uid, error)
        job_release(claimed=claimed, at=timezone.now(), message="The database was busy.")
    except Exception:
        log.exception("%s %s failed", kind, uid)
        if claimed.job.attempts < MOST_ATTEMPTS:
            job_release(claimed=claimed, at=timezone.now(), message=WorkFailed.message)
        else:
            fail(claimed, WorkFailed())


def fail(claimed: ClaimedJob, error: AnnotationError) -> None:
    """End the job badly, and say why on what it was for."""
    actor, at = Actor.system("worker"), timezone.now()
    try:
        if claimed.job.release is not None:
            release_fail(actor=actor, release=claimed.job.release, message=error.message, at=at, claimed=claimed)
        elif claimed.job.article is not None:
            article_fail(actor=actor, article=claimed.job.article, error=error, at=at, claimed=claimed)
        elif claimed.job.snapshot is not None:
            snapshot_fail(actor=actor, snapshot=claimed.job.snapshot, error=error, at=at, claimed=claimed)
        elif claimed.job.import_run is not None:
            import_fail(actor=actor, run=claimed.job.import_run, error=error, at=at, claimed=claimed)
        else:
            model_fail(actor=actor, error=error, at=at, claimed=claimed)
    except LeaseLost:
        log.info("%s %s: another attempt holds it", claimed.job.kind, claimed.job.uid)


def article_of(claimed: ClaimedJob) -> Article:
    """The job's article. Raises WorkFailed where it has none."""
    if claimed.job.article is None:
        raise WorkFailed
    return claimed.job.article


def document_of(article: Article, report: Callable[[int, int], None]) -> Document:
    """The article's source, fetched if it is an address (told in bytes as they come), read in a killable
    child. Raises ExtractionFailed."""
    if article.origin == ArticleOrigin.URL:
        fetched = fetch(article.source_url, allow_hosts=settings.FETCH_ALLOW_HOSTS, report=report)
        return extract_in_child(
            fetched.body,
            filename="",
            media_type=fetched.media_type,
            charset=fetched.charset,
            source_url=fetched.url,
        )
    return extract_in_child(
        blob_bytes(article.original_sha256),
        filename=article.original_name,
        media_type=article.original_type,
        source_url=article.source_url,
    )


def fault(point: str) -> None:
    """Die here when the fault tests say so (environment variable FAULT). Elsewhere one dictionary look-up."""
    if os.environ.get("FAULT") == point:
        os.kill(os.getpid(), signal.SIGKILL)


@shared_task(name=JobKind.EXTRACT_ARTICLE.value)
def extract_article_task(*, job: str, **from_newer_callers: object) -> None:
    """Celery's door to `extract_article`."""
    run_job(JobKind.EXTRACT_ARTICLE, job)


@shared_task(name=JobKind.PREANNOTATE_ARTICLE.value)
def preannotate_article_task(*, job: str, **from_newer_callers: object) -> None:
    """Celery's door to `preannotate_article`."""
    run_job(JobKind.PREANNOTATE_ARTICLE, job)


@shared_task(name=JobKind.TAKE_SNAPSHOT.value)
def take_snapshot_task(*, job: str, **from_newer_callers: object) -> None:
    """Celery's door to `take_snapshot`."""
    run_job(JobKind.TAKE_SNAPSHOT, job)


@shared_task(name=JobKind.SEEK_WORDS.value)
def seek_words_task(*, job: str, **from_newer_callers: object) -> None:
    """Celery's door to `seek_words`."""
    run_job(JobKind.SEEK_WORDS, job)


@shared_task(name=JobKind.FREEZE_RELEASE.value)
def freeze_release_task(*, job: str, **from_newer_callers: object) -> None:
    """Celery's door to `freeze_release`."""
    run_job(JobKind.FREEZE_RELEASE, job)


@shared_task(name=JobKind.TRAIN_MODEL.value)
def train_model_task(*, job: str, **from_newer_callers: object) -> None:
    """Celery's door to `train_model`."""
    run_job(JobKind.TRAIN_MODEL, job)


@shared_task(name=JobKind.REANNOTATE_PROJECT.value)
def reannotate_project_task(*, job: str, **from_newer_callers: object) -> None:
    """Celery's door to `reannotate_project`."""
    run_job(JobKind.REANNOTATE_PROJECT, job)


@shared_task(name=JobKind.IMPORT_ARTICLES.value)
def import_articles_task(*, job: str, **from_newer_callers: object) -> None:
    """Celery's door to `import_articles`."""
    run_job(JobKind.IMPORT_ARTICLES, job)
