"""Quoted words are found as they stand, but for what printing changes; nearly; or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.extract.passages import LONGEST_MATCH, Passage, Searched, Texts, worst

PAGE = (
    "🚢 The port said on Monday that “rents  rose by\n4.1 %” in May — the café’s too. "
    "Nobody else in the harbour had seen the numbers before, and the office did not publish them."
)


def passage(quote: str, text: str = PAGE) -> Passage:
    return Searched(text).passage(quote)


@pytest.mark.parametrize(
    "quote",
    [
        "rents  rose by\n4.1 %",
        "Rents rose by 4.1 %",
        '"rents rose by 4.1 %" in May',
        "in May - the cafe\u0301's too",
        "in\u00a0May \u2013 the café's too",
        "THE PORT SAID",
        "num\u00adbers be\u200bfore",
        "The port said […] in May",
        "rents rose ... the café",
    ],
)
def test_words_are_found_whatever_printing_did_to_them(quote: str) -> None:
    found = passage(quote)
    assert (found.found, found.alike) == ("found", 100)
    assert PAGE[found.start : found.end] == found.match
    assert PAGE[: found.start].endswith(found.before)
    assert PAGE[found.end :].startswith(found.after)


@pytest.mark.parametrize("quote", ["rose by 4", "1 %", "rents rose by 4.1 % in Ma", "ents rose"])
def test_a_piece_of_a_number_or_a_word_is_not_that_number_or_word(quote: str) -> None:
    assert passage(quote).found != "found"


def test_other_words_in_the_same_place_are_found_nearly() -> None:
    found = passage("rents rose by 5.2 % in May, the cafe too")
    assert found.found == "near"
    assert 60 <= found.alike < 100
    assert "4.1" in found.match
    assert PAGE[found.start : found.end] == found.match


@pytest.mark.parametrize("quote", ["The mayor resigned after a long night in court.", "harbour", "…"])
def test_words_of_another_story_are_missing(quote: str) -> None:
    text = PAGE.replace("harbour", "quay")
    assert (passage(quote, text).found, passage(quote, text).end) == ("missing", 0)


def test_parts_in_the_wrong_order_are_not_a_quotation_with_words_left_out() -> None:
    assert passage("had seen the numbers […] The port said on Monday").found != "found"


def test_each_passage_is_looked_for_by_itself() -> None:
    found = Searched(PAGE).passages("The port said on Monday\n\nNobody was ever asked about any of it at all")
    assert [one.found for one in found] == ["found", "missing"]
    assert worst(found) == "missing"
    assert worst(found[:1]) == "found"


def test_words_beside_the_article_are_found_on_the_page() -> None:
    texts = Texts("The port said so.", "Menu\n\nThe port said so.\n\nFigure 2: nine ships in May")
    assert texts.passages("The port said so")[1] == "text"
    found, where = texts.passages("nine ships in May")
    assert (found[0].found, where) == ("found", "page")


def test_a_very_long_match_is_cut_where_it_is_shown() -> None:
    words = " ".join(f"word{number}" for number in range(600))
    found = passage(words, f"Before. {words} After.")
    assert found.found == "found"
    assert found.end - found.start == len(words)
    assert len(found.match) == LONGEST_MATCH + 1


@given(st.text(max_size=120), st.text(max_size=40), st.text(max_size=60))
def test_whatever_is_found_stands_at_its_offsets(before: str, quote: str, after: str) -> None:
    text = f"{before} {quote} {after}"
    for words in (quote, f"{quote} {after}", before[:20]):
        for one in Searched(text).passages(words):
            assert 0 <= one.start <= one.end <= len(text)
            if one.found != "missing":
                assert text[one.start : one.end] == one.match
            if one.found == "found":
                assert one.start < one.end


@given(st.lists(st.sampled_from(["ships", "ferry", "4.1", "naïve", "ﬁne", "ЧТО", "السفينة"]), min_size=2, max_size=8))
def test_words_of_a_text_are_found_in_it(words: list[str]) -> None:
    text = "Begin. " + "  ".join(words) + " End."
    assert passage(" ".join(words), text).found == "found"
