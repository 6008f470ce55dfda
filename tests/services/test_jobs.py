"""Work is queued once, held under a lease, tried a few times, and ends once."""

from datetime import timedelta

import pytest

from annotations.errors import JobNotCancellable, JobNotRetryable
from annotations.models.articles import Article
from annotations.models.jobs import Job, JobKind
from annotations.models.users import User
from annotations.selectors.verification import ledger_verdict
from annotations.services.articles import article_reprocess
from annotations.services.jobs import (
    MOST_ATTEMPTS,
    ClaimedJob,
    LeaseLost,
    job_cancel,
    job_claim,
    job_enqueue,
    job_fail,
    job_finish,
    job_progress,
    job_release,
    job_renew,
    job_retry,
    jobs_due,
    jobs_mark_sent,
)
from annotations.services.releases import release_fail, release_request
from tests.story import NOON, MakeArticle, minutes, person

LEASE = timedelta(seconds=15)


@pytest.fixture
def job(make_article: MakeArticle) -> Job:
    article = make_article(ready=False)
    return Job.objects.select_related("article", "project", "release").get(article=article)


def claim(job: Job, at: float = 0) -> ClaimedJob:
    held = job_claim(uid=job.uid, at=minutes(at))
    assert held is not None
    return held


def state(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def test_the_same_work_is_queued_once_while_it_is_not_over(job: Job) -> None:
    def again() -> Job:
        return job_enqueue(
            kind=JobKind.PREANNOTATE_ARTICLE,
            project=job.project,
            article=job.article,
            requested_by=None,
            dedupe_key=job.dedupe_key,
            at=NOON,
        )

    assert again() == job
    held = claim(job)
    assert again() == job
    job_finish(claimed=held, at=NOON)
    assert again() != job


def test_a_job_is_taken_by_one(job: Job) -> None:
    held = claim(job)
    assert job_claim(uid=job.uid, at=NOON) is None
    assert (held.job.state, held.job.attempts, held.job.lease_until) == ("running", 1, NOON + LEASE)


def test_a_silent_worker_loses_its_job_when_the_lease_is_over(job: Job) -> None:
    first = claim(job)
    assert job_claim(uid=job.uid, at=NOON + LEASE) is None
    second = job_claim(uid=job.uid, at=NOON + LEASE + timedelta(microseconds=1))
    assert second is not None
    assert second.job.attempts == 2
    assert not job_renew(uid=job.uid, token=first.token, at=minutes(1))
    with pytest.raises(LeaseLost):
        job_finish(claimed=first, at=minutes(1))
    with pytest.raises(LeaseLost):
        job_fail(claimed=first, at=minutes(1), code="x", message="y")
    job_release(claimed=first, at=minutes(1), message="")
    assert state(job) == "running"
    job_finish(claimed=second, at=minutes(1))
    assert state(job) == "done"


def test_a_renewed_lease_holds_longer(job: Job) -> None:
    held = claim(job)
    assert job_renew(uid=job.uid, token=held.token, at=NOON + timedelta(seconds=10))
    assert job_claim(uid=job.uid, at=NOON + timedelta(seconds=20)) is None


def test_progress_of_a_lost_lease_is_not_taken(job: Job) -> None:
    first = claim(job)
    second = claim(job, 1)
    job_progress(uid=job.uid, token=first.token, progress=9, total=9)
    job_progress(uid=job.uid, token=second.token, progress=1, total=4)
    job.refresh_from_db()
    assert (job.progress, job.total) == (1, 4)


def test_a_job_that_kills_its_worker_is_set_aside(job: Job) -> None:
    """Each attempt is counted before its work begins; nobody ends these."""
    for number in range(1, MOST_ATTEMPTS + 1):
        held = claim(job, number)
        assert not held.exhausted
    held = claim(job, MOST_ATTEMPTS + 1)
    assert held.exhausted
    job_fail(claimed=held, at=minutes(9), code="work_failed", message="No.")
    assert state(job) == "quarantined"
    assert job_claim(uid=job.uid, at=minutes(10)) is None


def test_work_that_is_put_back_waits_longer_after_every_try(job: Job) -> None:
    for number in range(1, 4):
        held = claim(job, number * 10)
        job_release(claimed=held, at=minutes(number * 10), message="Busy.")
        job.refresh_from_db()
        assert job.not_before is not None
        wait = (job.not_before - minutes(number * 10)).total_seconds()
        assert 0.5 <= wait <= 2.0**number
        assert job_claim(uid=job.uid, at=job.not_before - timedelta(milliseconds=1)) is None
    assert (job.state, job.attempts, job.error_message) == ("queued", 3, "Busy.")


def test_what_is_due_is_sent_once_in_ten_seconds(job: Job) -> None:
    assert [due.uid for due in jobs_due(at=NOON)] == [job.uid]
    jobs_mark_sent(uids=[job.uid], at=NOON)
    assert jobs_due(at=NOON + timedelta(seconds=10)) == []
    assert [due.uid for due in jobs_due(at=NOON + timedelta(seconds=11))] == [job.uid]
    claim(job)
    assert jobs_due(at=NOON + timedelta(seconds=12)) == []
    assert [due.uid for due in jobs_due(at=NOON + timedelta(seconds=16))] == [job.uid], "its worker has gone silent"


# --- What people do to it ----------------------------------------------------------------------------------------


def test_failed_work_is_tried_again_with_all_its_attempts(ana: User, job: Job) -> None:
    job_fail(claimed=claim(job), at=NOON, code="x", message="y", hint="z")
    again, event = job_retry(actor=person(ana), job=job, at=minutes(1))
    assert (again.state, again.attempts, again.error_code, again.finished_at) == ("queued", 0, "", None)
    assert event.verb == "job.retried"
    assert job_claim(uid=job.uid, at=minutes(1)) is not None


@pytest.mark.parametrize("present", ["queued", "running", "done"])
def test_only_work_that_ended_badly_is_tried_again(ana: User, job: Job, present: str) -> None:
    Job.objects.filter(pk=job.pk).update(state=present)
    with pytest.raises(JobNotRetryable):
        job_retry(actor=person(ana), job=job, at=minutes(1))


def test_work_that_somebody_queued_anew_is_not_tried_twice(ana: User, job: Job) -> None:
    assert job.article is not None
    job_fail(claimed=claim(job), at=NOON, code="x", message="y")
    newer, _event = article_reprocess(actor=person(ana), article=job.article, at=minutes(1))
    assert newer != job
    with pytest.raises(JobNotRetryable):
        job_retry(actor=person(ana), job=job, at=minutes(2))
    assert ledger_verdict().intact


def test_cancelled_work_stops_and_its_worker_keeps_nothing(ana: User, job: Job) -> None:
    held = claim(job)
    cancelled, event = job_cancel(actor=person(ana), job=job, at=minutes(1))
    assert (cancelled.state, event.verb) == ("cancelled", "job.cancelled")
    with pytest.raises(LeaseLost):
        job_finish(claimed=held, at=minutes(1))
    article = Article.objects.get(jobs=held.job)
    assert (article.status, article.error_code) == ("failed", "cancelled")
    job_retry(actor=person(ana), job=job, at=minutes(2))
    article.refresh_from_db()
    assert (article.status, article.error_code, article.error_message) == ("queued", "", "")
    assert ledger_verdict().intact


@pytest.mark.parametrize("present", ["done", "failed", "cancelled", "quarantined"])
def test_work_that_is_over_is_not_cancelled(ana: User, job: Job, present: str) -> None:
    Job.objects.filter(pk=job.pk).update(state=present)
    with pytest.raises(JobNotCancellable):
        job_cancel(actor=person(ana), job=job, at=minutes(1))


def test_a_release_whose_work_is_tried_again_is_being_made_again(mia: User, article: Article) -> None:
    release, job, _event = release_request(
        actor=person(mia), project=article.project, name="First", select="all", at=NOON
    )
    release_fail(actor=person(mia), release=release, message="No room.", at=NOON, claimed=claim(job))
    release.refresh_from_db()
    assert (release.status, release.error_message) == ("failed", "No room.")
    job_retry(actor=person(mia), job=job, at=minutes(1))
    release.refresh_from_db()
    assert (release.status, release.error_message) == ("queued", "")
    assert ledger_verdict().intact
