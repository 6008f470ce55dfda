"""The export form."""

from django import forms

from annotations.models.releases import ReleaseSelect
from annotations.web.forms.fields import PlainForm


class ReleaseForm(PlainForm):
    """What goes into a release, and under which name."""

    select = forms.ChoiceField(label="What", choices=ReleaseSelect.choices, initial=ReleaseSelect.SETTLED)
    name = forms.CharField(
        label="Name", max_length=120, help_text="For example 2026-11. Each name is used once in a project."
    )
    names = forms.BooleanField(
        label="Reviewers by name",
        required=False,
        help_text="Otherwise by pseudonyms that stay the same in every release of this project.",
    )
