"""The form for a new read-only link."""

from django import forms

from annotations.web.forms.fields import PlainForm

DAYS = ((1, "1 day"), (7, "7 days"), (30, "30 days"))


class ReadingLinkForm(PlainForm):
    """For how long, and whether with names."""

    days = forms.TypedChoiceField(label="It works for", choices=DAYS, coerce=int, initial=7)
    with_names = forms.BooleanField(label="Say who decided and who added evidence", required=False)
