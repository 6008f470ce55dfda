"""Plain text: every character as it came, but for what `normalise` changes."""

from annotations.extract.assembly import document
from annotations.extract.limits import Limits
from annotations.extract.metadata import Metadata
from annotations.extract.text import decode
from annotations.extract.types import Document


def read_plain(body: bytes, *, charset: str, source_url: str, limits: Limits) -> Document:
    """Give the text of a plain file. It says nothing about itself, so the metadata are empty."""
    text, warning = decode(body, charset)
    return document(text, Metadata(), limits=limits, source_url=source_url, warnings=[warning])
