"""The list of a project's articles, its live rows, and what can be done to one."""

import re

import pytest
from django.utils import timezone

from annotations.errors import TextTooLong
from annotations.models.articles import Article, ArticleStatus
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.services.actor import Actor
from annotations.services.articles import About, Source, article_archive, article_fail, article_import
from annotations.services.jobs import job_claim
from annotations.services.judgements import judgement_record
from annotations.services.projects import project_create
from tests.story import NOON, MakeArticle, claims_of, minutes, person
from tests.web.conftest import NO_SUCH_UID, SignIn, address


def titles_in(page: bytes) -> list[str]:
    """The titles of the rows, in order."""
    rows = re.findall(r'<th scope="row" class="name"><a [^>]*>([^<]*)</a>', page.decode())
    return [row.strip() for row in rows]


def failed_article(desk: Project, ana: User) -> Article:
    """An article whose import failed, with the reason."""
    source = Source(body=b"%PDF-1.4 nothing", filename="scan.pdf", media_type="application/pdf")
    done = article_import(actor=person(ana), project=desk, source=source, at=NOON)
    assert done.job is not None
    claimed = job_claim(uid=done.job.uid, at=timezone.now())
    assert claimed is not None
    worker = Actor.system("worker")
    article_fail(actor=worker, article=done.article, error=TextTooLong(), at=timezone.now(), claimed=claimed)
    return done.article


def test_the_list_shows_titles_numbers_and_how_far_the_reader_is(
    sign_in: SignIn, desk: Project, ana: User, make_article: MakeArticle
) -> None:
    article = make_article(claims=4)
    judgement_record(actor=person(ana), claim=claims_of(article)[0], label="disputed", at=NOON)
    page = sign_in(ana).get(address("article-list", desk.slug)).content.decode()
    assert article.title in page
    assert "1 of 4" in page
    assert "In review" in page
    assert 'class="seg-disputed"' in page


def test_somebody_who_only_looks_sees_how_many_claims_are_decided_but_not_how(
    sign_in: SignIn, desk: Project, ana: User, vic: User, make_article: MakeArticle
) -> None:
    article = make_article(claims=4)
    judgement_record(actor=person(ana), claim=claims_of(article)[0], label="disputed", at=NOON)
    page = sign_in(vic).get(address("article-list", desk.slug)).content.decode()
    assert "1 of 4" in page
    assert "Decided by me" not in page
    assert "seg-disputed" not in page


def test_a_text_without_claims_says_so(sign_in: SignIn, desk: Project, ana: User, make_article: MakeArticle) -> None:
    make_article("Only a heading")
    page = sign_in(ana).get(address("article-list", desk.slug)).content.decode()
    assert "No claims" in page


def test_an_empty_project_invites_to_import_only_those_who_may(
    sign_in: SignIn, desk: Project, ana: User, vic: User
) -> None:
    page = address("article-list", desk.slug)
    assert "Import a few articles." in sign_in(ana).get(page).content.decode()
    assert "Import a few articles." not in sign_in(vic).get(page).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "herring"}, ["Herring"]),
        ({"q": "HERR"}, ["Herring"]),
        ({"q": "whale"}, []),
        ({"source": "Gazette"}, ["Herring"]),
        ({"source": "paste"}, ["Cod", "Herring"]),
        ({"status": "ready"}, ["Cod"]),
        ({"status": "queued"}, ["Herring"]),
        ({"archived": "1"}, ["Old"]),
        ({}, ["Cod", "Herring"]),
    ],
)
def test_filters_live_in_the_address(
    sign_in: SignIn,
    desk: Project,
    ana: User,
    make_article: MakeArticle,
    query: dict[str, str],
    found: list[str],
) -> None:
    def paste(text: str, about: About, after: float) -> Article:
        return article_import(
            actor=person(ana), project=desk, source=Source(text=text), about=about, at=minutes(after)
        ).article

    paste("A herring costs 3 crowns.", About(title="Herring", source_name="Gazette"), 1)
    make_article("Cod\n\nA cod costs 9 crowns.", at=minutes(2))
    old = paste("An eel cost 1 crown.", About(title="Old"), 0)
    article_archive(actor=person(ana), article=old, at=minutes(3))
    answer = sign_in(ana).get(address("article-list", desk.slug), query)
    assert titles_in(answer.content) == found


def test_filters_that_match_nothing_offer_to_clear_them(sign_in: SignIn, desk: Project, ana: User) -> None:
    page = sign_in(ana).get(address("article-list", desk.slug), {"q": "nothing"}).content.decode()
    assert "No article matches." in page
    assert "Clear filters" in page


