"""The evidence form."""

import re

from django import forms

from annotations.models.evidence import Stance
from annotations.web.forms.fields import PlainForm

ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)


class EvidenceForm(PlainForm):
    """A link, a DOI or the name of a document, and what it does to the claim."""

    stance = forms.ChoiceField(choices=Stance.choices, initial=Stance.SUPPORTS)
    source = forms.CharField(
        max_length=2000,
        error_messages={"required": "Evidence needs a link or a reference. Give the address or the document's name."},
    )
    quote = forms.CharField(required=False, max_length=10_000)
    locator = forms.CharField(required=False, max_length=200)

    def parts(self) -> dict[str, str]:
        """The same for the service: an address, or a DOI made one, is a link; everything else is a reference."""
        source: str = self.cleaned_data["source"]
        doi, url, reference = DOI.fullmatch(source), "", source
        if doi:
            url, reference = f"https://doi.org/{doi[1]}", ""
        elif ADDRESS.fullmatch(source):
            url, reference = source, ""
        rest = {name: self.cleaned_data[name] for name in ("stance", "quote", "locator")}
        return {"url": url, "reference": reference, **rest}
