"""The one tokeniser of search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.words import LONGEST_WORD, fits_an_index, index_line, word_spans, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Ferry, the ferry!", ["the", "ferry", "the", "ferry"]),
        ("Café Malmö Œuvre", ["cafe", "malmo", "œuvre"]),
        ("cafe\u0301", ["cafe"]),
        ("Straße ΣΊΣΥΦΟΣ", ["strasse", "σισυφοσ"]),
        ("41\u00a0million 3.5", ["41", "million", "3", "5"]),
        ("ﬁle ２０２６", ["file", "2026"]),
        ("🚢 — …", []),
        ("السفينة גדולה", ["السفينة", "גדולה"]),
        ("5℃ 🄰", ["5", "c", "a"]),
        ("", []),
    ],
)
def test_words_are_the_same_for_everybody(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_an_index_line_keeps_the_order_and_a_gap_between_texts() -> None:
    assert index_line("A ferry", "—", "the ferry") == " a ferry  the ferry "


@given(st.text(max_size=60))
def test_a_text_finds_itself(text: str) -> None:
    line = index_line(text)
    assert all(f" {word} " in line for word in words_of(text))
    assert words_of(line) == line.split() == words_of(text)


@given(st.text(max_size=60))
def test_words_know_where_they_stand(text: str) -> None:
    spans = word_spans(text)
    assert [word for _start, _end, word in spans] == words_of(text)
    for start, end, word in spans:
        assert 0 <= start < end <= len(text)
        assert any(word in found for found in words_of(text[start:end]))


@pytest.mark.parametrize(("word", "fits"), [("x" * LONGEST_WORD, True), ("x" * (LONGEST_WORD + 1), False)])
def test_a_word_no_index_takes_is_told(word: str, fits: bool) -> None:
    assert fits_an_index(index_line("a", word)) is fits


def test_more_words_than_an_index_takes_are_told() -> None:
    assert fits_an_index(index_line(" ".join(f"w{n}" for n in range(60_000))))
    assert not fits_an_index(index_line(" ".join(f"w{n}" for n in range(70_000))))
