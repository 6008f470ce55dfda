"""The shape of a page is known before any parser sees it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.extract.html_shape import measure
from annotations.extract.limits import Limits
from annotations.extract.types import ExtractionFailed
from tests.extract.helpers import HANGS


def too_deep(page: str, limits: Limits | None = None) -> bool:
    try:
        measure(page, limits or Limits())
    except ExtractionFailed as failure:
        return failure.code == "nested_too_deep"
    return False


def test_200_levels_pass_and_201_do_not() -> None:
    assert not too_deep("<div>" * 200)
    assert too_deep("<div>" * 201)


def test_200_attributes_pass_and_201_do_not() -> None:
    assert not too_deep("<p " + "a='>' " * 200 + ">")
    assert too_deep("<p " + "a='>' " * 201 + ">")


def test_as_many_tags_as_the_limit_pass_and_one_more_does_not() -> None:
    assert not too_deep("<br>" * 50, Limits(html_tags=50))
    assert too_deep("<br>" * 51, Limits(html_tags=50))


def test_100_000_nested_elements_are_refused_within_a_second() -> None:
    start = time.monotonic()
    assert too_deep("<div>" * 100_000)
    assert time.monotonic() - start < HANGS


@pytest.mark.parametrize("filler", ["</b>", "<br>", "<p>", "<!-- </div> -->", "<i></i>", "<script></div></script>"])
def test_depth_cannot_be_hidden_between_other_tags(filler: str) -> None:
    assert too_deep(f"<div>{filler}" * 201)


@pytest.mark.parametrize(
    "unclosed", ["<p>words", "<li>words", "<br>", "<td>words", "<tr><td>words", "<option>x", "<img>"]
)
def test_elements_that_end_by_themselves_are_not_deep(unclosed: str) -> None:
    assert measure(f"<table><ul><select>{unclosed * 1_000}", Limits()).depth < 10


def test_rows_of_tables_within_tables_are_deep() -> None:
    assert too_deep("<table><tr><td>" * 70)


def test_tags_in_scripts_comments_and_attributes_are_no_tags() -> None:
    page = "<p title='<div><div>'><!-- <div> --><script>'<div>'</script><title><div></title></p>"
    assert measure(page, Limits()).tags == 4 + 2  # p, script, title and three ends


def test_the_visible_characters_are_those_a_reader_sees() -> None:
    page = (
        "<head><title>No</title></head><body><p>Yes &amp; so</p><script>no</script><svg>no</svg><textarea>ok</textarea>"
    )
    assert measure(page, Limits()).visible == len("Yes&so") + len("ok")


def test_a_head_without_an_end_ends_where_the_body_begins() -> None:
    assert measure("<head><meta charset=utf-8><p>Seen", Limits()).visible == len("Seen")


@pytest.mark.parametrize(
    "page",
    ["<" * 2_000_000, "<a " * 700_000, "<!--" * 500_000, '<a b="' * 300_000, "<a b='\"" * 300_000, "<a =" * 500_000,
     "<script>" * 250_000, "</" * 1_000_000, "&" * 2_000_000, "<a" + " " * 2_000_000, "<a b" + "=" * 2_000_000],
)  # fmt: skip
def test_no_page_of_two_megabytes_takes_long(page: str) -> None:
    start = time.monotonic()
    too_deep(page)
    assert time.monotonic() - start < HANGS


@given(st.text(alphabet="<>/!-ab =\"'&;\n", max_size=200))
def test_any_heap_of_marks_can_be_measured(page: str) -> None:
    shape = measure(page, Limits())
    assert 0 <= shape.depth <= shape.tags
    assert shape.visible <= len(page)
