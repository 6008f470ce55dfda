"""What lacks evidence is named where one looks, and nothing stands in the way of deciding."""

import pytest

from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.judgements import Judgement
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.services.evidence import evidence_add
from annotations.services.judgements import judgement_record
from annotations.services.projects import project_change
from tests.api.callers import caller
from tests.story import NOON, MakeArticle, claims_of, person
from tests.web.conftest import SignIn, address

pytestmark = pytest.mark.django_db


def page(sign_in: SignIn, reader: User, name: str, *args: object, **query: str) -> str:
    return sign_in(reader).get(address(name, *args, **query)).content.decode()


@pytest.fixture
def wanted(mia: User, desk: Project) -> None:
    project_change(actor=person(mia), project=desk, evidence_policy="sourced", at=NOON)


def test_a_decision_without_evidence_is_recorded_and_its_need_is_shown(
    sign_in: SignIn, ana: User, desk: Project, article: Article, claim: Claim, wanted: None
) -> None:
    sign_in(ana).post(address("claim-judge", claim.uid), {"label": "sourced"})
    assert Judgement.objects.current().get(claim=claim).label == "sourced"
    review = page(sign_in, ana, "article-review", article.uid, claim=str(claim.uid))
    assert '<p class="why" id="cur-why">Needs evidence.</p>' in review
    assert '<span id="needing">1</span>' in review
    assert '<span class="need">Needs evidence</span>' in review
    assert "1 needs evidence" in page(sign_in, ana, "article-list", desk.slug)


def test_with_evidence_nothing_is_missing(
    sign_in: SignIn, ana: User, desk: Project, article: Article, claim: Claim, wanted: None
) -> None:
    sign_in(ana).post(address("claim-judge", claim.uid), {"label": "sourced"})
    evidence_add(actor=person(ana), claim=claim, stance="supports", reference="Log", at=NOON)
    review = page(sign_in, ana, "article-review", article.uid, claim=str(claim.uid))
    assert "Needs evidence.</p>" not in review
    assert '<span id="needing">0</span>' in review
    assert "needs evidence" not in page(sign_in, ana, "article-list", desk.slug)


def test_where_evidence_is_optional_there_is_no_filter_for_it(
    sign_in: SignIn, ana: User, article: Article, claim: Claim
) -> None:
    sign_in(ana).post(address("claim-judge", claim.uid), {"label": "sourced"})
    review = page(sign_in, ana, "article-review", article.uid)
    assert 'data-filter="need"' not in review
    assert '<span class="need">' not in review


def test_a_reviewers_list_counts_their_own_decisions_only(
    sign_in: SignIn, ana: User, ben: User, vic: User, desk: Project, claim: Claim, wanted: None
) -> None:
    sign_in(ana).post(address("claim-judge", claim.uid), {"label": "sourced"})
    assert "needs evidence" not in page(sign_in, ben, "article-list", desk.slug)
    assert "1 needs evidence" in page(sign_in, vic, "article-list", desk.slug)


def test_the_list_of_articles_finds_those_that_need_evidence_and_those_with_a_label(
    sign_in: SignIn, ana: User, mia: User, desk: Project, make_article: MakeArticle, wanted: None
) -> None:
    lacking, served, opinion = make_article(claims=1), make_article(claims=1), make_article(claims=1)
    for article, label in ((lacking, "sourced"), (served, "sourced"), (opinion, "opinion")):
        judgement_record(actor=person(ana), claim=claims_of(article)[0], label=label, at=NOON)
    evidence_add(actor=person(ana), claim=claims_of(served)[0], stance="supports", reference="Log", at=NOON)

    def found(**query: str) -> set[Article]:
        rows = sign_in(ana).get(address("article-list", desk.slug, **query)).context["rows"]
        return {row.article for row in rows}

    assert found() == {lacking, served, opinion}
    assert found(evidence="needed") == {lacking}
    assert found(label="sourced") == {lacking, served}
    assert found(label="opinion") == {opinion}
    assert found(label="sourced", evidence="needed") == {lacking}
    assert found(label="disputed") == set()


def test_where_evidence_is_optional_the_list_does_not_offer_to_look_for_it(
    sign_in: SignIn, ana: User, desk: Project, article: Article
) -> None:
    assert 'name="evidence"' not in page(sign_in, ana, "article-list", desk.slug)


def test_the_api_finds_the_same_articles(ana: User, desk: Project, make_article: MakeArticle, wanted: None) -> None:
    lacking, opinion = make_article(claims=1), make_article(claims=1)
    for article, label in ((lacking, "sourced"), (opinion, "opinion")):
        judgement_record(actor=person(ana), claim=claims_of(article)[0], label=label, at=NOON)
    for asked in ("needs_evidence=true", "label=sourced"):
        listed = caller(ana).get(f"projects/{desk.slug}/articles/?{asked}").json()["results"]
        assert [row["id"] for row in listed] == [str(lacking.uid)]
