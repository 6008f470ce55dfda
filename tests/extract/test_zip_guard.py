"""Archives that unpack to more than they should are refused before they do."""

import struct
import zipfile
import zlib
from io import BytesIO

import pytest

from annotations.extract.limits import MEBIBYTE, Limits
from annotations.extract.types import ExtractionFailed
from annotations.extract.zip_guard import check_archive
from tests.extract.helpers import refusal
from tests.extract.words import docx_of, parts, zipped


def code_of(body: bytes, limits: Limits) -> str | None:
    try:
        check_archive(body, limits)
    except ExtractionFailed as failure:
        return failure.code
    return None


def noise(size: int) -> bytes:
    """Bytes that do not pack."""
    return b"".join(zlib.crc32(number.to_bytes(4)).to_bytes(4) for number in range(size // 4 + 1))[:size]


def test_a_document_that_is_a_bomb_is_refused_by_its_ratio() -> None:
    files = parts(docx_of("The port opened."))
    files["word/media/photo.png"] = bytes(40 * MEBIBYTE)
    assert refusal(zipped(files), "a.docx") == "zip_bomb"


def test_a_ratio_at_the_limit_passes_and_above_it_does_not() -> None:
    body = zipped({"a": bytes(10_000)})
    ratio = 10_000 // len(body)
    assert code_of(body, Limits(zip_ratio=ratio + 1)) is None
    assert code_of(body, Limits(zip_ratio=ratio)) == "zip_bomb"


def test_as_many_entries_as_the_limit_pass_and_one_more_does_not() -> None:
    body = zipped({str(number): b"x" for number in range(20)})
    assert code_of(body, Limits(zip_entries=20)) is None
    assert code_of(body, Limits(zip_entries=19)) == "zip_bomb"


def test_as_many_bytes_as_the_limit_pass_and_one_more_does_not() -> None:
    body = zipped({"a": noise(3_000), "b": noise(2_000)})
    assert code_of(body, Limits(zip_unpacked_bytes=5_000)) is None
    assert code_of(body, Limits(zip_unpacked_bytes=4_999)) == "zip_bomb"


def test_a_size_that_lies_is_found_while_reading() -> None:
    body = bytearray(zipped({"a": bytes(5 * MEBIBYTE)}))
    local, central = body.index(b"PK\x03\x04"), body.index(b"PK\x01\x02")
    struct.pack_into("<I", body, local + 22, 10)
    struct.pack_into("<I", body, central + 24, 10)
    assert code_of(bytes(body), Limits()) == "damaged_file"


def test_two_entries_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        body = two_of_one_name()
    assert code_of(body, Limits()) == "damaged_file"


def two_of_one_name() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", b"<a/>")
        archive.writestr("word/document.xml", b"<b/>")
    return stream.getvalue()


def test_an_encrypted_entry_is_refused() -> None:
    body = bytearray(zipped({"a": b"secret"}))
    body[body.index(b"PK\x01\x02") + 8] |= 1
    assert code_of(bytes(body), Limits()) == "damaged_file"


def test_what_is_no_archive_is_refused() -> None:
    assert code_of(b"PK\x03\x04 and words", Limits()) == "damaged_file"


@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_packing_that_no_word_processor_uses_is_refused(packing: int) -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as archive:
        archive.writestr("a", b"words")
    assert code_of(stream.getvalue(), Limits()) == "damaged_file"


def test_a_packing_that_is_broken_is_refused() -> None:
    body = bytearray(zipped({"a": b"some words, packed"}))
    body[31] = 0xFF  # the first byte of the packed data
    assert code_of(bytes(body), Limits()) == "damaged_file"
