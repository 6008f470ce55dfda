"""Plain text comes through as it is."""

import pytest

from annotations.extract.documents import extract
from annotations.extract.limits import Limits
from annotations.extract.types import ExtractionFailed


def test_plain_text_keeps_every_character_but_its_newlines() -> None:
    body = "  One\u00a0line.\r\nCafe\u0301\rEnd \n\n".encode()
    assert extract(body, filename="a.txt").text == "  One\u00a0line.\nCafe\u0301\nEnd \n\n"


def test_a_nul_becomes_a_replacement_character_and_is_told() -> None:
    document = extract(b"Nul here: \x00 and words after it, many enough.", filename="a.txt")
    assert document.text == "Nul here: � and words after it, many enough."
    assert [warning.code for warning in document.warnings] == ["characters_replaced"]


def test_a_text_of_the_longest_length_is_read() -> None:
    assert len(extract(b"a" * 50, limits=Limits(text_characters=50)).text) == 50


def test_a_text_one_character_longer_is_refused() -> None:
    with pytest.raises(ExtractionFailed) as failure:
        extract(b"a" * 51, limits=Limits(text_characters=50))
    assert failure.value.code == "text_too_long"


def test_a_file_of_the_largest_size_is_read() -> None:
    assert extract(b"a" * 50, limits=Limits(body_bytes=50)).text == "a" * 50


def test_a_file_one_byte_larger_is_refused() -> None:
    with pytest.raises(ExtractionFailed) as failure:
        extract(b"a" * 51, limits=Limits(body_bytes=50))
    assert failure.value.code == "file_too_large"


@pytest.mark.parametrize("body", [b"", b" \r\n\t", b"\xef\xbb\xbf", "\u200b\ufeff".encode(), b"\x00"])
def test_a_file_without_visible_text_is_refused_as_empty(body: bytes) -> None:
    with pytest.raises(ExtractionFailed) as failure:
        extract(body, filename="a.txt")
    assert failure.value.code == "empty_text"


def test_text_without_a_name_is_read_as_plain_text() -> None:
    assert extract(b"# Not a heading").text == "# Not a heading"
