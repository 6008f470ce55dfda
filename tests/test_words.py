"""The one tokeniser of search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.words import index_line, words_of


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


def test_an_index_line_has_each_word_once_between_blanks() -> None:
    assert index_line("A ferry", "the ferry") == " a ferry the "


@given(st.text(max_size=60))
def test_a_text_finds_itself(text: str) -> None:
    line = index_line(text)
    assert all(f" {word} " in line for word in words_of(text))
    assert words_of(line) == list(dict.fromkeys(words_of(text)))
