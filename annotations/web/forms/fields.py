"""Fields and widgets more than one form uses."""

from typing import Any

from django import forms


class PlainForm(forms.Form):
    """A form whose template writes labels, hints and errors itself (partials/_field.html), without a colon."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


def email_field(label: str = "E-mail", *, autocomplete: str = "username", **kwargs: Any) -> forms.EmailField:
    """An address, as password managers know it."""
    widget = forms.EmailInput(attrs={"autocomplete": autocomplete, "spellcheck": "false", "autocapitalize": "none"})
    return forms.EmailField(label=label, max_length=254, widget=widget, **kwargs)


def password_field(label: str = "Password", *, new: bool = False, **kwargs: Any) -> forms.CharField:
    """A password as typed: nothing is cut off, and pasting is welcome."""
    attrs = {"autocomplete": "new-password" if new else "current-password", "data-password": ""}
    widget = forms.PasswordInput(attrs=attrs)
    if new:
        kwargs.setdefault("help_text", "10 characters or more. A few words in a row are easy to keep in mind.")
    return forms.CharField(label=label, strip=False, max_length=1_000, widget=widget, **kwargs)
