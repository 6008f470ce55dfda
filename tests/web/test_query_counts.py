"""A list costs the same however long it is."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.models.articles import Article
from annotations.models.projects import Project, Role
from annotations.models.users import User
from annotations.services.accounts import account_create
from annotations.services.actor import Actor
from annotations.services.articles import article_archive, article_restore
from annotations.services.claims import claim_withdraw
from annotations.services.evidence import evidence_add
from annotations.services.judgements import judgement_record
from annotations.services.links import token_create
from annotations.services.notes import note_write
from annotations.services.projects import membership_give, project_create
from annotations.services.releases import release_request
from tests.practice import practice_written, practise
from tests.story import NOON, MakeArticle, claims_of, minutes, person
from tests.web.conftest import SignIn, address

FEW, MANY = 3, 30


def queries_of(client: Client, page: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(page)
    assert answer.status_code == 200
    return len(captured)


def same_cost(client: Client, page: str, more: Callable[[int], None], *, most: int) -> None:
    """The page with a few rows and with many takes as many queries, and no more than `most`."""
    for n in range(FEW):
        more(n)
    few = queries_of(client, page)
    for n in range(FEW, MANY):
        more(n)
    many = queries_of(client, page)
    assert few == many <= most


def test_the_first_page(sign_in: SignIn, mia: User) -> None:
    def more(n: int) -> None:
        project_create(actor=person(mia), name=f"Desk {n}", at=NOON)

    same_cost(sign_in(mia), "/", more, most=14)


def test_the_list_of_articles(sign_in: SignIn, desk: Project, ana: User, ben: User, make_article: MakeArticle) -> None:
    def more(n: int) -> None:
        make_article(claims=2, judged_by=(ana, ben), at=minutes(n))

    same_cost(sign_in(ana), address("article-list", desk.slug), more, most=19)


def test_the_list_of_claims(sign_in: SignIn, desk: Project, ana: User, ben: User, make_article: MakeArticle) -> None:
    def more(n: int) -> None:
        make_article(claims=1, judged_by=(ana, ben), at=minutes(n))

    same_cost(sign_in(ana), address("claim-list", desk.slug), more, most=20)


@pytest.mark.parametrize("kind", ["", "claim", "article"])
def test_the_finds(sign_in: SignIn, desk: Project, ana: User, make_article: MakeArticle, kind: str) -> None:
    def more(n: int) -> None:
        make_article(claims=3, at=minutes(n))

    same_cost(sign_in(ana), address("search-project", desk.slug, q="ships", kind=kind), more, most=18)


def test_the_live_rows(sign_in: SignIn, desk: Project, ana: User, make_article: MakeArticle) -> None:
    made = [make_article(claims=1, judged_by=(ana,), at=minutes(n)) for n in range(MANY)]
    client = sign_in(ana)
    few = queries_of(client, address("article-rows", desk.slug, ids=",".join(str(one.uid) for one in made[:FEW])))
    many = queries_of(client, address("article-rows", desk.slug, ids=",".join(str(one.uid) for one in made)))
    assert few == many <= 10


def test_the_changes(sign_in: SignIn, desk: Project, mia: User, article: Article) -> None:
    def more(n: int) -> None:
        (article_restore if n % 2 else article_archive)(actor=person(mia), article=article, at=minutes(n))

    same_cost(sign_in(mia), address("change-list", desk.slug), more, most=12)


def test_the_archived_articles(sign_in: SignIn, desk: Project, mia: User, make_article: MakeArticle) -> None:
    def more(n: int) -> None:
        article_archive(actor=person(mia), article=make_article(claims=1), at=minutes(n))

    same_cost(sign_in(mia), address("trash", desk.slug), more, most=12)


def test_the_withdrawn_claims(sign_in: SignIn, desk: Project, mia: User, make_article: MakeArticle) -> None:
    def more(n: int) -> None:
        claim_withdraw(actor=person(mia), claim=claims_of(make_article(claims=1))[0], at=minutes(n))

    same_cost(sign_in(mia), address("trash", desk.slug, show="claims"), more, most=12)


def test_the_claims_to_choose_from(sign_in: SignIn, desk: Project, ana: User, make_article: MakeArticle) -> None:
    few, many = make_article(claims=FEW, judged_by=(ana,)), make_article(claims=MANY, judged_by=(ana,))
    client = sign_in(ana)
    cost = queries_of(client, address("claim-choose", many.uid))
    assert queries_of(client, address("claim-choose", few.uid)) == cost <= 16


def test_the_work_under_way(sign_in: SignIn, desk: Project, mia: User, make_article: MakeArticle) -> None:
    def more(n: int) -> None:
        make_article(ready=False)

    same_cost(sign_in(mia), address("job-list", desk.slug), more, most=12)


def test_the_members(sign_in: SignIn, desk: Project, mia: User) -> None:
    def more(n: int) -> None:
        actor = Actor.system("set-up")
        user, _event = account_create(actor=actor, email=f"m{n}@desk.example", name=f"Member {n}", at=NOON)
        membership_give(actor=person(mia), project=desk, user=user, role=Role.REVIEWER, at=NOON)

    same_cost(sign_in(mia), address("member-list", desk.slug), more, most=12)


def test_the_practice_articles(sign_in: SignIn, desk: Project, mia: User) -> None:
    def more(n: int) -> None:
        practise(mia, practice_written(mia, desk, title=f"Tides {n}", at=minutes(n)), "sourced", at=minutes(n))

    same_cost(sign_in(mia), address("practice-list", desk.slug), more, most=14)


def test_the_practice_results(sign_in: SignIn, desk: Project, mia: User) -> None:
    practice = practice_written(mia, desk)

    def more(n: int) -> None:
        practise(mia, practice, "sourced", "disputed", "opinion", at=minutes(n))

    same_cost(sign_in(mia), address("practice-results", desk.slug), more, most=10)


def test_the_releases(sign_in: SignIn, desk: Project, mia: User, article: Article) -> None:
    def more(n: int) -> None:
        release_request(actor=person(mia), project=desk, name=f"R{n}", select="all", at=minutes(n))

    same_cost(sign_in(mia), address("release-list", desk.slug), more, most=14)


def test_the_keys(sign_in: SignIn, desk: Project, mia: User) -> None:
    def more(n: int) -> None:
        token_create(actor=person(mia), user=mia, scopes=["read"], name=f"K{n}", project=desk, at=NOON)

    same_cost(sign_in(mia), "/tokens/", more, most=10)


def test_the_review_screen(sign_in: SignIn, desk: Project, ana: User, make_article: MakeArticle) -> None:
    few, many = make_article(claims=FEW, judged_by=(ana,)), make_article(claims=MANY, judged_by=(ana,))
    client = sign_in(ana)
    cost = queries_of(client, address("article-review", many.uid))
    assert queries_of(client, address("article-review", few.uid)) == cost <= 32


def test_the_review_screen_of_a_long_article_and_a_part_of_it(
    sign_in: SignIn, desk: Project, ana: User, make_article: MakeArticle
) -> None:
    few, many = make_article(claims=150, judged_by=(ana,)), make_article(claims=300, judged_by=(ana,))
    client = sign_in(ana)
    for name, most in (("article-review", 32), ("article-part", 16)):
        cost = queries_of(client, address(name, many.uid))
        assert queries_of(client, address(name, few.uid)) == cost <= most


def test_the_panel_of_a_claim(sign_in: SignIn, desk: Project, ana: User, article: Article) -> None:
    claim = claims_of(article)[0]
    judgement_record(actor=person(ana), claim=claim, label="sourced", at=NOON)

    def more(n: int) -> None:
        evidence_add(actor=person(ana), claim=claim, stance="context", reference=f"Book {n}", at=minutes(n))
        note_write(actor=person(ana), claim=claim, body=f"Note {n}", at=minutes(n))

    same_cost(sign_in(ana), address("claim-panel", claim.uid), more, most=26)
