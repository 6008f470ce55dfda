"""The practice pages, with nothing but forms and links."""

import pytest
from django.test import Client
from django.utils import timezone

from annotations.models.ledger import LedgerEvent
from annotations.models.practice import PracticeAnswer, PracticeArticle
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.services.practice import practice_make, practice_switch
from annotations.services.projects import project_change, project_create
from tests.practice import practice_written, practise
from tests.story import NOON, MakeArticle, person
from tests.web.conftest import SignIn, address


@pytest.fixture
def practice(desk: Project, mia: User) -> PracticeArticle:
    """Three claims with known answers: sourced, disputed, opinion."""
    return practice_written(mia, desk)


def send(client: Client, practice: PracticeArticle, claim: int, label: str, round_: int = 1) -> str:
    """The page that comes of an answer."""
    data = {"claim": str(claim), "round": str(round_), "label": label}
    answer = client.post(address("practice-answer", practice.uid), data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_reviewer_goes_through_an_article_with_forms_alone(
    sign_in: SignIn, practice: PracticeArticle, ana: User
) -> None:
    client, here = sign_in(ana), address("practice", practice.uid)
    page = client.get(here).content.decode()
    assert "claim 1" in page
    assert "A log is a document." not in page  # nothing of the reference before the decision
    assert "As the reference" in send(client, practice, 1, "sourced")
    page = send(client, practice, 2, "opinion")
    assert "The reference differs" in page
    assert "The two logs differ." in page
    assert "claim 3" in client.get(here).content.decode()
    assert "See the result" in send(client, practice, 3, "opinion")
    page = client.get(here).content.decode()
    assert "2 of 3 as the reference" in page
    assert "taken for" in page
    assert "claim 1" in client.get(f"{here}?again=1").content.decode()


def test_the_passage_of_the_guidelines_is_beside_the_reason(
    sign_in: SignIn, practice: PracticeArticle, desk: Project, ana: User, mia: User
) -> None:
    project_change(actor=person(mia), project=desk, guidelines="**Sourced:** a document <b>backs</b> it.", at=NOON)
    page = send(sign_in(ana), practice, 1, "opinion")
    assert "a document &lt;b&gt;backs&lt;/b&gt; it." in page


def test_an_answer_sent_twice_counts_once(sign_in: SignIn, practice: PracticeArticle, ana: User) -> None:
    client = sign_in(ana)
    send(client, practice, 1, "sourced")
    assert "You" in send(client, practice, 1, "opinion")
    assert PracticeAnswer.objects.get().label == "sourced"


def test_an_answer_to_a_round_that_is_over_leads_to_where_one_is(
    sign_in: SignIn, practice: PracticeArticle, ana: User
) -> None:
    practise(ana, practice, "sourced", "disputed", "opinion")
    page = send(sign_in(ana), practice, 1, "sourced", round_=7)
    assert "This round of practice is over" in page
    assert "3 of 3 as the reference" in page


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"claim": "9", "round": "1", "label": "sourced"}, 404),
        ({"claim": "²", "round": "1", "label": "sourced"}, 404),
        ({"claim": "1", "round": "1", "label": "true"}, 400),
        ({"claim": "1", "round": "1"}, 400),
    ],
)
def test_what_is_no_answer_is_refused(
    sign_in: SignIn, practice: PracticeArticle, ana: User, data: dict[str, str], status: int
) -> None:
    assert sign_in(ana).post(address("practice-answer", practice.uid), data).status_code == status
    assert not PracticeAnswer.objects.exists()


def test_one_readers_answers_are_not_shown_to_another(
    sign_in: SignIn, practice: PracticeArticle, ana: User, ben: User
) -> None:
    practise(ana, practice, "sourced")
    page = sign_in(ben).get(address("practice", practice.uid), {"claim": "1", "round": "1"}).content.decode()
    assert "A log is a document." not in page
    assert "claim 1" in page


