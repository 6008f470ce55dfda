"""A document is told by its content first, then by its name, then by what the sender said."""

import pytest

from annotations.extract.documents import extract
from annotations.extract.kinds import Kind, kind_of
from annotations.extract.types import ExtractionFailed
from tests.extract.helpers import refusal, warnings_of
from tests.extract.pdfs import lines, pdf
from tests.extract.words import docx_of

PAGE = b"<!DOCTYPE html><html><body><p>The ferry sailed at noon with 40 people aboard.</p></body></html>"


@pytest.mark.parametrize(
    ("filename", "kind"),
    [("a.txt", Kind.TEXT), ("a.MD", Kind.MARKDOWN), ("a.htm", Kind.HTML), ("Report 3.5", Kind.TEXT), ("", Kind.TEXT)],
)
def test_words_are_told_by_their_name(filename: str, kind: Kind) -> None:
    assert kind_of(b"Some words.", filename) == (kind, None)


@pytest.mark.parametrize(
    ("media_type", "kind"),
    [
        ("text/markdown; charset=utf-8", Kind.MARKDOWN),
        ("TEXT/HTML", Kind.HTML),
        ("application/octet-stream", Kind.TEXT),
    ],
)
def test_words_without_a_name_are_told_by_the_media_type(media_type: str, kind: Kind) -> None:
    assert kind_of(b"Some words.", "", media_type) == (kind, None)


def test_a_script_that_answers_with_a_page_is_a_page() -> None:
    assert kind_of(b"Some words.", "article.php", "text/html") == (Kind.HTML, None)


@pytest.mark.parametrize("filename", ["page.txt", "page.pdf", "page.docx", "page.md"])
def test_a_page_under_a_wrong_name_is_read_as_a_page_and_told(filename: str) -> None:
    document = extract(PAGE, filename=filename)
    assert "The ferry sailed at noon" in document.text
    assert "type_by_content" in warnings_of(document)


def test_a_word_document_named_text_is_read_and_told() -> None:
    document = extract(docx_of("The ferry sailed."), filename="a.txt")
    assert document.text == "The ferry sailed."
    assert warnings_of(document)[0] == "type_by_content"


def test_a_pdf_named_word_is_read_and_told() -> None:
    document = extract(pdf(lines("The ferry sailed.")), filename="a.docx")
    assert document.text == "The ferry sailed."
    assert warnings_of(document) == ["type_by_content"]


@pytest.mark.parametrize("filename", ["a.docx", "a.pdf"])
def test_words_under_a_binary_name_are_refused_as_damaged(filename: str) -> None:
    assert refusal(b"Only words.", filename) == "damaged_file"


@pytest.mark.parametrize("filename", ["a.csv", "a.xlsx", "a.doc", "a.json", "a.odt", "a.exe"])
def test_other_names_are_refused_and_the_known_ones_named(filename: str) -> None:
    with pytest.raises(ExtractionFailed, match=r"\.docx") as failure:
        extract(b"Some words.", filename=filename)
    assert failure.value.code == "unsupported_type"


def test_another_media_type_is_refused() -> None:
    assert refusal(b"{}", media_type="application/json") == "unsupported_type"


@pytest.mark.parametrize(
    ("body", "filename", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "photo.txt", "binary_not_text"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "photo.png", "unsupported_type"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "", "unsupported_type"),
        (b"{\\rtf1 words}", "old.md", "binary_not_text"),
        (b"PK\x03\x04" + b"x" * 50, "archive.txt", "binary_not_text"),
        (b"PK\x03\x04" + b"x" * 50, "archive.zip", "unsupported_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 50, "old.doc", "unsupported_type"),
    ],
)
def test_binary_files_are_refused_by_name(body: bytes, filename: str, code: str) -> None:
    assert refusal(body, filename) == code


def test_a_text_about_pdf_is_no_pdf() -> None:
    assert extract(b"The marker %PDF-1.7 starts every file.", filename="a.txt").text.startswith("The marker")


def test_a_pdf_behind_a_line_of_junk_is_a_pdf() -> None:
    assert extract(b"junk\n" + pdf(lines("The ferry sailed.")), filename="a.pdf").text == "The ferry sailed."