def test_pages_follow_each_other_without_a_gap_while_new_articles_arrive(
    sign_in: SignIn, desk: Project, ana: User, make_article: MakeArticle
) -> None:
    made = [make_article(f"Note {n:02}\n\nIt rained {n} mm.", at=minutes(n)).title for n in range(35)]
    browser, where = sign_in(ana), address("article-list", desk.slug)
    first = browser.get(where)
    make_article("Late\n\nIt snowed 3 cm.", at=minutes(99))
    older = re.search(r'href="(\?cursor=[^"]+)" rel="next"', first.content.decode())
    assert older is not None
    second = browser.get(where + older[1])
    assert titles_in(first.content) + titles_in(second.content) == made[::-1]
    assert 'rel="next"' not in second.content.decode()


@pytest.mark.parametrize("cursor", ["nonsense", NO_SUCH_UID])
def test_a_cursor_that_names_nothing_is_the_first_page(
    sign_in: SignIn, desk: Project, ana: User, article: Article, cursor: str
) -> None:
    answer = sign_in(ana).get(address("article-list", desk.slug), {"cursor": cursor})
    assert titles_in(answer.content) == [article.title]


# --- Live rows ---------------------------------------------------------------------------------------------------


def test_a_row_is_busy_until_its_claims_are_there(
    sign_in: SignIn, desk: Project, ana: User, make_article: MakeArticle
) -> None:
    waiting, ready = make_article("Tides\n\nThe tide rose 2 m.", ready=False), make_article()
    where = address("article-rows", desk.slug, ids=f"{waiting.uid},{ready.uid}")
    page = sign_in(ana).get(where).content.decode()
    assert re.search(rf'id="a-{waiting.uid}"[^>]* data-busy', page)
    assert not re.search(rf'id="a-{ready.uid}"[^>]* data-busy', page)


def test_rows_of_another_project_are_left_out(
    sign_in: SignIn, desk: Project, ana: User, article: Article, oto: User
) -> None:
    other, _event = project_create(actor=person(oto), name="Elsewhere", at=NOON)
    where = address("article-rows", other.slug, ids=str(article.uid))
    assert article.title not in sign_in(oto).get(where).content.decode()


@pytest.mark.parametrize("ids", ["", "nonsense", "1,2,3", ",,,"])
def test_ids_that_are_none_give_no_rows(sign_in: SignIn, desk: Project, ana: User, ids: str) -> None:
    answer = sign_in(ana).get(address("article-rows", desk.slug, ids=ids))
    assert answer.status_code == 200
    assert b"<tr" not in answer.content


# --- What can be done --------------------------------------------------------------------------------------------


def test_a_failed_row_says_why_and_can_be_retried(sign_in: SignIn, desk: Project, ana: User) -> None:
    article = failed_article(desk, ana)
    browser = sign_in(ana)
    page = browser.get(address("article-list", desk.slug)).content.decode()
    assert "The text is longer than 1,000,000 characters. Split it into several articles." in page
    assert address("article-retry", article.uid) in page
    browser.post(address("article-retry", article.uid))
    article.refresh_from_db()
    assert article.status == ArticleStatus.QUEUED


def test_archiving_hides_and_restoring_shows(sign_in: SignIn, desk: Project, eva: User, article: Article) -> None:
    browser, where = sign_in(eva), address("article-list", desk.slug)
    browser.post(address("article-archive", article.uid))
    assert titles_in(browser.get(where).content) == []
    assert titles_in(browser.get(where, {"archived": "1"}).content) == [article.title]
    browser.post(address("article-restore", article.uid))
    assert titles_in(browser.get(where).content) == [article.title]


@pytest.mark.parametrize(("back", "got"), [("/p/city-desk/?q=x", "/p/city-desk/?q=x"), ("//evil.example/", None)])
def test_after_an_action_one_comes_back_only_within_the_site(
    sign_in: SignIn, desk: Project, eva: User, article: Article, back: str, got: str | None
) -> None:
    answer = sign_in(eva).post(address("article-archive", article.uid), {"back": back})
    assert answer.headers["Location"] == (got or address("article-list", desk.slug))


@pytest.mark.parametrize("action", ["article-archive", "article-restore", "article-retry"])
def test_actions_take_a_post(sign_in: SignIn, mia: User, article: Article, action: str) -> None:
    assert sign_in(mia).get(address(action, article.uid)).status_code == 405
    article.refresh_from_db()
    assert article.archived_at is None


def test_an_article_that_is_not_there_is_a_page_of_our_own(sign_in: SignIn, ana: User, desk: Project) -> None:
    page = sign_in(ana).get(address("article-review", NO_SUCH_UID))
    assert page.status_code == 404
    assert "There is nothing here for you." in page.content.decode()
