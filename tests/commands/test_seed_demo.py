"""`seed_demo`: a project to try things in, made once, entered as often as one likes."""

import io
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.utils import timezone

from annotations.demo import ARTICLES, PEOPLE
from annotations.errors import LinkSpent
from annotations.management.people import terminal
from annotations.models.articles import Article, ArticleStatus
from annotations.models.claims import Claim
from annotations.models.jobs import Job, JobState
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.selectors.access import project_by_slug, user_by_email
from annotations.selectors.projects import members_of
from annotations.selectors.verification import ledger_verdict
from annotations.services.accounts import account_create, link_sign_in, password_set
from annotations.services.actor import Actor, Door
from annotations.services.projects import membership_end, project_create

pytestmark = pytest.mark.django_db

MANAGER, REVIEWER = PEOPLE[0], PEOPLE[1]


def seed(*options: str) -> list[dict[str, str]]:
    """Run the command; what it says of each person, by the words before the colon."""
    said = io.StringIO()
    call_command("seed_demo", *options, stdout=said)
    people: list[dict[str, str]] = []
    for line in said.getvalue().splitlines():
        name, _, value = line.partition(": ")
        if name == "sign in":
            people.append({})
        people[-1][name] = value
    return people


def secret_of(address: str) -> str:
    """The secret part of a one-time link."""
    return urlsplit(address).path.rstrip("/").rpartition("/")[2]


def the_demo() -> Project:
    project = project_by_slug("demo")
    assert project is not None
    return project


def test_the_manager_comes_first_and_everyone_has_a_link_an_address_and_a_password() -> None:
    people = seed()
    assert [person["email"] for person in people] == [person.email for person in PEOPLE]
    assert people[0]["role"].startswith("manager")
    assert all(person["sign in"].startswith("http") and len(person["password"]) >= 16 for person in people)


def test_the_links_let_each_person_in_once() -> None:
    person = seed()[0]
    door = Actor.system("somebody", door=Door.WEB)
    user = link_sign_in(actor=door, secret=secret_of(person["sign in"]), at=timezone.now())
    assert user.email == person["email"] == MANAGER.email
    with pytest.raises(LinkSpent):
        link_sign_in(actor=door, secret=secret_of(person["sign in"]), at=timezone.now())


def test_the_printed_password_is_the_one_that_works_and_is_nowhere_in_clear() -> None:
    person = seed()[0]
    user = User.objects.get(email=person["email"])
    assert user.check_password(person["password"])
    assert person["password"] not in user.password


def test_two_installations_have_different_passwords() -> None:
    passwords = [person["password"] for person in seed()] + [person["password"] for person in seed("--reset-passwords")]
    assert len(set(passwords)) == 2 * len(PEOPLE)


def test_a_second_run_doubles_nothing_and_prints_fresh_links() -> None:
    first, second = seed(), seed()
    assert Project.objects.count() == 1
    assert Article.objects.count() == Job.objects.count() == len(ARTICLES)
    assert User.objects.count() == members_of(the_demo()).count() == len(PEOPLE)
    assert {person["sign in"] for person in first}.isdisjoint(person["sign in"] for person in second)


def test_a_second_run_leaves_passwords_alone() -> None:
    first, second = seed()[0], seed()[0]
    assert second["password"] == "(unchanged)"
    assert User.objects.get(email=MANAGER.email).check_password(first["password"])


def test_a_password_somebody_chose_stays_until_a_reset_is_asked_for() -> None:
    seed()
    user = user_by_email(REVIEWER.email)
    assert user is not None
    password_set(actor=terminal(), user=user, password="a choice of my own", at=timezone.now())
    seed()
    user.refresh_from_db()
    assert user.check_password("a choice of my own")
    told = seed("--reset-passwords")[1]
    user.refresh_from_db()
    assert user.check_password(told["password"])


def test_somebody_who_left_the_demo_is_not_brought_back() -> None:
    seed()
    project = the_demo()
    membership = members_of(project).get(user__email=REVIEWER.email)
    membership_end(actor=terminal(), membership=membership, at=timezone.now())
    assert REVIEWER.email not in [person["email"] for person in seed()]
    assert members_of(project).count() == len(PEOPLE) - 1


def test_a_project_of_the_same_slug_that_is_not_ours_is_left_alone() -> None:
    owner, _event = account_create(actor=terminal(), email="owner@example.net", at=timezone.now())
    actor = Actor.person(owner, door=Door.COMMAND)
    project, _event = project_create(actor=actor, name="Demography", slug="demo", at=timezone.now())
    said = io.StringIO()
    call_command("seed_demo", stdout=said)
    assert "none of the demo's people is in it" in said.getvalue()
    assert User.objects.count() == 1
    assert project.articles.count() == 0


def test_an_account_that_was_there_before_joins_with_its_own_password() -> None:
    account_create(actor=terminal(), email=MANAGER.email, password="a choice of my own", at=timezone.now())
    people = seed()
    assert people[0]["password"] == "(unchanged)"
    assert people[0]["role"].startswith("manager")
    assert people[1]["password"] != "(unchanged)"


def test_the_articles_wait_for_a_worker() -> None:
    seed()
    assert set(Article.objects.values_list("status", flat=True)) == {ArticleStatus.QUEUED}
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.QUEUED}
    assert set(Article.objects.values_list("imported_by__email", flat=True)) == {MANAGER.email}


def test_with_analyse_the_articles_are_ready_without_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    # The lease thread would need a connection of its own, and this test lives in one transaction.
    monkeypatch.setattr("annotations.engine.lease.RENEW_EVERY", 600.0)
    seed("--analyse")
    assert set(Article.objects.values_list("status", flat=True)) == {ArticleStatus.READY}
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}
    assert Claim.objects.count() > 60


def test_everything_the_demo_made_is_in_the_ledger() -> None:
    seed()
    verdict = ledger_verdict()
    assert verdict.intact, verdict.faults
