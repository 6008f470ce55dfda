"""What a document says about itself, whatever kind of document it is."""

from dataclasses import dataclass
from datetime import datetime

from annotations.extract import blocks
from annotations.extract.text import normalise

_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document beside its text. Empty where it says nothing; the moment is in UTC."""

    title: str = ""
    byline: str = ""
    published_at: datetime | None = None
    source_name: str = ""
    language: str = ""

    def filled_from(self, other: "Metadata") -> "Metadata":
        """Give this with its gaps filled from `other`."""
        return Metadata(
            title=self.title or other.title,
            byline=self.byline or other.byline,
            published_at=self.published_at or other.published_at,
            source_name=self.source_name or other.source_name,
            language=self.language or other.language,
        )


def clean(value: object) -> str:
    """Give `value` as one storable line of at most 500 characters; anything but text gives ""."""
    return blocks.collapse(normalise(value).text)[:_LENGTH].strip() if isinstance(value, str) else ""


def language_code(value: object) -> str:
    """Give the ISO 639-1 code in a language tag such as "en-GB", or ""."""
    code = clean(value).replace("_", "-").partition("-")[0].lower()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""
