"""The cast: Ana and Ben review, Eva adjudicates, Mia manages, Vic only looks, Oto is a stranger. All of them, their
desk and their articles are made through the services, so that the ledger knows them."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import timezone

from annotations.models.articles import Article
from annotations.models.projects import Project, Role
from annotations.models.users import User
from annotations.services.accounts import account_create
from annotations.services.actor import Actor, Door
from annotations.services.articles import About, Source, article_import
from annotations.services.jobs import jobs_due
from annotations.services.judgements import judgement_record
from annotations.services.projects import membership_give, project_create
from annotations.services.suggestions import suggestions_store
from annotations.tasks import run_job
from tests.story import FERRY, NOON, MakeArticle, analysis_of, claims_of, person, sentences

START = Actor.system("set-up", door=Door.COMMAND)


def account(name: str) -> User:
    """An account without a password; sign in with `client.force_login`."""
    user, _event = account_create(actor=START, email=f"{name.lower()}@desk.example", name=name, at=NOON)
    return user


@pytest.fixture(autouse=True)
def _figures_are_counted_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What processes keep for a minute would make one test's page cheaper, and older, than another's."""
    monkeypatch.setattr("annotations.selectors.track_record.KEEP_SECONDS", -1.0)


@pytest.fixture
def ana(db: None) -> User:
    """A reviewer of the desk."""
    return account("Ana")


@pytest.fixture
def ben(db: None) -> User:
    """The other reviewer of the desk."""
    return account("Ben")


@pytest.fixture
def eva(db: None) -> User:
    """The desk's adjudicator."""
    return account("Eva")


@pytest.fixture
def mia(db: None) -> User:
    """The desk's manager."""
    return account("Mia")


@pytest.fixture
def vic(db: None) -> User:
    """Somebody who may only look."""
    return account("Vic")


@pytest.fixture
def oto(db: None) -> User:
    """Somebody with an account who is no member of the desk."""
    return account("Oto")


@pytest.fixture
def desk(ana: User, ben: User, eva: User, mia: User, vic: User) -> Project:
    """The project they work in, made by Mia; suggestions are shown after deciding."""
    manager = person(mia)
    project, _event = project_create(actor=manager, name="City desk", slug="city-desk", at=NOON)
    roles = {ana: Role.REVIEWER, ben: Role.REVIEWER, eva: Role.ADJUDICATOR, vic: Role.VIEWER}
    for user, role in roles.items():
        membership_give(actor=manager, project=project, user=user, role=role, at=NOON)
    return project


@pytest.fixture
def make_article(desk: Project, ana: User) -> MakeArticle:
    """Makes articles; see MakeArticle in tests/story.py."""
    made = 0

    def make(
        text: str = "",
        *,
        claims: int = 3,
        judged_by: tuple[User, ...] = (),
        label: str = "sourced",
        project: Project = desk,
        by: User = ana,
        at: datetime = NOON,
        ready: bool = True,
        external_id: str = "",
    ) -> Article:
        nonlocal made
        made += 1
        text = text or sentences(claims, about=f"harbour {made}")
        source, about = Source(text=text), About(external_id=external_id)
        imported = article_import(actor=person(by), project=project, source=source, about=about, at=at)
        if ready:
            stored = imported.article.text or ""
            suggestions_store(actor=Actor.system("hand"), article=imported.article, analysis=analysis_of(stored), at=at)
        article = Article.objects.select_related("project").get(pk=imported.article.pk)
        for claim in claims_of(article):
            for user in judged_by:
                judgement_record(actor=person(user), claim=claim, label=label, at=at)
        return article

    return make


@pytest.fixture
def article(make_article: MakeArticle) -> Article:
    """A ready article of the desk with four claims, an emoji before the third, and a heading."""
    return make_article(FERRY)


@pytest.fixture
def work_off(db: None) -> Callable[[], int]:
    """Does every job that is due as a worker would, also those that jobs queue, and says how many there were."""

    def work() -> int:
        done = 0
        while due := jobs_due(at=timezone.now()):
            for job in due:
                run_job(job.kind, job.uid)
                done += 1
            assert done < 200, "jobs that never end"
        return done

    return work
