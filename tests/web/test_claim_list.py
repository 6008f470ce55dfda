"""The claims of a project, filtered by what stands in the address."""

import re

import pytest

from annotations.models.articles import Article
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.services.claims import claim_flag, claim_unflag
from annotations.services.evidence import evidence_add
from annotations.services.judgements import judgement_record
from annotations.services.projects import project_change
from tests.story import MakeArticle, claims_of, minutes, person
from tests.web.conftest import SignIn, address


def shown(sign_in: SignIn, who: User, desk: Project, **query: str) -> list[int]:
    """Which claims of FERRY's article the list shows, by their number from 0, in its order."""
    page = sign_in(who).get(address("claim-list", desk.slug, **query))
    assert page.status_code == 200
    uids = re.findall(r"\?claim=([0-9a-f-]{36})", page.content.decode())
    places = {str(claim.uid): n for n, claim in enumerate(claims_of(Article.objects.get()))}
    return [places[uid] for uid in uids]


def test_claims_are_found_by_what_stands_in_the_address(
    sign_in: SignIn, desk: Project, article: Article, ana: User, ben: User, mia: User
) -> None:
    claims = claims_of(article)
    judgement_record(actor=person(ana), claim=claims[0], label="sourced", at=minutes(1))
    judgement_record(actor=person(ben), claim=claims[1], label="disputed", at=minutes(1))
    claim_flag(actor=person(ben), claim=claims[2], at=minutes(1))
    evidence_add(actor=person(ben), claim=claims[1], stance="context", reference="Log", at=minutes(1))
    expected: dict[tuple[tuple[str, str], ...], list[int]] = {
        (): [0, 1, 2, 3],
        (("q", "ships"),): [0],
        (("state", "open"),): [2, 3],
        (("label", "sourced"),): [0],
        (("mine", "decided"),): [0],
        (("mine", "to_do"),): [1, 2, 3],
        (("reviewer", "me"),): [0],
        (("reviewer", str(ben.uid)),): [1],
        (("flagged", "1"),): [2],
        (("evidence", "some"),): [1],
        (("evidence", "none"),): [0, 2, 3],
        (("evidence", "needed"),): [],
        (("source", "paste"),): [0, 1, 2, 3],
        (("source", "url"),): [],
        (("since", "2026-03-05"),): [],
        (("until", "2026-03-04"),): [0, 1, 2, 3],
        (("until", "2026-03-03"),): [],
        (("state", "nonsense"), ("since", "soon"), ("reviewer", "x")): [0, 1, 2, 3],
        (("state", "agreed"), ("mine", "decided")): [0],
    }
    for query, found in expected.items():
        assert shown(sign_in, ana, desk, **dict(query)) == found, query
    project_change(actor=person(mia), project=desk, evidence_policy="sourced_and_disputed", at=minutes(2))
    assert shown(sign_in, ana, desk, evidence="needed") == [0]
    claim_unflag(actor=person(ben), claim=claims[2], at=minutes(3))
    assert shown(sign_in, ana, desk, flagged="1") == []


def test_the_filters_that_are_set_are_set_on_the_page(
    sign_in: SignIn, desk: Project, article: Article, ana: User
) -> None:
    page = sign_in(ana).get(address("claim-list", desk.slug, state="open", q="ferry", flagged="1")).content.decode()
    assert '<option value="open" selected>' in page
    assert 'value="ferry"' in page
    assert re.search(r'name="flagged" value="1" checked', page)


def test_pages_go_through_every_claim_once(
    sign_in: SignIn, desk: Project, ana: User, make_article: MakeArticle
) -> None:
    for n in range(3):
        make_article(claims=13, at=minutes(n // 2))  # two of them at one moment
    there, seen = address("claim-list", desk.slug, state="open"), []
    while there:
        page = sign_in(ana).get(there).content.decode()
        seen += re.findall(r"\?claim=([0-9a-f-]{36})", page)
        following = re.search(r'href="(\?[^"]+)" rel="next"', page)
        assert not following or "state=open" in following[1]
        there = address("claim-list", desk.slug) + following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 39


def test_words_in_a_claim_are_text(sign_in: SignIn, desk: Project, ana: User, make_article: MakeArticle) -> None:
    make_article("The <script>alert(1)</script> ferry sank.")
    for page in (address("claim-list", desk.slug), address("search", q="alert"), address("search", q="ferry script")):
        written = sign_in(ana).get(page).content.decode()
        assert "<script>alert" not in written
        assert "&lt;" in written


@pytest.mark.parametrize("cursor", ["x", "019a0000-0000-7000-8000-000000000000"])
def test_a_cursor_of_nothing_is_the_first_page(
    sign_in: SignIn, desk: Project, article: Article, ana: User, cursor: str
) -> None:
    assert shown(sign_in, ana, desk, cursor=cursor) == [0, 1, 2, 3]
