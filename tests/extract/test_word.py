"""Word documents: what is on the page, in order."""

import struct
from datetime import UTC, datetime

import docx
import pytest

from annotations.extract.documents import extract
from annotations.extract.limits import Limits
from annotations.extract.types import Document
from tests.extract.helpers import refusal, warnings_of
from tests.extract.words import docx_of, parts, saved, with_body, zipped

DOCTYPE = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def read(body: bytes) -> Document:
    return extract(body, filename="a.docx")


def run(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


def test_headings_lists_and_tables_stand_in_order() -> None:
    document = docx.Document()
    document.add_heading("Harbour reopens", level=1)
    document.add_paragraph("The port opened on Monday.")
    document.add_paragraph("Ferries", style="List Bullet")
    document.add_paragraph("Cargo", style="List Number")
    table = document.add_table(2, 2)
    for cell, words in zip(table._cells, ["Pier", "Ships", "North", "12"], strict=True):
        cell.text = words
    document.add_paragraph("Nobody was hurt.")
    assert read(saved(document)).text == (
        "Harbour reopens\n\nThe port opened on Monday.\n\nFerries\n\nCargo\n\n"
        "Pier\tShips\nNorth\t12\n\nNobody was hurt."
    )


def test_the_core_properties_tell_title_author_and_date() -> None:
    document = docx.Document()
    document.add_paragraph("The port opened.")
    document.core_properties.title = "Harbour reopens"
    document.core_properties.author = "Ada Quist"
    document.core_properties.language = "en-GB"
    document.core_properties.created = datetime(2024, 3, 5, 9, 30)
    found = read(saved(document))
    assert (found.title, found.byline, found.language) == ("Harbour reopens", "Ada Quist", "en")
    assert found.published_at == datetime(2024, 3, 5, 9, 30, tzinfo=UTC)
    assert warnings_of(found) == ["date_from_file"]


def test_what_a_template_says_of_itself_is_not_believed() -> None:
    found = read(docx_of("The port opened."))
    assert (found.title, found.byline, found.published_at) == ("", "", None)


def test_a_paragraph_in_the_title_style_is_the_title() -> None:
    document = docx.Document()
    document.add_heading("Harbour reopens", level=0)
    document.add_paragraph("The port opened.")
    assert read(saved(document)).title == "Harbour reopens"


def test_inserted_words_are_read_and_deleted_words_are_not() -> None:
    body = with_body(
        f"<w:p>{run('The port ')}<w:ins w:id='1' w:author='q'>{run('opened')}</w:ins>"
        "<w:del w:id='2' w:author='q'><w:r><w:delText>closed</w:delText></w:r></w:del>"
        f"<w:moveFrom w:id='3' w:author='q'>{run(' early')}</w:moveFrom>{run('.')}</w:p>"
    )
    assert read(body).text == "The port opened."


def test_content_controls_links_and_text_boxes_are_read() -> None:
    box = f"<w:r><w:pict><w:txbxContent><w:p>{run('A box.')}</w:p></w:txbxContent></w:pict></w:r>"
    body = with_body(
        f"<w:sdt><w:sdtContent><w:p>{run('Control.')}</w:p></w:sdtContent></w:sdt>"
        f"<w:p><w:hyperlink>{run('Linked')}</w:hyperlink>{run(' words.')}{box}</w:p>"
    )
    assert read(body).text == "Control.\n\nLinked words.\n\nA box."


def test_a_box_within_a_box_is_read_once() -> None:
    inner = f"<w:r><w:pict><w:txbxContent><w:p>{run('Inner.')}</w:p></w:txbxContent></w:pict></w:r>"
    outer = f"<w:r><w:pict><w:txbxContent><w:p>{run('Outer.')}{inner}</w:p></w:txbxContent></w:pict></w:r>"
    assert read(with_body(f"<w:p>{run('Start.')}{outer}</w:p>")).text == "Start.\n\nOuter.\n\nInner."


def test_tabs_and_line_breaks_in_a_paragraph_are_kept() -> None:
    body = with_body("<w:p><w:r><w:t>One</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r></w:p>")
    assert read(body).text == "One\ttwo\nthree"


def test_footnotes_are_left_out_and_told() -> None:
    body = with_body(f"<w:p>{run('The port opened.')}<w:r><w:footnoteReference w:id='1'/></w:r></w:p>")
    assert warnings_of(read(body)) == ["footnotes_left_out"]


def test_a_document_without_words_is_empty() -> None:
    assert refusal(docx_of(""), "a.docx") == "empty_text"


def test_half_a_document_is_damaged() -> None:
    body = docx_of("The port opened.")
    assert refusal(body[: len(body) // 2], "a.docx") == "damaged_file"


def test_a_wrong_checksum_is_damage() -> None:
    body = bytearray(docx_of("The port opened."))
    directory = body.rindex(b"PK\x01\x02")
    struct.pack_into("<I", body, directory + 16, 1)
    assert refusal(bytes(body), "a.docx") == "damaged_file"


def test_a_spreadsheet_named_word_is_refused_as_another_type() -> None:
    assert (
        refusal(zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a/>"}), "a.docx")
        == "unsupported_type"
    )


def test_an_archive_named_word_is_refused_as_another_type() -> None:
    assert refusal(zipped({"readme.txt": b"hello"}), "a.docx") == "unsupported_type"


def test_a_document_with_macros_is_refused() -> None:
    files = parts(docx_of("The port opened."))
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert refusal(zipped(files), "a.docx") == "unsupported_type"


@pytest.mark.parametrize("doctype", [DOCTYPE, OUTSIDE, b'<!DOCTYPE w SYSTEM "http://news.example/w.dtd">'])
@pytest.mark.parametrize("part", ["word/document.xml", "docProps/core.xml", "word/_rels/document.xml.rels"])
def test_entities_are_refused_wherever_they_are_declared(doctype: bytes, part: str) -> None:
    files = parts(docx_of("The port opened."))
    head, _close, rest = files[part].partition(b"?>")
    files[part] = head + b"?>" + doctype + rest
    assert refusal(zipped(files), "a.docx") == "damaged_file"


def test_entities_hidden_in_utf_16_are_refused() -> None:
    files = parts(docx_of("The port opened."))
    _head, _close, rest = files["word/document.xml"].partition(b"?>")
    files["word/document.xml"] = (DOCTYPE + rest).decode().encode("utf-16")
    assert refusal(zipped(files), "a.docx") == "damaged_file"


def test_entities_in_a_part_of_another_name_are_refused() -> None:
    files = parts(docx_of("The port opened."))
    files["word/media/photo.png"] = b" \n" + DOCTYPE + b"<w/>"
    assert refusal(zipped(files), "a.docx") == "damaged_file"


def test_200_nested_elements_are_read() -> None:
    # w:document, w:body, w:p, w:r and w:t are five of them
    body = with_body("<w:customXml>" * 195 + f"<w:p>{run('Deep.')}</w:p>" + "</w:customXml>" * 195)
    assert read(body).text == "Deep."


def test_201_nested_elements_are_refused() -> None:
    body = with_body("<w:customXml>" * 196 + f"<w:p>{run('Deep.')}</w:p>" + "</w:customXml>" * 196)
    assert refusal(body, "a.docx") == "nested_too_deep"


def test_100_000_nested_elements_are_refused_at_once() -> None:
    body = with_body("<w:p>" * 100_000 + "</w:p>" * 100_000)
    assert refusal(body, "a.docx") == "nested_too_deep"


def test_too_many_elements_or_attributes_are_refused() -> None:
    assert refusal(docx_of("The port opened."), "a.docx", Limits(xml_elements=100)) == "nested_too_deep"
    attributes = " ".join(f"w:a{number}='1'" for number in range(201))
    assert refusal(with_body(f"<w:p {attributes}>{run('Wide.')}</w:p>"), "a.docx") == "nested_too_deep"
