"""Evidence, its snapshots, and what was found in them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from annotations.api.base import In
from annotations.api.shapes.fields import PersonOut, Text
from annotations.models.evidence import Evidence, Stance
from annotations.models.snapshots import Sighting, Snapshot, SnapshotOrigin, WordsFound
from annotations.selectors.snapshots import Comparison, Standing
from annotations.services.sources import Attachment

STATES = ["none", "queued", "fetching", "kept", "failed"]


class EvidenceIn(In):
    """A link, a reference or, in a form, a file; the words in it that matter, and what they do to the claim. A DOI in
    either field becomes its link."""

    url = Text(max_length=2000)
    reference = Text(max_length=1000)
    quote = Text(max_length=10_000)
    locator = Text(max_length=200)
    stance = serializers.ChoiceField(choices=Stance.choices)
    file = serializers.FileField(required=False, allow_empty_file=True)
    confidential = serializers.BooleanField(required=False, default=False)


class EvidenceChange(In):
    """Who sees it."""

    confidential = serializers.BooleanField()


class FileIn(In):
    """A file for a piece of evidence."""

    file = serializers.FileField(allow_empty_file=True)


class ProblemOut(serializers.Serializer[Any]):
    """What is wrong with a source, and what to do."""

    code = serializers.CharField()
    message = serializers.CharField()
    hint = serializers.CharField()


class PassageOut(serializers.Serializer[Any]):
    """One quoted passage in a snapshot."""

    quote = serializers.CharField()
    found = serializers.ChoiceField(choices=WordsFound.choices)
    where = serializers.CharField(help_text="text, or page: beside the article's text, in all that the page shows.")
    start = serializers.IntegerField(help_text="Code points.")
    end = serializers.IntegerField()
    alike = serializers.IntegerField(help_text="Equal words, per cent.")
    before = serializers.CharField()
    match = serializers.CharField(help_text="What the source says there.")
    after = serializers.CharField()


class QuoteOut(serializers.Serializer[Any]):
    """Whether the quoted words are in a snapshot."""

    found = serializers.ChoiceField(choices=WordsFound.choices)
    passages = PassageOut(many=True)


class StandingOut(serializers.Serializer[Any]):
    """How the source stands: the state of the last look at it, and the last snapshot that is kept."""

    state = serializers.ChoiceField(choices=STATES)
    id = serializers.UUIDField(allow_null=True, help_text="Of the kept one.")
    sha256 = serializers.CharField(allow_null=True, help_text="Of the bytes as received.")
    taken_at = serializers.DateTimeField(allow_null=True)
    final_url = serializers.CharField(allow_null=True)
    error = ProblemOut(allow_null=True)
    quote = QuoteOut(allow_null=True, help_text="Null while nobody looked, or where there is nothing to look for.")
    changed = serializers.BooleanField(allow_null=True, help_text="Its text, since the snapshot before it.")


class EvidenceOut(serializers.Serializer[Any]):
    """A piece of evidence. Of one that is confidential, whoever may not see it gets no more than its id, its claim and
    `hidden`. The view gives its `standings` in the context."""

    id = serializers.UUIDField(source="uid")
    claim = serializers.UUIDField(source="claim.uid")
    url = serializers.CharField()
    reference = serializers.CharField()
    quote = serializers.CharField()
    locator = serializers.CharField()
    stance = serializers.SerializerMethodField()
    added_by = PersonOut(allow_null=True)
    added_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    confidential = serializers.BooleanField(help_text="Only some roles and whoever added it see it; no export has it.")
    hidden = serializers.BooleanField(help_text="The caller is not one of them.")
    snapshot = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ChoiceField(choices=Stance.choices, allow_null=True))
    def get_stance(self, piece: Evidence) -> str | None:
        """What it does to the claim, null where it is hidden."""
        return piece.stance or None

    @extend_schema_field(StandingOut(allow_null=True))
    def get_snapshot(self, piece: Evidence) -> dict[str, Any] | None:
        """How its source stands."""
        return None if piece.hidden else standing_data(self.context["standings"][piece.pk])


class SnapshotOut(serializers.Serializer[Any]):
    """One look at a source."""

    id = serializers.UUIDField(source="snapshot.uid")
    state = serializers.CharField(source="snapshot.status", help_text="queued, kept or failed.")
    origin = serializers.ChoiceField(source="snapshot.origin", choices=SnapshotOrigin.choices)
    requested_by = PersonOut(source="snapshot.requested_by")
    requested_at = serializers.DateTimeField(source="snapshot.requested_at")
    taken_at = serializers.DateTimeField(source="snapshot.taken_at", allow_null=True)
    final_url = serializers.CharField(source="snapshot.final_url")
    http_status = serializers.IntegerField(source="snapshot.http_status", allow_null=True)
    headers = serializers.DictField(source="snapshot.headers", help_text="As received, without cookies.")
    media_type = serializers.CharField(source="snapshot.media_type")
    filename = serializers.CharField(source="snapshot.filename")
    size = serializers.IntegerField(source="snapshot.body_size", help_text="Bytes.")
    sha256 = serializers.CharField(source="snapshot.body_sha256")
    text_sha256 = serializers.CharField(source="snapshot.text_sha256")
    text_length = serializers.IntegerField(source="snapshot.text_length", help_text="Code points.")
    title = serializers.CharField(source="snapshot.title")
    error = serializers.SerializerMethodField()
    quote = serializers.SerializerMethodField()

    @extend_schema_field(ProblemOut(allow_null=True))
    def get_error(self, seen: Any) -> dict[str, str] | None:
        """Why it failed, or what is wrong with what is kept."""
        return problem_data(seen.snapshot)

    @extend_schema_field(QuoteOut(allow_null=True))
    def get_quote(self, seen: Any) -> dict[str, Any] | None:
        """Where the piece's words are in it."""
        return quote_data(seen.sighting)


