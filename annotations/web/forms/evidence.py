"""The evidence form."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from annotations.models.evidence import Stance
from annotations.services.articles import LARGEST_FILE
from annotations.services.sources import Attachment
from annotations.web.forms.fields import PlainForm

NO_SOURCE = "Evidence needs a link, a reference or a file. Give the address, the document's name, or the document."
ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


class EvidenceForm(PlainForm):
    """A link, a DOI, the name of a document or a file, and what it does to the claim."""

    stance = forms.ChoiceField(choices=Stance.choices, initial=Stance.SUPPORTS)
    source = forms.CharField(max_length=2000, required=False)
    quote = forms.CharField(required=False, max_length=10_000)
    locator = forms.CharField(required=False, max_length=200)

    file = forms.FileField(required=False, allow_empty_file=True)
    confidential = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        """One source at least."""
        if not self.cleaned_data.get("source") and not self.cleaned_data.get("file") and "source" not in self.errors:
            self.add_error("source", NO_SOURCE)
        return self.cleaned_data

    def parts(self) -> dict[str, Any]:
        """The same for the service: an address is a link, all else a reference (there a DOI becomes a link)."""
        source: str = self.cleaned_data["source"]
        named = {"url": source} if ADDRESS.fullmatch(source) else {"reference": source}
        rest = {name: self.cleaned_data[name] for name in ("stance", "quote", "locator", "confidential")}
        return {**named, **rest, "attachment": attachment_of(self.cleaned_data["file"])}


class AttachForm(PlainForm):
    """A file for a piece of evidence that is there."""

    file = forms.FileField(allow_empty_file=True, error_messages={"required": "Choose a file first."})

    def attachment(self) -> Attachment:
        """The file for the service."""
        found = attachment_of(self.cleaned_data["file"])
        assert found is not None  # noqa: S101  the field is required
        return found


def attachment_of(file: "UploadedFile[Any] | None") -> Attachment | None:
    """The file as the service takes it. One that is too large is not read whole: one byte too many says enough."""
    if not file:
        return None
    body = file.read(LARGEST_FILE + 1)
    return Attachment(body=body, filename=file.name or "", media_type=file.content_type or "")
