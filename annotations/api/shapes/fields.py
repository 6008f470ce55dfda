"""Fields the shapes share."""

from typing import Any

from django.core.validators import ProhibitNullCharactersValidator
from rest_framework import serializers
from rest_framework.validators import ProhibitSurrogateCharactersValidator

from annotations.models.claims import Label

LABELS = Label.choices
LARGEST_OFFSET = 10_000_000  # beyond any article, well inside every database's integer


class RawText(serializers.CharField):
    """A text taken as it is: the service that stores it says what becomes of characters no database keeps."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, allow_blank=True, **kwargs)
        unwanted = (ProhibitNullCharactersValidator, ProhibitSurrogateCharactersValidator)
        self.validators = [check for check in self.validators if not isinstance(check, unwanted)]

    def to_internal_value(self, data: Any) -> str:
        """The text. A number is not one."""
        if not isinstance(data, str):
            self.fail("invalid")
        return data


class Text(serializers.CharField):
    """A line or a paragraph. May be empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "allow_blank": True, **kwargs})

    def to_internal_value(self, data: Any) -> str:
        """The text. A number is not one."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Offset(serializers.IntegerField):
    """A place in an article's text, in code points."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=LARGEST_OFFSET, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        """The number. A text is not one."""
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


class PersonOut(serializers.Serializer[Any]):
    """Somebody, by name."""

    id = serializers.UUIDField(source="uid")
    name = serializers.CharField()
