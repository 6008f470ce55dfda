"""Code points here, UTF-16 units in browsers, and the characters that never come in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.nlp.text import (
    OffsetMap,
    code_point_offset,
    normalise_newlines_and_controls,
    require_storable,
    snap_to_grapheme,
    utf16_offset,
)

_FAMILY = "👩‍👩‍👧‍👦"
_PIECES = st.sampled_from(
    ["a", "é", "e\u0301", "😀", _FAMILY, "🇮🇱", "👍🏽", "مرحبا", "שלום", "\u00a0", "\u2028", "𝒜𝓑", "\n", "नमस्ते", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"]
)
_TEXTS = st.lists(_PIECES, max_size=20).map("".join) | st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


def _as_a_browser_counts(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(_TEXTS, st.data())
def test_the_utf16_offset_is_what_a_browser_counts(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    assert utf16_offset(text, offset) == _as_a_browser_counts(text[:offset])


@given(_TEXTS)
def test_every_offset_survives_the_way_there_and_back(text: str) -> None:
    offsets = OffsetMap(text)
    assert all(offsets.code_point(offsets.utf16(position)) == position for position in range(len(text) + 1))


@given(_TEXTS)
def test_only_offsets_between_the_halves_of_a_character_are_refused(text: str) -> None:
    offsets = OffsetMap(text)
    refused = 0
    for position in range(_as_a_browser_counts(text) + 1):
        try:
            offsets.code_point(position)
        except ValueError:
            refused += 1
    assert refused == sum(ord(character) > 0xFFFF for character in text)


def test_a_word_after_an_emoji_starts_one_later_in_a_browser() -> None:
    assert utf16_offset("😀 rents", 2) == 3
    assert code_point_offset("😀 rents", 3) == 2


@pytest.mark.parametrize("offset", [-1, 4])
def test_an_offset_outside_the_text_is_refused(offset: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        utf16_offset("abc", offset)
    with pytest.raises(ValueError, match="outside"):
        code_point_offset("abc", offset)


@pytest.mark.parametrize("cluster", ["e\u0301", _FAMILY, "🇮🇱", "👍🏽", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "कि"])
def test_a_cut_inside_a_visible_character_moves_before_it(cluster: str) -> None:
    text = f"x{cluster}y"
    assert {snap_to_grapheme(text, position) for position in range(2, len(text) - 1)} == {1}
    assert snap_to_grapheme(text, len(text) - 1) == len(text) - 1


def test_the_second_of_two_flags_is_not_torn_apart() -> None:
    text = "🇮🇱🇺🇸"
    assert [snap_to_grapheme(text, position) for position in range(5)] == [0, 0, 2, 2, 4]


def test_a_tower_of_combining_marks_is_cut_rather_than_followed_for_ever() -> None:
    assert snap_to_grapheme("a" + "\u0301" * 500, 400) == 400


def test_newlines_become_lf_and_what_cannot_be_stored_is_replaced_and_counted() -> None:
    assert normalise_newlines_and_controls("a\r\nb\rc\x00d\ud800e") == ("a\nb\nc\ufffdd\ufffde", 2)


@given(_TEXTS)
def test_normalising_changes_nothing_but_newlines_and_nul(text: str) -> None:
    normalised, _ = normalise_newlines_and_controls(text)
    assert normalised == text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    assert normalise_newlines_and_controls(normalised) == (normalised, 0)


@pytest.mark.parametrize(("bad", "name"), [("ab\x00", "NUL"), ("ab\udfff", "lone surrogate")])
def test_what_cannot_be_stored_is_named_with_its_place(bad: str, name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} at code point 2"):
        require_storable(bad)
