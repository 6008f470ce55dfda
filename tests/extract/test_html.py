"""Web pages: the article, what the page says about it, and a word about whatever was lost."""

from datetime import UTC, datetime

import pytest

from annotations.extract.documents import extract
from annotations.extract.limits import Limits
from annotations.extract.types import Document
from tests.extract.helpers import refusal, warnings_of

ARTICLE = """<article><h1>Ferry line gets two new ships</h1>
<p>The county ordered two ships on Monday, and will pay 41&nbsp;million for them over&#8239;ten years.</p>
<h2>What the union says</h2>
<p>The union <b>welcomed</b> the order.<br>
It had asked for three ships, each with room for 120 cars and a crew of nine.</p>
<ul><li>The first ship sails in May, between the islands and the mainland harbour.</li>
<li>The second follows in autumn, after the dock has been made longer.</li></ul>
<table><tr><th>Year</th><th>Passengers</th></tr><tr><td>2022</td><td>310,000</td></tr>
<tr><td>2023</td><td>355,000</td></tr></table>
<p>Fares will not rise before 2026, said the county's head of transport, Per Lunde, at a meeting.</p></article>"""
MENU = "<nav><ul><li><a href='/'>Front page</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
LINKED = """<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Two new ships",
"author": [{"name": "Ida Berg"}, {"name": "Ole Vik"}], "datePublished": "2024-05-06T07:08:09+02:00",
"publisher": {"name": "The Islander"}, "inLanguage": "en-GB"}]}</script>"""


def page(body: str = ARTICLE, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{MENU}{body}</body></html>".encode()


def read(body: bytes, charset: str = "", limits: Limits | None = None) -> Document:
    return extract(body, filename="a.html", charset=charset, limits=limits or Limits())


def test_the_article_is_read_without_the_menu() -> None:
    assert read(page()).text == (
        "Ferry line gets two new ships\n\n"
        "The county ordered two ships on Monday, and will pay 41\u00a0million for them over\u202ften years.\n\n"
        "What the union says\n\n"
        "The union welcomed the order.\n"
        "It had asked for three ships, each with room for 120 cars and a crew of nine.\n\n"
        "The first ship sails in May, between the islands and the mainland harbour.\n\n"
        "The second follows in autumn, after the dock has been made longer.\n\n"
        "Year\tPassengers\n2022\t310,000\n2023\t355,000\n\n"
        "Fares will not rise before 2026, said the county's head of transport, Per Lunde, at a meeting."
    )


def test_a_good_page_has_no_warnings() -> None:
    assert read(page()).warnings == ()


def test_linked_data_tell_title_byline_date_source_and_language() -> None:
    found = read(page(head=LINKED))
    assert (found.title, found.byline, found.source_name) == ("Two new ships", "Ida Berg, Ole Vik", "The Islander")
    assert found.published_at == datetime(2024, 5, 6, 5, 8, 9, tzinfo=UTC)
    assert found.language == "en"


def test_meta_tags_tell_them_where_there_are_no_linked_data() -> None:
    head = """<meta property="og:title" content="Two ships"><meta name="author" content="Ida Berg">
    <meta property="article:published_time" content="2024-05-06T23:30:00-0200">
    <meta property="og:site_name" content="The Islander"><meta property="og:locale" content="nb_NO">"""
    found = read(page(head=head))
    assert (found.title, found.byline, found.source_name, found.language) == (
        "Two ships", "Ida Berg", "The Islander", "nb",
    )  # fmt: skip
    assert found.published_at == datetime(2024, 5, 7, 1, 30, tzinfo=UTC)


def test_the_only_heading_is_the_title_without_the_name_of_the_site() -> None:
    head = "<title>Ferry line gets two new ships | The Islander</title>"
    assert read(page(head=head)).title == "Ferry line gets two new ships"


@pytest.mark.parametrize(
    "linked", ["{", "[" * 100_000, '{"@type": "NewsArticle", "author": 5, "headline": ["x"]}', "null"]
)
def test_broken_linked_data_are_passed_over(linked: str) -> None:
    found = read(page(head=f'<script type="application/ld+json">{linked}</script>'))
    assert found.byline == ""
    assert found.text.startswith("Ferry line")


def test_the_host_is_the_source_where_the_page_names_none() -> None:
    found = extract(page(), media_type="text/html", source_url="https://www.islander.example/ships")
    assert (found.source_name, found.source_url) == ("islander.example", "https://www.islander.example/ships")


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_the_charset_in_a_meta_tag_is_obeyed(charset: str) -> None:
    body = page(head=f"<meta charset='{charset}'>").decode().replace("&#8239;", "–").encode(charset)
    assert "over–ten years" in read(body).text


def test_an_article_in_utf_16_is_read() -> None:
    assert read(page().decode().encode("utf-16")).text == read(page()).text


def test_a_page_without_an_article_keeps_all_its_words_with_a_warning() -> None:
    found = extract(b"<html><body><div>Menu</div><table><tr><td>A</td><td>1</td></tr></table><p>Hi.</p></body></html>")
    assert found.text == "Menu\n\nA\t1\n\nHi."
    assert warnings_of(found) == ["main_text_not_found"]


def test_a_small_part_of_a_long_page_is_told() -> None:
    links = "".join(f"<li><a href='/{n}'>A headline of some other article, number {n}</a></li>" for n in range(300))
    found = read(page(ARTICLE + f"<footer><ul>{links}</ul></footer>"))
    assert "some other article" not in found.text
    assert warnings_of(found) == ["little_of_page"]


def test_scripts_styles_and_templates_are_not_words() -> None:
    hidden = "<script>var a = 'script';</script><style>.style{}</style><template>template</template>"
    assert read(page(hidden + ARTICLE)).text == read(page()).text


def test_a_page_of_scripts_alone_is_empty() -> None:
    assert refusal(b"<html><body><script>var a = 1;</script></body></html>") == "empty_text"


def test_an_xml_declaration_does_not_disturb() -> None:
    body = b"<?xml version='1.0' encoding='utf-8'?>" + page()
    assert read(body).text == read(page()).text


def test_entities_of_a_doctype_are_not_resolved() -> None:
    doctype = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "expanded">]>'
    text = read((doctype + page(ARTICLE.replace("Monday", "&x; and &y;")).decode()).encode()).text
    assert "&x; and &y;" in text
    assert "expanded" not in text


def test_a_stand_in_that_the_page_uses_itself_is_left_alone() -> None:
    assert "Mon\uf8e0day" in read(page(ARTICLE.replace("Monday", "Mon\uf8e0day"))).text


def test_a_nul_in_a_page_is_replaced_and_told() -> None:
    found = read(page(ARTICLE.replace("Monday", "Mon\x00day")))
    assert "Mon�day" in found.text
    assert warnings_of(found) == ["characters_replaced"]


def test_text_that_the_parser_drops_is_told() -> None:
    body = f"<html><body>{ARTICLE}{'<div>' * 270}<p>{'Deep words. ' * 40}".encode()
    assert "text_lost" in warnings_of(read(body, limits=Limits(html_depth=400)))


def test_text_that_the_parser_keeps_is_not_told() -> None:
    body = f"<html><body>{ARTICLE}{'<div>' * 190}<p>{'Deep words. ' * 40}".encode()
    assert "text_lost" not in warnings_of(read(body, limits=Limits(html_depth=400)))
