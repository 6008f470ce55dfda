"""What several tests of extraction say."""

import pytest

from annotations.extract.documents import extract
from annotations.extract.limits import DEFAULT_LIMITS, Limits
from annotations.extract.types import Document, ExtractionFailed

HANGS = 60
"""Seconds after which something that should end by itself counts as hanging. No measure of speed."""


def refusal(body: bytes, filename: str = "", limits: Limits = DEFAULT_LIMITS, media_type: str = "") -> str:
    """The code with which these bytes are refused."""
    with pytest.raises(ExtractionFailed) as failure:
        extract(body, filename=filename, limits=limits, media_type=media_type)
    assert failure.value.message
    return failure.value.code


def warnings_of(document: Document) -> list[str]:
    """The codes of a document's warnings, in order."""
    return [warning.code for warning in document.warnings]
