"""How much of a document we are willing to read, and how long we wait for it."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one extraction; every one is checked before the work it protects is begun.

    Bytes are counted as received, characters in code points, seconds on the wall clock.
    """

    body_bytes: int = 10 * MEBIBYTE
    text_characters: int = 1_000_000
    html_depth: int = 200
    html_tags: int = 200_000
    attributes_per_tag: int = 200
    zip_entries: int = 2_000
    zip_unpacked_bytes: int = 50 * MEBIBYTE
    zip_ratio: int = 100
    xml_elements: int = 1_000_000
    pdf_pages: int = 2_000
    fetch_seconds: float = 10.0
    fetch_redirects: int = 3


DEFAULT_LIMITS = Limits()
