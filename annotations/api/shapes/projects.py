"""Projects, memberships, the caller."""

from typing import Any

from rest_framework import serializers

from annotations.api.base import In
from annotations.api.shapes.fields import PersonOut, Text
from annotations.models.projects import LARGEST_SAMPLE, EvidencePolicy, Project, QueueOrder, Role, SuggestionMode


class ProjectIn(In):
    """A new project. Without a slug one is made from the name."""

    name = Text(required=True, allow_blank=False, max_length=120)
    slug = Text(max_length=50)
    guidelines = Text(max_length=50_000)
    suggestion_mode = serializers.ChoiceField(choices=SuggestionMode.choices, required=False)
    evidence_policy = serializers.ChoiceField(choices=EvidencePolicy.choices, required=False)
    reviewers_per_claim = serializers.IntegerField(required=False, min_value=1, max_value=9)
    queue_order = serializers.ChoiceField(choices=QueueOrder.choices, required=False)
    measured_sample = serializers.IntegerField(required=False, min_value=0, max_value=LARGEST_SAMPLE)
    reviewers_choose_mode = serializers.BooleanField(required=False)


class ProjectChange(In):
    """New settings; those left out stay."""

    name = Text(allow_blank=False, max_length=120)
    guidelines = Text(max_length=50_000)
    suggestion_mode = serializers.ChoiceField(choices=SuggestionMode.choices, required=False)
    evidence_policy = serializers.ChoiceField(choices=EvidencePolicy.choices, required=False)
    reviewers_per_claim = serializers.IntegerField(required=False, min_value=1, max_value=9)
    queue_order = serializers.ChoiceField(choices=QueueOrder.choices, required=False)
    measured_sample = serializers.IntegerField(required=False, min_value=0, max_value=LARGEST_SAMPLE)
    reviewers_choose_mode = serializers.BooleanField(required=False)


class ProjectOut(serializers.Serializer[Any]):
    """A project. `role` is the caller's."""

    id = serializers.UUIDField(source="uid")
    slug = serializers.CharField()
    name = serializers.CharField()
    guidelines = serializers.CharField()
    guidelines_version = serializers.IntegerField(help_text="Grows by one with each new text; 0 until there was one.")
    suggestion_mode = serializers.ChoiceField(choices=SuggestionMode.choices)
    evidence_policy = serializers.ChoiceField(choices=EvidencePolicy.choices)
    reviewers_per_claim = serializers.IntegerField()
    queue_order = serializers.ChoiceField(choices=QueueOrder.choices)
    role = serializers.SerializerMethodField()
    measured_sample = serializers.IntegerField(help_text="Per cent of the claims whose suggestion is open at once.")
    reviewers_choose_mode = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField(source="row_version", help_text="The number in the ETag.")

    def get_role(self, project: Project) -> str:
        """What the caller is in it."""
        return str(self.context["roles"].get(project.pk, ""))


class MemberIn(In):
    """Somebody to take in: an account by its `user` id or `email`, or an address that has none yet."""

    email = serializers.EmailField(required=False, max_length=254)
    user = serializers.UUIDField(required=False)
    role = serializers.ChoiceField(choices=Role.choices)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Exactly one of the two names."""
        if ("email" in attrs) == ("user" in attrs):
            raise serializers.ValidationError({"email": "Give either email or user."})
        return attrs


class MemberChange(In):
    """Another role."""

    role = serializers.ChoiceField(choices=Role.choices)


class MemberOut(serializers.Serializer[Any]):
    """A membership."""

    id = serializers.UUIDField(source="uid")
    project = serializers.CharField(source="project.slug")
    user = PersonOut()
    role = serializers.ChoiceField(choices=Role.choices)
    added_at = serializers.DateTimeField()
    version = serializers.IntegerField(source="row_version", help_text="The number in the ETag.")


class InvitationOut(serializers.Serializer[Any]):
    """An invitation. `url` works once and is shown once."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    role = serializers.ChoiceField(choices=Role.choices)
    expires_at = serializers.DateTimeField()
    url = serializers.CharField(allow_null=True)


class ProgressOut(serializers.Serializer[Any]):
    """A project's numbers. `decided`: claims somebody decided."""

    articles = serializers.IntegerField()
    articles_ready = serializers.IntegerField()
    claims = serializers.IntegerField()
    decided = serializers.IntegerField()
    by_state = serializers.DictField(child=serializers.IntegerField())
    by_label = serializers.DictField(child=serializers.IntegerField())
    needs_evidence = serializers.IntegerField(help_text="Decided claims without the evidence this project wants.")


class TokenIn(In):
    """A new key. Without a project it is for all of its owner's; without days it does not expire."""

    name = Text(max_length=80)
    scopes = serializers.ListField(child=serializers.CharField(max_length=20), allow_empty=False, max_length=10)
    project = serializers.SlugField(required=False, allow_null=True, max_length=60)
    days = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=366)


class TokenOut(serializers.Serializer[Any]):
    """A key, by what may be known of it."""

    id = serializers.UUIDField(source="uid")
    name = serializers.CharField()
    prefix = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    project = serializers.CharField(source="project.slug", allow_null=True, default=None)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    last_used_at = serializers.DateTimeField(allow_null=True)


class NewTokenOut(TokenOut):
    """A key that was just made, with the key itself: it cannot be shown again."""

    key = serializers.CharField(allow_null=True)


class OwnMembershipOut(serializers.Serializer[Any]):
    """One of the caller's memberships."""

    id = serializers.UUIDField(source="uid")
    project = serializers.CharField(source="project.slug")
    project_id = serializers.UUIDField(source="project.uid")
    project_name = serializers.CharField(source="project.name")
    role = serializers.ChoiceField(choices=Role.choices)


class MeOut(serializers.Serializer[Any]):
    """The caller. `token` is the key they came with, null for a session; `scopes` what this request may do."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    is_site_administrator = serializers.BooleanField()
    memberships = OwnMembershipOut(many=True)
    scopes = serializers.ListField(child=serializers.CharField())
    token = TokenOut(allow_null=True)
