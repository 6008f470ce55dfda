"""What goes along when claims are cut or joined: who said them stays true of the parts, and of the whole where the
parts agree. A wording does not: it put other words in other words."""

from collections.abc import Sequence
from typing import Any

from annotations.models.claims import Claim
from annotations.models.statements import Statement
from annotations.selectors.statements import reading_of, statements_of
from annotations.selectors.suggestions import newest_suggestions

CARRIED = ("speaker", "speaker_by", "speaker_read", "reported_to", "first_appearance", "appearances")


def statements_for_parts(parent: Claim, parts: Sequence[Claim]) -> list[Statement]:
    """For each part, what is known of the whole; none where nothing is. Two queries."""
    known = carried_from([parent])[0]
    return [Statement(claim=part, **known) for part in parts] if any(known.values()) else []


def statements_for_whole(parents: Sequence[Claim], whole: Claim) -> list[Statement]:
    """What all the parents have in common; none where that is nothing. Who named the speaker matters less than the
    name: of several people the first parent's stands. Two queries."""
    known = carried_from(parents)
    shared: dict[str, Any] = {}
    for names in (("speaker_read",), ("reported_to",), ("first_appearance",), ("appearances",)):
        if all(one[name] == known[0][name] for one in known for name in names):
            shared |= {name: known[0][name] for name in names}
    speakers = {one["speaker"] if one["speaker_by"] else one["speaker_read"] for one in known}
    named = next((one for one in known if one["speaker_by"]), None)
    if len(speakers) == 1 and named is not None:
        shared |= {"speaker": named["speaker"], "speaker_by": named["speaker_by"]}
    return [Statement(claim=whole, **shared)] if any(shared.values()) else []


def carried_from(claims: Sequence[Claim]) -> list[dict[str, Any]]:
    """What goes along from each claim, with what the pipeline reads in it. Two queries."""
    statements, suggestions = statements_of(claims), newest_suggestions(list(claims))
    found = []
    for claim in claims:
        statement = statements.get(claim.pk) or Statement(claim=claim)
        columns = {name: getattr(statement, name) for name in CARRIED}
        found.append(columns | {"speaker_read": reading_of(suggestions.get(claim.pk), statement)})
    return found
