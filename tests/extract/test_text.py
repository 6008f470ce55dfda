"""Text is normalised once, and bytes become characters without a silent guess."""

import codecs
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.extract.text import article_text, decode, normalise
from annotations.extract.types import ExtractionFailed

# Every code point, lone surrogates among them, and the ones that matter far more often than chance.
ANY_TEXT = st.text(
    st.one_of(
        st.sampled_from("\r\n\x00\ufeff\u00a0e\u0301\ud800\udfff\u2028😀 a."),
        st.characters(exclude_categories=()),
    ),
    max_size=60,
)
STORABLE_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60)


def lf_text(raw: str) -> str:
    return raw.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")


def has_unstorable(character: str) -> bool:
    return character == "\x00" or "\ud800" <= character <= "\udfff"


@given(ANY_TEXT)
def test_normalising_twice_gives_what_once_gives(raw: str) -> None:
    once = normalise(raw).text
    assert normalise(once).text == once
    assert normalise(once).replaced == 0


@given(ANY_TEXT)
def test_no_carriage_return_nul_or_surrogate_is_left(raw: str) -> None:
    text = normalise(raw).text
    assert "\r" not in text
    assert not any(map(has_unstorable, text))
    text.encode("utf-8")


@given(ANY_TEXT)
def test_every_other_character_stays_at_its_place(raw: str) -> None:
    expected, text = lf_text(raw), normalise(raw).text
    assert len(text) == len(expected)
    for before, after in zip(expected, text, strict=True):
        assert after == ("\ufffd" if has_unstorable(before) else before)


@given(ANY_TEXT)
def test_each_replaced_character_is_counted(raw: str) -> None:
    assert normalise(raw).replaced == sum(map(has_unstorable, lf_text(raw)))


def test_an_accent_is_not_composed_and_a_fixed_space_is_kept() -> None:
    assert normalise("Cafe\u0301\u00a0noir").text == "Cafe\u0301\u00a0noir"


def test_a_byte_order_mark_in_the_middle_is_a_character() -> None:
    assert normalise("\ufeffa\ufeffb").text == "a\ufeffb"


def test_a_lone_surrogate_escaped_in_json_becomes_a_replacement_character() -> None:
    normalised = normalise(json.loads('"one \\ud83d two \\ud83d\\ude00"'))
    assert (normalised.text, normalised.replaced) == ("one \ufffd two 😀", 1)


def test_a_text_of_replacement_characters_alone_is_empty() -> None:
    with pytest.raises(ExtractionFailed, match="no text"):
        article_text("\x00 \ufeff\u200b")


@given(STORABLE_TEXT)
def test_utf_8_comes_back_as_it_went(text: str) -> None:
    assert decode(b"x " + text.encode()) == ("x " + text, None)


@given(STORABLE_TEXT, st.sampled_from([("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE),
                                       ("utf-16-be", codecs.BOM_UTF16_BE)]))  # fmt: skip
def test_text_behind_a_byte_order_mark_comes_back_as_it_went(text: str, encoding: tuple[str, bytes]) -> None:
    codec, mark = encoding
    assert decode(mark + ("x" + text).encode(codec)) == ("x" + text, None)


@given(st.text("Příliš žluťoučký kůň ", min_size=3))
def test_a_declared_charset_is_obeyed(text: str) -> None:
    assert decode(text.encode("iso8859-2"), "ISO-8859-2") == (text, None)


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("shift_jis", "知事は水曜日に述べた"),
        ("gb18030", "市长星期三说"),
        ("koi8-r", "Мэр сказал"),
        ("iso-2022-jp", "知事"),
        ("utf-16-le", "Plain words"),
        ("windows-1251", "Мэр сказал"),
    ],
)
def test_the_charsets_of_the_world_are_known(charset: str, text: str) -> None:
    assert decode(text.encode(charset), charset) == (text, None)


def test_latin_1_means_windows_1252_as_in_every_browser() -> None:
    assert decode(b"\x93Quoted\x94", "iso-8859-1") == ("“Quoted”", None)


def test_valid_utf_8_goes_before_a_wrong_declaration() -> None:
    assert decode("Müller – “so”".encode(), "iso-8859-1") == ("Müller – “so”", None)


def test_a_guess_is_told_with_its_name() -> None:
    text, warning = decode(b"Caf\xe9 \x96 open")
    assert text == "Café – open"
    assert warning is not None
    assert warning.code == "charset_guessed"
    assert "Windows-1252" in warning.message


def test_utf_16_without_a_mark_is_guessed_from_its_zeros() -> None:
    text, warning = decode("Plain words in two bytes each.".encode("utf-16-le"))
    assert text == "Plain words in two bytes each."
    assert warning is not None
    assert "UTF-16" in warning.message


@pytest.mark.parametrize("charset", ["no-such-charset", "unicode_escape", "punycode", "idna", "rot13", "hex", "\x00"])
def test_a_charset_that_is_none_is_not_obeyed(charset: str) -> None:
    assert decode(b"back\\u0041slash", charset) == ("back\\u0041slash", None)


def test_bytes_of_no_encoding_are_refused() -> None:
    with pytest.raises(ExtractionFailed) as failure:
        decode(b"Words and \x81\x8d\x8f\x90\x9d more words")
    assert failure.value.code == "decoding_failed"


@pytest.mark.parametrize(
    "magic",
    [b"PK\x03\x04", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"\x7fELF\x02", b"\xff\xd8\xff\xe0", b"GIF89a", b"\x1f\x8b\x08"],
)
def test_the_beginning_of_a_binary_file_is_refused(magic: bytes) -> None:
    with pytest.raises(ExtractionFailed) as failure:
        decode(magic + b" and then words")
    assert failure.value.code == "binary_not_text"


def test_words_with_many_control_bytes_are_refused() -> None:
    with pytest.raises(ExtractionFailed) as failure:
        decode(b"word\x01\x02 " * 20)
    assert failure.value.code == "binary_not_text"


def test_words_with_a_few_control_bytes_are_text() -> None:
    assert decode(b"word " * 20 + b"\x01\x02") == ("word " * 20 + "\x01\x02", None)
