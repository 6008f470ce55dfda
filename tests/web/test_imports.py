"""Three ways in, and nothing of what was typed is lost."""

from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError

from annotations.models.articles import Article, ArticleOrigin
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.services import articles as articles_service
from tests.web.conftest import SignIn, address

TEXT = "Lighthouse\r\n\r\nThe lamp burned 41 nights.\r\n\r\nNobody counted the ships."
HTMX = {"HX-Request": "true"}


@pytest.fixture
def page(desk: Project) -> str:
    """The import page's address."""
    return address("article-import", desk.slug)


def paste(**fields: str) -> dict[str, str]:
    """What the paste form sends."""
    return {"way": "paste", "step": "import"} | {f"paste-{name}": value for name, value in fields.items()}


# --- Paste -------------------------------------------------------------------------------------------------------


def test_a_pasted_text_becomes_an_article_and_is_shown(sign_in: SignIn, ana: User, page: str) -> None:
    about = {"title": "The lamp", "source_name": "Harbour Post", "published_on": "2026-02-03"}
    answer = sign_in(ana).post(page, paste(text=TEXT, **about))
    article = Article.objects.get()
    assert answer.headers["Location"] == address("article-review", article.uid)
    assert article.text == TEXT.replace("\r\n", "\n")
    assert (article.title, article.source_name) == ("The lamp", "Harbour Post")
    assert article.published_at == datetime(2026, 2, 3, tzinfo=UTC)
    assert article.imported_by == ana


def test_white_space_at_the_ends_of_a_text_is_kept(sign_in: SignIn, ana: User, page: str) -> None:
    sign_in(ana).post(page, paste(text="\u00a0 It rained. \n"))
    assert Article.objects.get().text == "\u00a0 It rained. \n"


def test_the_same_text_twice_leads_to_the_article_that_is_there(sign_in: SignIn, ana: User, page: str) -> None:
    browser = sign_in(ana)
    first = browser.post(page, paste(text=TEXT)).headers["Location"]
    answer = browser.post(page, paste(text=TEXT), follow=True)
    assert answer.redirect_chain[-1][0] == first
    assert "This text is already here since" in answer.content.decode()
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": "", "title": "Kept"}, "The text is empty."),
        ({"text": " \n ", "title": "Kept"}, "The text is empty."),
        ({"text": TEXT, "title": "Kept", "published_on": "31/31"}, "Enter a valid date."),
        ({"text": TEXT, "title": "Kept", "source_url": "ftp://x"}, "This is not an http or https address."),
    ],
)
def test_a_refused_text_keeps_what_was_typed(
    sign_in: SignIn, ana: User, page: str, fields: dict[str, str], said: str
) -> None:
    answer = sign_in(ana).post(page, paste(**fields))
    assert answer.status_code == 422
    written = answer.content.decode()
    assert said in written
    assert 'value="Kept"' in written
    if fields["text"] == TEXT:
        assert "The lamp burned 41 nights." in written
    assert not Article.objects.exists()


def test_a_text_that_is_too_long_is_refused_at_its_field(sign_in: SignIn, ana: User, page: str) -> None:
    answer = sign_in(ana).post(page, paste(text="a" * 1_000_001))
    assert answer.status_code == 422
    assert 'id="id_paste-text_error"' in answer.content.decode()
    assert not Article.objects.exists()


def test_checking_first_shows_what_the_text_becomes_and_imports_nothing(sign_in: SignIn, ana: User, page: str) -> None:
    answer = sign_in(ana).post(page, paste(text=TEXT, title="The lamp") | {"step": "check"})
    written = answer.content.decode()
    assert answer.status_code == 200
    assert "3 paragraphs, 10 words" in written
    assert '<li dir="auto">The lamp burned 41 nights.</li>' in written
    assert 'value="The lamp"' in written
    assert not Article.objects.exists()


def test_checking_says_when_the_text_is_here_already(sign_in: SignIn, ana: User, page: str) -> None:
    browser = sign_in(ana)
    browser.post(page, paste(text=TEXT))
    answer = browser.post(page, paste(text=TEXT) | {"step": "check"}, headers=HTMX)
    assert answer.content.decode().strip().startswith('<div class="preview"')
    assert "This text is already here since" in answer.content.decode()


# --- Addresses ---------------------------------------------------------------------------------------------------


def test_each_address_has_its_own_result_and_refused_ones_stay_in_the_field(
    sign_in: SignIn, ana: User, page: str
) -> None:
    lines = "https://news.example/one\r\nnot an address\r\n\r\nhttps://news.example/one"
    answer = sign_in(ana).post(page, {"way": "address", "address-addresses": lines})
    written = answer.content.decode()
    assert answer.status_code == 200
    assert written.count("Imported, now being read.") == 1
    assert "This is not an http or https address." in written
    field = written.partition('name="address-addresses"')[2].partition("</textarea>")[0]
    assert "not an address" in field
    assert "https://news.example/one" not in field
    assert Article.objects.get().origin == ArticleOrigin.URL


