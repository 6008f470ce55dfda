"""Whatever the bytes are, the answer is a document or a refusal with a listed code, and never another error."""

import random
import struct
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.extract.documents import extract
from annotations.extract.limits import Limits
from annotations.extract.types import FAILURE_CODES, WARNING_CODES, Document, ExtractionFailed
from tests.extract.helpers import HANGS, refusal
from tests.extract.pdfs import lines, pdf
from tests.extract.words import docx_of, parts, zipped

PAGE = b"""<!doctype html><html lang="en"><head><title>Port opens</title><script type="application/ld+json">
{"@type": "NewsArticle", "author": {"name": "A"}, "datePublished": "2024-05-06"}</script></head><body>
<article><h1>Port opens</h1><p>The port opened on Monday &amp; the ferries sailed with 40 people aboard.</p>
<table><tr><td>a</td><td>b</td></tr></table></article></body></html>"""
SAMPLES = {
    "a.txt": "The port opened. Größe – 12 €.\r\n".encode(),
    "a.md": b"---\ntitle: x\n---\n# Head\n\n- *one* [two](three)\n\n| a |\n|---|\n| 1 |\n",
    "a.html": PAGE,
    "a.docx": docx_of("The port opened.", "Nobody was hurt."),
    "a.pdf": pdf(lines("The port opened on Mon-", "day."), info="/Title (Port)"),
}
# Bytes that mean something to some reader.
MEANING = [b"\x00", b"<", b">", b"&", b"/", b"(", b")", b"[", b"]", b"<<", b">>", b"PK", b"%", b"-1", b"99999999999",
           b" 0 R", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"</", b"<!--", b"]]>", b"```", b"> ", b"\r", b"obj",
           b"stream", b"endobj", b"/Kids", b"/Filter /FlateDecode", b"<!DOCTYPE", b"&#0;", b"&#xD800;"]  # fmt: skip


def answer_to(body: bytes, filename: str) -> Document | ExtractionFailed:
    try:
        return extract(body, filename=filename)
    except ExtractionFailed as failure:
        return failure


def ends_well(body: bytes, filename: str) -> None:
    found = answer_to(body, filename)
    if isinstance(found, ExtractionFailed):
        assert found.code in FAILURE_CODES
        assert found.message
        return
    assert {warning.code for warning in found.warnings} <= WARNING_CODES
    for words in (found.text, found.title, found.byline, found.source_name, found.language):
        words.encode("utf-8")
        assert "\x00" not in words
        assert "\r" not in words
    assert found.text.strip()


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(sorted(SAMPLES)), st.randoms(use_true_random=False), st.integers(1, 8))
def test_a_document_with_some_bytes_changed_ends_well(filename: str, dice: random.Random, changes: int) -> None:
    body = bytearray(SAMPLES[filename])
    for _change in range(changes):
        place = dice.randrange(len(body) + 1)
        piece = dice.choice([*MEANING, bytes((dice.randrange(256),))])
        body[place : place + dice.choice((0, len(piece), 20))] = piece
    ends_well(bytes(body), filename)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["", *SAMPLES]))
def test_any_bytes_under_any_name_end_well(body: bytes, filename: str) -> None:
    ends_well(body, filename)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(SAMPLES)), st.floats(0, 1))
def test_a_document_cut_anywhere_ends_well(filename: str, share: float) -> None:
    body = SAMPLES[filename]
    ends_well(body[: int(share * len(body))], filename)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["<w:p>", "</w:p>", "<w:r/>", "&#0;", "x", "<w:tbl>", "</w:tbl>", "<w:tc/>"]), max_size=12)
)
def test_any_xml_in_a_word_document_ends_well(pieces: list[str]) -> None:
    files = parts(SAMPLES["a.docx"])
    files["word/document.xml"] = files["word/document.xml"].replace(b"<w:body>", b"<w:body>" + "".join(pieces).encode())
    ends_well(zipped(files), "a.docx")


@pytest.mark.parametrize("name", sorted(parts(SAMPLES["a.docx"])))
def test_a_word_document_without_one_of_its_parts_ends_well(name: str) -> None:
    files = parts(SAMPLES["a.docx"])
    del files[name]
    ends_well(zipped(files), "a.docx")


def test_a_pdf_with_an_archive_behind_it_is_a_pdf() -> None:
    assert extract(SAMPLES["a.pdf"] + SAMPLES["a.docx"], filename="a.docx").title == "Port"


def test_an_archive_with_a_page_behind_it_is_not_read_as_a_page() -> None:
    assert refusal(zipped({"a": b"x"}) + PAGE, "a.html") == "binary_not_text"


def test_a_picture_with_a_page_behind_it_is_not_read_as_a_page() -> None:
    assert refusal(b"GIF89a/*" + PAGE, "a.html") == "binary_not_text"


def test_a_program_named_text_is_refused() -> None:
    body = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHI", 2, 62, 1) * 50
    assert refusal(body, "a.txt") == "binary_not_text"


def test_program_data_without_a_known_beginning_is_refused() -> None:
    assert refusal(bytes(range(256)) * 20, "a.txt") == "binary_not_text"


@pytest.mark.parametrize("filename", ["a.html", "a.md", "a.docx", "a.pdf"])
def test_100_000_fold_nesting_ends_within_seconds_in_every_kind(filename: str) -> None:
    nested = {
        "a.html": b"<html>" + b"<div>" * 100_000,
        "a.md": b"> " * 100_000,
        "a.docx": zipped({**parts(SAMPLES["a.docx"]), "word/document.xml": b"<w>" * 100_000}),
        "a.pdf": SAMPLES["a.pdf"].replace(b"/Title (Port)", b"/Title " + b"[" * 100_000),
    }
    start = time.monotonic()
    ends_well(nested[filename], filename)
    assert time.monotonic() - start < HANGS


def test_a_million_characters_of_one_line_are_read() -> None:
    assert len(extract(b"(" * 1_000_000, filename="a.txt").text) == 1_000_000


def test_the_limit_of_characters_counts_code_points() -> None:
    assert extract("😀".encode() * 50, limits=Limits(text_characters=50)).text == "😀" * 50


def test_control_characters_in_a_page_leave_its_words_alone() -> None:
    page = PAGE.replace(b"Monday", b"Mon\x01day\xc2\xa0at&#2; noon\x1e")
    assert "opened on Monday\u00a0at noon & the ferries" in extract(page, filename="a.html").text
