"""Markdown loses its marks and keeps its words."""

from datetime import UTC, datetime

import pytest

from annotations.extract.documents import extract
from annotations.extract.types import Document
from tests.extract.helpers import refusal, warnings_of


def read(text: str) -> Document:
    return extract(text.encode(), filename="a.md")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("# One\n\nTwo\n===\n\nthree", "One\n\nTwo\n\nthree"),
        ("A [link](http://x.example 'title') and ![a picture](p.png).", "A link and a picture."),
        ("*one* __two__ `three` ~~four~~", "one two three four"),
        ("- one\n- two\n  - three\n\n1. four", "one\n\ntwo\n\nthree\n\nfour"),
        ("Soft\nbreak, hard  \nbreak.", "Soft break, hard\nbreak."),
        ("> Quoted\n> words", "Quoted words"),
        ("| a | b |\n|---|---|\n| 1 | *2* |\n\nafter", "a\tb\n1\t2\n\nafter"),
        ("```\ncode  here\n```\n\nafter", "code  here\n\nafter"),
        ("<div>Raw <b>tags</b></div>\n\n<!-- hidden -->\n\nafter <i>inline</i>", "Raw tags\n\nafter inline"),
        ("One\n\n---\n\ntwo", "One\n\ntwo"),
        ("5 &lt; 6 &amp; 7\u00a0\\* 8", "5 < 6 & 7\u00a0* 8"),
        ("<http://x.example/a>", "http://x.example/a"),
    ],
)
def test_words_stay_and_marks_go(source: str, words: str) -> None:
    assert read(source).text == words


def test_front_matter_tells_title_author_date_and_source() -> None:
    found = read(
        '---\ntitle: "Harbour: it\'s open"\nauthors:\n  - Ada Quist\n  - Bo Lind\ndate: 2024-03-05T10:00:00+01:00\n'
        "lang: en-GB\nsource: The Islander\n---\n\n# Heading\n\nWords.\n"
    )
    assert (found.title, found.byline, found.language) == ("Harbour: it's open", "Ada Quist, Bo Lind", "en")
    assert (found.published_at, found.source_name) == (datetime(2024, 3, 5, 9, tzinfo=UTC), "The Islander")
    assert found.text == "Heading\n\nWords."


def test_the_first_great_heading_is_the_title_without_front_matter() -> None:
    assert read("Some words.\n\n# Harbour *reopens*\n\nWords.").title == "Harbour reopens"


def test_a_line_of_dashes_without_an_end_is_no_front_matter() -> None:
    assert read("---\ntitle: words\n\nmore").text == "title: words\n\nmore"


def test_a_date_that_is_none_is_left_out() -> None:
    assert read("---\ndate: last Tuesday\n---\nWords.").published_at is None


@pytest.mark.parametrize("opener", ["> ", ">", "- ", "1. ", "* > "])
def test_100_000_nested_quotes_or_lists_are_refused(opener: str) -> None:
    assert refusal((opener * 100_000 + "words").encode(), "a.md") == "nested_too_deep"


def test_lists_nested_by_indent_are_refused_before_words_are_lost() -> None:
    def nested(depth: int) -> str:
        return "\n".join("  " * level + f"- level {level}" for level in range(depth))

    assert read(nested(25)).text.endswith("level 24")
    assert refusal(nested(40).encode(), "a.md") == "nested_too_deep"


def test_20_nested_quotes_are_read() -> None:
    assert read("> " * 20 + "words").text == "words"


def test_a_nul_is_replaced_and_told_once() -> None:
    found = read("Words \x00 here, and enough of them.")
    assert found.text == "Words � here, and enough of them."
    assert warnings_of(found) == ["characters_replaced"]


@pytest.mark.parametrize("source", ["[a](" * 5_000, "![" * 5_000, "*a **b " * 3_000, "`" * 20_000 + "a", "<a " * 5_000])
def test_unclosed_marks_are_words(source: str) -> None:
    assert read(f"Start {source} end").text.endswith("end")
