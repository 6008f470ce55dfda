"""The form for a new key."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from annotations.models.projects import Project
from annotations.services.links import SCOPES
from annotations.web.forms.fields import PlainForm

WORDS = {
    "read": "Read: articles, claims, history",
    "review": "Review: decide, add evidence and notes",
    "import": "Import: bring articles in",
    "export": "Export: make and download releases",
    "admin": "Admin: members and settings",
}
DAYS = ((30, "30 days"), (90, "90 days"), (366, "A year"))


class TokenForm(PlainForm):
    """What a key may do, where, and for how long. It never does more than its owner may."""

    name = forms.CharField(label="Name", max_length=80, help_text="Where it will be used, for example: nightly import.")
    scopes = forms.MultipleChoiceField(
        label="It may",
        choices=[(scope, WORDS[scope]) for scope in SCOPES],
        initial=["read"],
        widget=forms.CheckboxSelectMultiple,
    )
    project: "forms.ModelChoiceField[Project]" = forms.ModelChoiceField(
        label="Where", queryset=None, required=False, empty_label="All my projects", to_field_name="slug"
    )
    days = forms.TypedChoiceField(label="It works for", choices=DAYS, coerce=int, initial=90)

    def __init__(self, *args: Any, projects: "QuerySet[Project]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["project"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  it is, six lines up
        field.queryset = projects
