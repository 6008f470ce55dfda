"""Export: releases asked for, watched, downloaded."""

import csv
import hashlib
import io
from collections.abc import Callable

import pytest

from annotations.models.articles import Article
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.releases import Release, ReleaseStatus
from annotations.models.users import User
from annotations.services.judgements import judgement_record
from annotations.services.releases import release_request
from tests.story import NOON, claims_of, person
from tests.web.conftest import SignIn, address

MAY = {"name": "May", "select": "settled"}


@pytest.fixture
def page(desk: Project) -> str:
    """The export page's address."""
    return address("release-list", desk.slug)


@pytest.fixture
def decided(article: Article, ana: User) -> Article:
    """The article with two of its four claims settled."""
    for claim in claims_of(article)[:2]:
        judgement_record(actor=person(ana), claim=claim, label="sourced", at=NOON)
    return article


def test_without_claims_there_is_nothing_to_export(sign_in: SignIn, mia: User, page: str) -> None:
    assert "There is nothing to export yet" in sign_in(mia).get(page).content.decode()


def test_the_number_of_rows_is_known_before(sign_in: SignIn, mia: User, page: str, decided: Article) -> None:
    written = sign_in(mia).get(page).content.decode()
    assert "2 rows" in written
    assert "4 rows" in written


def test_when_nothing_is_settled_the_page_says_how_many_wait(
    sign_in: SignIn, mia: User, page: str, article: Article
) -> None:
    browser = sign_in(mia)
    assert "4 claims are still waiting" in browser.get(page).content.decode()
    answer = browser.post(page, MAY)
    assert answer.status_code == 422
    assert "There are no rows to release yet." in answer.content.decode()
    assert not Release.objects.exists()


def test_a_release_is_made_watched_and_downloaded(
    sign_in: SignIn, mia: User, page: str, decided: Article, work_off: Callable[[], int]
) -> None:
    browser = sign_in(mia)
    assert browser.post(page, MAY).headers["Location"] == page
    release = Release.objects.get()
    fragment = browser.get(page, headers={"HX-Request": "true"}).content.decode()
    assert fragment.startswith(f'<div id="releases" data-poll="{page}">')
    work_off()
    fragment = browser.get(page, headers={"HX-Request": "true"}).content.decode()
    assert fragment.startswith('<div id="releases">')
    where = address("release-download", release.uid)
    answer = browser.get(where, {"format": "jsonl"})
    body = answer.getvalue()
    release.refresh_from_db()
    assert hashlib.sha256(body).hexdigest() == release.sha256
    assert release.sha256[:12] in fragment
    assert answer.headers["Content-Disposition"] == 'attachment; filename="city-desk-may.jsonl"'


def test_csv_is_the_same_rows_as_a_table(
    sign_in: SignIn, mia: User, page: str, decided: Article, work_off: Callable[[], int]
) -> None:
    browser = sign_in(mia)
    browser.post(page, MAY | {"names": "on"})
    work_off()
    answer = browser.get(address("release-download", Release.objects.get().uid), {"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    assert [row["label"] for row in rows] == ["sourced", "sourced"]
    assert {row["annotator"] for row in rows} == {"Ana"}


def test_a_download_is_in_the_ledger_before_it_leaves(
    sign_in: SignIn, mia: User, page: str, decided: Article, work_off: Callable[[], int]
) -> None:
    browser = sign_in(mia)
    browser.post(page, MAY)
    work_off()
    browser.get(address("release-download", Release.objects.get().uid))
    assert LedgerEvent.objects.get(verb="release.downloaded").actor_id == str(mia.uid)


def test_a_name_is_used_once_and_what_was_chosen_is_kept(
    sign_in: SignIn, mia: User, page: str, decided: Article
) -> None:
    browser = sign_in(mia)
    browser.post(page, MAY)
    answer = browser.post(page, {"name": "May", "select": "all"})
    assert answer.status_code == 422
    written = answer.content.decode()
    assert "This name is already in use here." in written
    assert 'value="all" checked' in written
    assert Release.objects.count() == 1


def test_what_is_not_ready_or_not_offered_cannot_be_downloaded(
    sign_in: SignIn, mia: User, desk: Project, decided: Article, work_off: Callable[[], int]
) -> None:
    release, _job, _event = release_request(actor=person(mia), project=desk, name="May", select="all", at=NOON)
    browser, where = sign_in(mia), address("release-download", release.uid)
    assert browser.get(where).status_code == 409
    work_off()
    assert browser.get(where, {"format": "docx"}).status_code == 400
    assert not LedgerEvent.objects.filter(verb="release.downloaded").exists()


def test_others_see_the_releases_but_no_way_to_them(
    sign_in: SignIn, mia: User, ana: User, page: str, decided: Article, work_off: Callable[[], int]
) -> None:
    sign_in(mia).post(page, MAY)
    work_off()
    written = sign_in(ana).get(page).content.decode()
    assert Release.objects.get().status == ReleaseStatus.READY
    assert "May" in written
    assert "download" not in written.partition("<main")[2].partition("Releases, newest first")[2]
    assert "Make release" not in written