def test_a_manager_makes_a_reviewed_article_practice_and_turns_it_off_and_on(
    sign_in: SignIn, desk: Project, make_article: MakeArticle, ana: User, mia: User
) -> None:
    article, open_article = make_article(claims=2, judged_by=(ana,)), make_article(claims=2)
    client, page = sign_in(mia), address("practice-list", desk.slug)
    shown = client.get(page).content.decode()
    assert str(article.uid) in shown
    assert str(open_article.uid) not in shown
    client.post(address("practice-make", desk.slug), {"article": str(article.uid)})
    made = PracticeArticle.objects.get()
    assert made.title in sign_in(ana).get(page).content.decode()
    client.post(address("practice-switch", made.uid), {"on": "0"})
    assert made.title not in sign_in(ana).get(page).content.decode()
    assert "Turn on" in client.get(page).content.decode()
    assert "turned off" in sign_in(ana).get(address("practice", made.uid), follow=True).content.decode()
    client.post(address("practice-switch", made.uid), {"on": "1"})
    assert made.title in sign_in(ana).get(page).content.decode()


def test_an_article_that_is_not_reviewed_is_refused_with_the_reason(
    sign_in: SignIn, desk: Project, make_article: MakeArticle, mia: User
) -> None:
    article, client = make_article(claims=2), sign_in(mia)
    before = LedgerEvent.objects.count()
    page = client.post(address("practice-make", desk.slug), {"article": str(article.uid)}, follow=True)
    assert "Not every claim of this article has a label yet." in page.content.decode()
    assert LedgerEvent.objects.count() == before
    page = client.get(address("practice-list", desk.slug), {"article": str(article.uid)})
    assert "That article cannot be practice" in page.content.decode()


def test_the_review_page_of_an_article_offers_it_as_practice_to_managers_alone(
    sign_in: SignIn, make_article: MakeArticle, ana: User, mia: User
) -> None:
    page = address("article-review", make_article(claims=2, judged_by=(ana,)).uid)
    assert "Use as practice" in sign_in(mia).get(page).content.decode()
    assert "Use as practice" not in sign_in(ana).get(page).content.decode()


def test_a_newcomer_is_offered_practice_on_the_project_page_until_they_did_it(
    sign_in: SignIn, desk: Project, practice: PracticeArticle, ana: User, mia: User
) -> None:
    page = address("article-list", desk.slug)
    assert "Practise first" in sign_in(ana).get(page).content.decode()
    assert "Practise first" not in sign_in(mia).get(page).content.decode()
    practise(ana, practice, "sourced", "disputed", "opinion")
    assert "Practise first" not in sign_in(ana).get(page).content.decode()


def test_managers_see_who_practised_and_how_well(
    sign_in: SignIn, desk: Project, practice: PracticeArticle, ana: User, ben: User, mia: User
) -> None:
    practise(ana, practice, "sourced", "sourced", "opinion", at=timezone.now())
    practise(ben, practice, "sourced", "sourced")
    members, results = address("member-list", desk.slug), address("practice-results", desk.slug)
    client = sign_in(mia)
    assert "2 of 3, <time" in client.get(members).content.decode()
    page = client.get(results).content.decode()
    assert ana.name in page
    assert ben.name not in page  # who has not finished has no result
    assert "2 of 3" not in sign_in(ben).get(members).content.decode()


def test_an_article_of_another_project_cannot_be_made_practice_here(
    sign_in: SignIn, desk: Project, make_article: MakeArticle, ana: User, mia: User, oto: User
) -> None:
    elsewhere, _event = project_create(actor=person(mia), name="Elsewhere", at=NOON)
    article = make_article(claims=2, judged_by=(ana,), project=elsewhere)
    page = sign_in(mia).post(address("practice-make", desk.slug), {"article": str(article.uid)}, follow=True)
    assert "There is nothing here for you." in page.content.decode()
    assert not PracticeArticle.objects.exists()


def test_what_was_answered_stays_to_be_seen_when_the_article_is_off(
    sign_in: SignIn, make_article: MakeArticle, ana: User, mia: User
) -> None:
    made, _event = practice_make(actor=person(mia), article=make_article(claims=2, judged_by=(ana,)), at=NOON)
    practise(ana, made, "sourced")
    practice_switch(actor=person(mia), practice=made, on=False, at=NOON)
    page = sign_in(ana).get(address("practice", made.uid), {"claim": "1", "round": "1"})
    assert "As the reference" in page.content.decode()
