"""PDF files: paragraphs put together again, and a clear word where there is no text."""

import zlib
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import EncodedStreamObject, NameObject

from annotations.extract.documents import extract
from annotations.extract.limits import Limits
from annotations.extract.types import Document, ExtractionFailed
from tests.extract.helpers import refusal, warnings_of
from tests.extract.pdfs import lines, pdf

LOCKED = "/Filter /Standard /V 1 /R 2 /P -44 /O <{o}> /U <{u}>".format(
    o="11" * 32, u="22" * 32
)  # a user password nobody knows


def read(body: bytes) -> Document:
    return extract(body, filename="a.pdf")


def test_lines_become_paragraphs_and_cut_words_become_whole() -> None:
    body = pdf(
        lines(
            "The county has ordered two new ships for the ferry line, and the har-",
            "bour will be made longer before they come. The first sails in May of",
            "next year.",
            "",
            "The union welcomed the order, which it had asked for since the winter",
            "of 2019.",
        )
    )
    assert read(body).text == (
        "The county has ordered two new ships for the ferry line, and the harbour will be made longer before they "
        "come. The first sails in May of next year.\n\n"
        "The union welcomed the order, which it had asked for since the winter of 2019."
    )


def test_a_heading_in_larger_letters_stands_alone() -> None:
    body = pdf([(72, 760, 20, "Two new ships"), *lines("The county ordered two", "ships on Monday.", top=736)])
    assert read(body).text == "Two new ships\n\nThe county ordered two ships on Monday."


def test_a_sentence_runs_on_over_the_end_of_a_page() -> None:
    body = pdf(lines("The county ordered two ships on"), lines("Monday, and paid for"), lines("them at once."))
    assert read(body).text == "The county ordered two ships on\n\nMonday, and paid for them at once."


def test_the_metadata_tell_title_author_date_and_language() -> None:
    info = "/Title (Two new ships) /Author (Ida Berg) /CreationDate (D:20240506070809+02'00')"
    found = read(pdf(lines("The county ordered two ships."), info=info, catalog="/Lang (nb-NO)"))
    assert (found.title, found.byline, found.language) == ("Two new ships", "Ida Berg", "nb")
    assert found.published_at == datetime(2024, 5, 6, 5, 8, 9, tzinfo=UTC)
    assert warnings_of(found) == ["date_from_file"]


@pytest.mark.parametrize("title", ["Microsoft Word - ships.docx", "untitled", "Document1", "ships_final.indd"])
def test_a_title_that_a_program_wrote_is_none(title: str) -> None:
    assert read(pdf(lines("Words."), info=f"/Title ({title})")).title == ""


def test_a_broken_date_is_left_out() -> None:
    assert read(pdf(lines("Words."), info="/CreationDate (yesterday)")).published_at is None


def test_a_locked_pdf_is_refused_as_encrypted() -> None:
    body = pdf(lines("Words."), trailer="/ID [<00> <00>] /Encrypt 8 0 R", extra=f"<< {LOCKED} >>")
    assert refusal(body) == "encrypted_pdf"


def test_a_pdf_that_opens_without_a_password_is_read() -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(lines("The county ordered two ships.")))))
    writer.encrypt(user_password="", owner_password="owner", algorithm="RC4-128")
    stream = BytesIO()
    writer.write(stream)
    assert read(stream.getvalue()).text == "The county ordered two ships."


def test_pictures_of_pages_are_refused_as_scanned() -> None:
    with pytest.raises(ExtractionFailed, match="pictures of pages and no text") as failure:
        extract(pdf([], image=True))
    assert failure.value.code == "scanned_pdf"
    assert "OCR" in failure.value.hint


def test_pages_without_pictures_or_words_are_empty() -> None:
    assert refusal(pdf([])) == "empty_text"


def test_a_page_that_is_a_picture_among_others_is_told() -> None:
    found = read(pdf(lines("The county ordered two ships."), [], image=True))
    assert warnings_of(found) == ["pages_without_text"]
    assert "1 of 2 pages" in found.warnings[0].message


def test_as_many_pages_as_the_limit_are_read_and_one_more_is_not() -> None:
    body = pdf(lines("One."), lines("Two."))
    assert extract(body, limits=Limits(pdf_pages=2)).text == "One.\n\nTwo."
    assert refusal(body, limits=Limits(pdf_pages=1)) == "text_too_long"


def test_pages_stop_being_read_when_there_is_too_much_text() -> None:
    body = pdf(*[lines("x" * 80) for _ in range(20)])
    assert refusal(body, limits=Limits(text_characters=1_000)) == "text_too_long"


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.4\n",
        b"%PDF-1.4\n" + b"words " * 100,
        pdf(lines("Words."))[:300],
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R] >>\nendobj\ntrailer\n<< /Root 1 0 R >>",
        b"%PDF-1.4\n" + b"[" * 100_000,
        b"%PDF-1.4\n1 0 obj\n" + b"<<" * 100_000 + b"\nendobj\ntrailer\n<< /Root 1 0 R >>",
    ],
)
def test_a_broken_pdf_is_refused_as_damaged(body: bytes) -> None:
    assert refusal(body, "a.pdf") in ("damaged_file", "empty_text")


def test_a_stream_that_unpacks_without_end_is_refused() -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(lines("Words.")))))
    bomb = EncodedStreamObject()
    bomb._data = zlib.compress(b" " * 100_000_000)
    bomb[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(bomb)
    stream = BytesIO()
    writer.write(stream)
    assert refusal(stream.getvalue()) == "zip_bomb"