class SnapshotTextOut(serializers.Serializer[Any]):
    """A snapshot's readable text."""

    id = serializers.UUIDField()
    text_sha256 = serializers.CharField()
    text = serializers.CharField()


class ChangeOut(serializers.Serializer[Any]):
    """A sentence, or a run of `skipped` sentences that are as they were."""

    kind = serializers.CharField(help_text="same, changed, gone or new.")
    skipped = serializers.IntegerField()
    pieces = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


class DiffOut(serializers.Serializer[Any]):
    """Two snapshots told against each other."""

    earlier = serializers.UUIDField()
    earlier_at = serializers.DateTimeField()
    later = serializers.UUIDField()
    later_at = serializers.DateTimeField()
    same = serializers.BooleanField()
    cut = serializers.BooleanField(help_text="Only the beginnings were compared.")
    changes = ChangeOut(many=True)


def standing_data(standing: Standing) -> dict[str, Any]:
    """How a source stands, for StandingOut."""
    kept = standing.kept
    return {
        "state": standing.state,
        "id": str(kept.uid) if kept else None,
        "sha256": kept.body_sha256 if kept else None,
        "taken_at": serializers.DateTimeField().to_representation(kept.taken_at) if kept and kept.taken_at else None,
        "final_url": (kept.final_url or kept.url) if kept else None,
        "error": problem_data(standing.newest) if standing.newest else None,
        "quote": quote_data(standing.sighting),
        "changed": standing.changed,
    }


def problem_data(snapshot: Snapshot) -> dict[str, str] | None:
    """What is wrong with a snapshot, None where nothing is."""
    if not snapshot.error_code:
        return None
    return {"code": snapshot.error_code, "message": snapshot.error_message, "hint": snapshot.error_hint}


def quote_data(sighting: Sighting | None) -> dict[str, Any] | None:
    """What was found, None where nobody looked."""
    return None if sighting is None else {"found": sighting.found, "passages": sighting.passages}


def diff_data(told: Comparison) -> dict[str, Any]:
    """A comparison, for DiffOut."""
    return {
        "earlier": told.earlier.uid,
        "earlier_at": told.earlier.taken_at,
        "later": told.later.uid,
        "later_at": told.later.taken_at,
        "same": told.same,
        "cut": told.cut,
        "changes": [
            {"kind": one.kind, "skipped": one.skipped, "pieces": [list(piece) for piece in one.pieces]}
            for one in told.changes
        ],
    }


def attachment_in(data: dict[str, Any]) -> Attachment | None:
    """The file of a form, taken out of its data, as the services take it."""
    file = data.pop("file", None)
    if file is None:
        return None
    return Attachment(body=file.read(), filename=file.name or "", media_type=file.content_type or "")