def test_an_address_sent_twice_is_imported_once(sign_in: SignIn, ana: User, page: str) -> None:
    browser, sent = sign_in(ana), {"way": "address", "address-addresses": "https://news.example/one"}
    browser.post(page, sent)
    assert "Already here since" in browser.post(page, sent).content.decode()
    assert Article.objects.count() == 1


def test_when_every_address_is_refused_the_answer_says_so_to_scripts_too(sign_in: SignIn, ana: User, page: str) -> None:
    assert sign_in(ana).post(page, {"way": "address", "address-addresses": "nothing"}).status_code == 422


def test_more_than_fifty_addresses_are_refused_and_kept(sign_in: SignIn, ana: User, page: str) -> None:
    lines = "\n".join(f"https://news.example/{n}" for n in range(51))
    answer = sign_in(ana).post(page, {"way": "address", "address-addresses": lines})
    assert answer.status_code == 422
    assert "https://news.example/50" in answer.content.decode()
    assert not Article.objects.exists()


# --- Files -------------------------------------------------------------------------------------------------------


def upload(name: str, body: bytes) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, body, content_type="text/plain")


def test_several_files_have_a_result_each(sign_in: SignIn, ana: User, page: str) -> None:
    files = [upload("one.txt", b"It rained 3 mm."), upload("two.txt", b"It rained 4 mm."), upload("empty.txt", b"")]
    answer = sign_in(ana).post(page, {"way": "files", "files-file": files})
    written = answer.content.decode()
    assert answer.status_code == 200
    assert written.count("Imported, now being read.") == 2
    assert "The text is empty." in written
    assert set(Article.objects.values_list("original_name", flat=True)) == {"one.txt", "two.txt"}


def test_the_script_gets_one_files_result_alone(sign_in: SignIn, ana: User, page: str) -> None:
    browser, sent = sign_in(ana), {"way": "files", "files-file": upload("one.txt", b"It rained 3 mm.")}
    answer = browser.post(page, sent, headers=HTMX)
    assert answer.content.decode().strip().startswith('<ul class="resultlist">')
    again = {"way": "files", "files-file": upload("renamed.txt", b"It rained 3 mm.")}
    assert "Already here since" in browser.post(page, again, headers=HTMX).content.decode()
    empty = {"way": "files", "files-file": upload("empty.txt", b"")}
    assert browser.post(page, empty, headers=HTMX).status_code == 422


def test_a_file_too_large_is_refused_before_it_is_read(sign_in: SignIn, ana: User, page: str) -> None:
    body = b"a" * 11
    with patch("annotations.web.imports.LARGEST_FILE", 10), patch.object(articles_service, "blob_store") as store:
        answer = sign_in(ana).post(page, {"way": "files", "files-file": upload("big.txt", body)})
    assert "The file is larger than 10 MB." in answer.content.decode()
    assert not store.called


def test_more_than_fifty_files_are_refused_before_one_is_read(sign_in: SignIn, ana: User, page: str) -> None:
    files = [upload(f"{n}.txt", b"It rained.") for n in range(51)]
    answer = sign_in(ana).post(page, {"way": "files", "files-file": files})
    assert answer.status_code == 422
    assert "These are 51 files. 50 fit in one go." in answer.content.decode()
    assert not Article.objects.exists()


def test_a_full_disk_is_a_page_that_says_that_nothing_changed(sign_in: SignIn, ana: User, page: str) -> None:
    full = OperationalError("database or disk is full")
    with patch("annotations.web.imports.article_import", side_effect=full):
        answer = sign_in(ana).post(page, paste(text=TEXT))
    assert answer.status_code == 507
    assert "There is no room left to store this. Nothing was changed." in answer.content.decode()


def test_no_file_at_all_is_an_error_at_the_field(sign_in: SignIn, ana: User, page: str) -> None:
    answer = sign_in(ana).post(page, {"way": "files"})
    assert answer.status_code == 422
    assert "Choose at least one file." in answer.content.decode()


@pytest.mark.parametrize("sent", [{}, {"way": "telepathy"}])
def test_a_post_that_says_no_way_changes_nothing(sign_in: SignIn, ana: User, page: str, sent: dict[str, Any]) -> None:
    assert sign_in(ana).post(page, sent).status_code == 200
    assert not Article.objects.exists()


def test_all_three_ways_are_on_the_page_without_a_script(sign_in: SignIn, ana: User, page: str) -> None:
    written = sign_in(ana).get(page).content.decode()
    for way in ("paste", "address", "files"):
        assert f'<section class="card way" id="{way}"' in written
