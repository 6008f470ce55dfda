"""Forms of a project and its members."""

from django import forms

from annotations.models.projects import LARGEST_SAMPLE, EvidencePolicy, QueueOrder, Role, SuggestionMode
from annotations.web.forms.fields import PlainForm, email_field


class ProjectNameForm(PlainForm):
    """A new project needs nothing but a name."""

    name = forms.CharField(label="Name", max_length=120, help_text="A desk, a study, an election.")


class ProjectForm(PlainForm):
    """A project's settings."""

    name = forms.CharField(label="Name", max_length=120)
    guidelines = forms.CharField(
        label="Guidelines",
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="What reviewers go by when they decide. Markdown works: # heading, - list, **bold**. "
        "A changed text is a new version; earlier ones are kept.",
    )
    suggestion_mode = forms.ChoiceField(
        label="When a reviewer sees the model's suggestion", choices=SuggestionMode.choices, widget=forms.RadioSelect
    )
    measured_sample = forms.IntegerField(
        label="Measured sample, in per cent",
        min_value=0,
        max_value=LARGEST_SAMPLE,
        help_text="Where suggestions come after deciding: this share of the claims, drawn by lot, shows them from the "
        "start, so that their pull on decisions can be measured. Everybody in the project is told. 0 to switch it off.",
    )
    reviewers_choose_mode = forms.BooleanField(
        label="Reviewers may choose for themselves between “always” and “after deciding”",
        required=False,
        help_text="Not where suggestions are never shown before deciding.",
    )
    evidence_policy = forms.ChoiceField(label="Evidence", choices=EvidencePolicy.choices, widget=forms.RadioSelect)
    queue_order = forms.ChoiceField(label="Order of the queue", choices=QueueOrder.choices, widget=forms.RadioSelect)
    reviewers_per_claim = forms.IntegerField(
        label="Reviewers for each claim",
        min_value=1,
        max_value=9,
        help_text="For claims found from now on. Claims that are here already keep their number.",
    )
    # Which state of the settings the form was made from: two managers at once do not overwrite each other unseen.
    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class InviteForm(PlainForm):
    """Who is invited, as what."""

    email = email_field("E-mail (optional)", autocomplete="off", required=False)
    role = forms.ChoiceField(label="Role", choices=Role.choices, initial=Role.REVIEWER)

    email.help_text = "The account made with the link gets this address. Without one, whoever opens it chooses."


class MemberForm(PlainForm):
    """What happens to a member: another role, or the end of their membership."""

    role = forms.ChoiceField(
        label="Role", choices=[*Role.choices, ("", "None: take out of the project")], required=False
    )
