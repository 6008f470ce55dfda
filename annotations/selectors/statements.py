"""Who said a claim, where it appeared, and the claim in a sentence of its own: what people wrote over what the pipeline
read. Shown at any time: it is read from the text, and says nothing of how the claim should be decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotations.models.claims import Claim
from annotations.models.statements import Statement
from annotations.models.suggestions import Suggestion

PERSON, MODEL, NOBODY = "person", "model", ""


@dataclass(frozen=True, slots=True)
class Said:
    """A claim's statement as readers see it. `speaker_origin`: whose word the speaker is, "person", "model" or "" where
    neither names one. `speaker_read`: what the pipeline reads, "" for nothing. `direct`: it reads a quotation, None
    where it reads no speaker. `wording`: "" until somebody worded it; `wording_stale`: it was for earlier words of the
    claim. `version`: 0 until somebody added something."""

    speaker: str
    speaker_origin: str
    speaker_by: str
    speaker_read: str
    direct: bool | None
    reported_to: str
    first_appearance: str
    appearances: list[str]
    wording: str
    wording_by: str
    wording_stale: bool
    version: int


def statements_of(claims: Sequence[Claim]) -> dict[int, Statement]:
    """What people added to the claims, by the claim's key. One query."""
    rows = Statement.objects.filter(claim__in=claims).select_related("speaker_by", "wording_by")
    return {statement.claim_id: statement for statement in rows}


def statement_of(claim: Claim) -> Statement:
    """What people added to the claim; where nothing, an empty one of version 0 that is not saved. One query."""
    return statements_of([claim]).get(claim.pk) or Statement(claim=claim, row_version=0)


def said_of(claim: Claim, statement: Statement | None, suggestion: Suggestion | None) -> Said:
    """The claim's statement: a person's word where there is one, else what the newest run reads. No query."""
    found = statement or Statement(claim=claim, row_version=0)
    read = reading_of(suggestion, found)
    by_person = found.speaker_by is not None
    speaker = found.speaker if by_person else read
    attribution: dict[str, Any] = suggestion.attribution if suggestion and suggestion.attribution else {}
    return Said(
        speaker=speaker,
        speaker_origin=PERSON if by_person else MODEL if read else NOBODY,
        speaker_by=str(found.speaker_by) if found.speaker_by else "",
        speaker_read=read,
        direct=bool(attribution["direct"]) if "direct" in attribution else None,
        reported_to=found.reported_to,
        first_appearance=found.first_appearance,
        appearances=list(found.appearances),
        wording=found.wording,
        wording_by=str(found.wording_by) if found.wording_by else "",
        wording_stale=bool(found.wording) and found.wording_version != claim.version,
        version=found.row_version,
    )


def reading_of(suggestion: Suggestion | None, statement: Statement | None) -> str:
    """Whom the pipeline takes for the speaker: by its newest run, else by its run on the claim this one was made of; ""
    for nobody. At most 300 characters."""
    if suggestion is not None and suggestion.attribution:
        return " ".join(str(suggestion.attribution["source"]).split())[:300]
    return statement.speaker_read if statement is not None else ""
