"""Checks every text field shares, at the services' own door."""

from annotations.errors import InvalidCharacters, InvalidValue


def clean_text(value: str, *, field: str, longest: int, required: bool = False) -> str:
    """The value without blanks at its ends. Raises InvalidCharacters, or InvalidValue where too long or missing."""
    if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise InvalidCharacters(field=field)
    value = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(value) > longest:
        raise InvalidValue(f"This is longer than {longest:,} characters.", field=field)
    if required and not value:
        raise InvalidValue("This is needed.", field=field)
    return value


def one_of(value: str, *, field: str, allowed: list[str]) -> str:
    """The value, if it is one of those allowed. Raises InvalidValue naming them."""
    if value not in allowed:
        raise InvalidValue(f"It has to be one of: {', '.join(allowed)}.", field=field)
    return value
