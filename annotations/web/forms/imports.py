"""Forms of the three ways in."""

from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from annotations.services.articles import LONGEST_TEXT, About
from annotations.web.forms.fields import PlainForm

MOST_ADDRESSES = 50
MOST_FILES = 50


class AboutForm(PlainForm):
    """What the importer knows about a text."""

    title = forms.CharField(label="Title", max_length=500, required=False, help_text="Empty: the text's first line.")
    source_name = forms.CharField(label="Source", max_length=200, required=False)
    source_url = forms.CharField(
        label="Address of the source", max_length=2000, required=False, widget=forms.URLInput()
    )
    published_on = forms.DateField(
        label="Published", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def about(self) -> About:
        """The same for the service. A day becomes its midnight, UTC."""
        day: date | None = self.cleaned_data["published_on"]
        return About(
            title=self.cleaned_data["title"],
            source_name=self.cleaned_data["source_name"],
            source_url=self.cleaned_data["source_url"],
            published_at=datetime.combine(day, time(), tzinfo=UTC) if day else None,
        )


class ArticleTextField(forms.CharField):
    """An article's text as it was sent. What cannot be stored is the service's to replace, and to say so."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.validators = [one for one in self.validators if not isinstance(one, ProhibitNullCharactersValidator)]


class PasteForm(AboutForm):
    """A pasted text. Its length is the service's to judge, since newlines count differently here."""

    prefix = "paste"
    text = ArticleTextField(
        label="Text",
        error_messages={"required": "The text is empty. Paste the article's words."},
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "dir": "auto"}),
    )
    field_order = ("title", "text", "source_name", "source_url", "published_on")

    def clean_text(self) -> str:
        """Not so long that reading on would be a waste."""
        text: str = self.cleaned_data["text"]
        if len(text) > 2 * LONGEST_TEXT:
            raise forms.ValidationError("The text is longer than 1,000,000 characters. Split it into several articles.")
        return text


class AddressForm(PlainForm):
    """Addresses, one on each line."""

    prefix = "address"
    addresses = forms.CharField(
        label="Addresses, one on each line",
        error_messages={"required": "Give at least one address."},
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocapitalize": "none", "inputmode": "url"}),
        help_text="Public pages. The text is taken from the page; menus and advertisements are left out.",
    )

    def clean_addresses(self) -> list[str]:
        """The lines that say something, each once, in order."""
        lines = dict.fromkeys(line.strip() for line in self.cleaned_data["addresses"].splitlines() if line.strip())
        if len(lines) > MOST_ADDRESSES:
            raise forms.ValidationError(f"These are {len(lines)} addresses. {MOST_ADDRESSES} fit in one go.")
        return list(lines)


class ManyFilesInput(forms.ClearableFileInput):
    """A file input that takes several at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; each is checked by the service, so that one bad file does not hold up the others."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files, at least one."""
        files = data if isinstance(data, list | tuple) else [data]
        files = [file for file in files if file]
        if not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"These are {len(files)} files. {MOST_FILES} fit in one go.")
        return files


class FilesForm(PlainForm):
    """Files as they are."""

    prefix = "files"
    file = ManyFilesField(
        label="Files",
        error_messages={"required": "Choose at least one file."},
        widget=ManyFilesInput(attrs={"multiple": True, "accept": ".txt,.md,.html,.htm,.docx,.pdf"}),
        help_text="Word, PDF, web pages, Markdown and plain text, 10 MB each, up to 50 at once.",
    )
