"""The page of search results."""

import re

from annotations.models.articles import Article
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.services.evidence import evidence_add
from annotations.services.projects import project_create
from tests.story import MakeArticle, claims_of, minutes, person
from tests.web.conftest import SignIn, address


def test_finds_are_grouped_and_their_words_marked(sign_in: SignIn, article: Article, ana: User) -> None:
    claim = claims_of(article)[0]
    evidence_add(actor=person(ana), claim=claim, stance="context", reference="Council minutes", at=minutes(1))
    page = sign_in(ana).get(address("search", q="council")).content.decode()
    assert re.findall(r'<h2 id="g-(\w+)">', page) == ["claim", "article", "evidence"]
    assert '<mark class="hitmark">council</mark>' in page
    assert '<mark class="hitmark">Council</mark> minutes' in page
    assert page.count(f"?claim={claim.uid}") == 2


def test_one_kind_comes_in_pages(sign_in: SignIn, desk: Project, ana: User, make_article: MakeArticle) -> None:
    make_article(claims=37)
    there, seen = address("search-project", desk.slug, q="ships", kind="claim"), []
    while there:
        page = sign_in(ana).get(there).content.decode()
        seen += re.findall(r"\?claim=([0-9a-f-]{36})", page)
        following = re.search(r'href="(\?[^"]+)" rel="next"', page)
        there = address("search-project", desk.slug) + following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 37


def test_more_of_a_kind_than_fit_are_offered(sign_in: SignIn, ana: User, make_article: MakeArticle) -> None:
    make_article(claims=6)
    page = sign_in(ana).get(address("search", q="ships")).content.decode()
    assert page.count("?claim=") == 5
    assert "All claims with these words" in page


def test_without_words_or_finds_the_page_says_so(sign_in: SignIn, article: Article, ana: User, oto: User) -> None:
    assert "Type one or more words." in sign_in(ana).get(address("search")).content.decode()
    assert "There is no word in this." in sign_in(ana).get(address("search", q="…")).content.decode()
    assert "Nothing has these words." in sign_in(ana).get(address("search", q="kraken")).content.decode()
    assert "Nothing has these words." in sign_in(oto).get(address("search", q="ferry")).content.decode()


def test_a_project_is_searched_alone(sign_in: SignIn, desk: Project, article: Article, mia: User) -> None:
    other, _event = project_create(actor=person(mia), name="Night desk", at=minutes(0))
    assert "?claim=" in sign_in(mia).get(address("search-project", desk.slug, q="council")).content.decode()
    assert "?claim=" not in sign_in(mia).get(address("search-project", other.slug, q="council")).content.decode()
