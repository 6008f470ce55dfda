"""Forms of the front door."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from annotations.models.users import User
from annotations.web.forms.fields import PlainForm, email_field, password_field

NAME = {"autocomplete": "name"}
NO_MATCH = "That email and password do not match. Check caps lock."


class SignInForm(AuthenticationForm):
    """Address and password. One answer for every wrong pair, so that nobody learns which accounts there are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs, label_suffix="")
        self.error_messages = {"invalid_login": NO_MATCH, "inactive": NO_MATCH}
        self.fields["username"] = email_field()
        self.fields["password"] = password_field()
        self.fields["username"].widget.attrs["autofocus"] = True

    def clean_username(self) -> str:
        """In lower case, as accounts are kept: tries with other capitals are tries with the same account."""
        return str(self.cleaned_data["username"]).lower()


class FirstRunForm(PlainForm):
    """The first account and the proof that its owner sees the terminal."""

    code = forms.CharField(
        label="One-time code",
        max_length=20,
        help_text="The site prints it in the terminal when it starts.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "autofocus": True}
        ),
    )
    name = forms.CharField(label="Your name", max_length=120, widget=forms.TextInput(attrs=NAME))
    email = email_field()
    password = password_field(new=True)


class JoinForm(PlainForm):
    """A new account for whoever was invited. The address is asked for only where the invitation names none."""

    name = forms.CharField(label="Your name", max_length=120, widget=forms.TextInput(attrs=NAME))
    email = email_field()
    password = password_field(new=True)

    def __init__(self, *args: Any, invited: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if invited:
            self.initial["email"] = invited
            self.fields["email"].disabled = True


class ForgottenForm(PlainForm):
    """Which account's password is forgotten."""

    email = email_field()


class PasswordForm(PlainForm):
    """A new password, with the present one unless a one-time link opened the session."""

    present = password_field("Present password")
    password = password_field("New password", new=True)

    def __init__(self, *args: Any, user: User, by_link: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if by_link or not user.has_usable_password():
            del self.fields["present"]

    def clean_present(self) -> str:
        """It has to be the account's."""
        present: str = self.cleaned_data["present"]
        if not self.user.check_password(present):
            raise forms.ValidationError("That is not your present password.")
        return present
