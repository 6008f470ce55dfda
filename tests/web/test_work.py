"""The list of work under way: how far, how long, stopped, tried again, set aside."""

from datetime import timedelta

import pytest
from django.utils import timezone

from annotations.models.articles import Article
from annotations.models.jobs import Job, JobKind, JobState
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.selectors.jobs import job_row
from annotations.services.jobs import job_claim, job_enqueue, job_progress
from tests.story import NOON, MakeArticle, minutes
from tests.web.conftest import SignIn, address


@pytest.fixture
def job(article: Article) -> Job:
    """The article's job, waiting."""
    Job.objects.update(state=JobState.QUEUED)
    return Job.objects.get(article=article)


@pytest.mark.parametrize(
    ("progress", "spent", "left"),
    [(0, 60, None), (25, 1, None), (25, 10, 30.0), (50, 10, 10.0)],
)
def test_time_left_comes_from_the_measured_rate_and_is_not_said_before_there_is_one(
    job: Job, progress: int, spent: int, left: float | None
) -> None:
    held = job_claim(uid=job.uid, at=NOON)
    assert held is not None
    assert job_progress(uid=job.uid, token=held.token, progress=progress, total=100)
    row = job_row(Job.objects.get(pk=job.pk), at=NOON + timedelta(seconds=spent))
    assert (row.percent, row.left) == (progress, left)


def test_another_attempt_begins_at_nothing(job: Job) -> None:
    held = job_claim(uid=job.uid, at=NOON)
    assert held is not None
    job_progress(uid=job.uid, token=held.token, progress=80, total=100)
    assert job_claim(uid=job.uid, at=minutes(5)) is not None
    assert Job.objects.get(pk=job.pk).progress == 0


def test_the_list_shows_a_bar_and_cancels(sign_in: SignIn, desk: Project, job: Job, ana: User) -> None:
    held = job_claim(uid=job.uid, at=timezone.now() - timedelta(seconds=1200))
    assert held is not None
    job_progress(uid=job.uid, token=held.token, progress=30, total=40)
    client = sign_in(ana)
    page = client.get(address("job-list", desk.slug)).content.decode()
    assert 'max="100" value="75"' in page
    assert "30 of 40, 7 min left" in page
    client.post(address("job-cancel", job.uid))
    assert Job.objects.get(pk=job.pk).state == JobState.CANCELLED
    assert not job_progress(uid=job.uid, token=held.token, progress=31, total=40), "the worker learns of it"
    client.post(address("job-retry", job.uid))
    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED


def test_what_is_set_aside_says_why(sign_in: SignIn, desk: Project, job: Job, ana: User) -> None:
    Job.objects.filter(pk=job.pk).update(state=JobState.QUARANTINED)
    page = sign_in(ana).get(address("job-list", desk.slug, show="failed")).content.decode()
    assert "begun three times" in page
    assert "Retry" in page


def test_the_filter_keeps_to_its_states(
    sign_in: SignIn, desk: Project, make_article: MakeArticle, job: Job, ana: User
) -> None:
    other = make_article(claims=1)
    Job.objects.filter(article=other).update(state=JobState.DONE)
    page = sign_in(ana).get(address("job-list", desk.slug, show="going")).content.decode()
    assert other.title not in page
    assert str(job.uid) in page


def test_somebody_who_only_looks_has_no_buttons(sign_in: SignIn, desk: Project, job: Job, vic: User) -> None:
    page = sign_in(vic).get(address("job-list", desk.slug)).content.decode()
    assert "Queued" in page
    assert "/cancel/" not in page


def test_work_that_is_over_cannot_be_cancelled_and_says_so(sign_in: SignIn, desk: Project, job: Job, ana: User) -> None:
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE)
    page = sign_in(ana).post(address("job-cancel", job.uid), follow=True).content.decode()
    assert "cannot be cancelled" in page


def test_the_article_page_shows_the_bar_and_stops_the_work(
    sign_in: SignIn, make_article: MakeArticle, ana: User, vic: User
) -> None:
    article = make_article(ready=False)
    held = job_claim(uid=Job.objects.get(article=article).uid, at=timezone.now() - timedelta(seconds=1200))
    assert held is not None
    job_progress(uid=held.job.uid, token=held.token, progress=30, total=40)
    for name in ("article-review", "article-status"):
        page = sign_in(ana).get(address(name, article.uid)).content.decode()
        assert 'max="100" value="75"' in page
        assert "75 %, 7 min left" in page
        assert f"/jobs/{held.job.uid}/cancel/" in page
    assert "/cancel/" not in sign_in(vic).get(address("article-status", article.uid)).content.decode()


def test_the_model_page_shows_how_many_articles_are_read_again(
    sign_in: SignIn, desk: Project, make_article: MakeArticle, mia: User
) -> None:
    for _ in range(4):
        make_article(claims=1)
    Job.objects.update(state=JobState.DONE)
    job_enqueue(kind=JobKind.REANNOTATE_PROJECT, project=desk, requested_by=mia, dedupe_key="x", at=NOON)
    started = timezone.now() - timedelta(seconds=600)
    Job.objects.filter(kind=JobKind.REANNOTATE_PROJECT).update(progress=6, total=6, started_at=started)
    page = sign_in(mia).get(address("model", desk.slug)).content.decode()
    assert 'max="6" value="2"' in page
    assert "2 of 6, 20 min left" in page
