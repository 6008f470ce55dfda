"""Bytes that are not text, known by how they begin or by the control bytes among them."""

from annotations.extract.types import ExtractionFailed

# Bytes that text does not contain. TAB, LF, FF, CR and ESC (ISO-2022-JP) are text.
_CONTROL_BYTES = bytes(sorted({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0C, 0x0D, 0x1B}))
_CONTROL_MINIMUM = 8
_CONTROL_SHARE = 0.05
_HEAD = 4_096

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\x00asm", "a program"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"BZh9", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or password-protected Office file"),
    (b"SQLite format 3\x00", "a database"),
    (b"OggS\x00\x02", "a sound recording"),
    (b"ID3\x03", "a sound recording"),
    (b"ID3\x04", "a sound recording"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"{\\rtf", "an RTF file"),
    (b"%!PS", "a PostScript file"),
)


def refuse_magic(body: bytes) -> None:
    """Raise `binary_not_text` if `body` begins as a known kind of file that is not text."""
    name = magic_name(body)
    if name:
        raise _binary(f"This is {name}, not text.")


def magic_name(body: bytes) -> str:
    """Say in words what `body` begins as ("a PNG image"), or "" for what may be text."""
    return next((name for magic, name in _MAGIC if body.startswith(magic)), "")


def refuse_control_bytes(body: bytes) -> None:
    """Raise `binary_not_text` if more of `body`, or of its start, is control bytes than any text has."""
    for part in (body[:_HEAD], body):
        controls = len(part) - len(part.translate(None, _CONTROL_BYTES))
        if controls >= _CONTROL_MINIMUM and controls > _CONTROL_SHARE * len(part):
            raise _binary("This looks like program data, not text.")


def _binary(message: str) -> ExtractionFailed:
    return ExtractionFailed("binary_not_text", message, "Export it as text, HTML, Word (.docx) or PDF.")
