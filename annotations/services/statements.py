"""Who said a claim, and the claim in a sentence of its own: put right by hand, set back to what the text gives."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from annotations.errors import InvalidValue, VersionConflict
from annotations.models.claims import Claim
from annotations.models.ledger import LedgerEvent
from annotations.models.statements import Statement
from annotations.selectors.statements import Said, said_of, statement_of
from annotations.selectors.suggestions import newest_suggestions
from annotations.services.actor import Actor
from annotations.services.claims import open_claim
from annotations.services.ledger import subject_of
from annotations.services.values import clean_text, one_of
from annotations.services.verbs import Verb

LONGEST = {"speaker": 300, "reported_to": 300, "first_appearance": 2_000, "appearances": 2_000, "wording": 1_000}
MOST_APPEARANCES = 50


@transaction.atomic
def statement_change(
    *,
    actor: Actor,
    claim: Claim,
    at: datetime,
    row_version: int | None = None,
    seen: Mapping[str, Any] | None = None,
    **changes: Any,
) -> tuple[Statement, LedgerEvent | None]:
    """New words for `speaker`, `reported_to`, `first_appearance`, `appearances` (a list) or `wording`; those left out
    stay. `speaker=None` goes back to what the pipeline reads, `speaker=""` says that nobody is named. The event is None
    where all of it is so already. `row_version`: the one the caller read; `seen`: what their screen showed in these
    fields. Raises VersionConflict where either is out of date, InvalidValue."""
    values = checked(changes)
    entry, claim = open_claim(actor=actor, claim=claim, at=at)
    statement = statement_of(claim)
    if row_version is not None and statement.row_version != row_version:
        raise VersionConflict(current=statement.row_version)
    said = said_of(claim, statement, newest_suggestions([claim]).get(claim.pk))
    different = {name: value for name, value in values.items() if differs(said, name, value)}
    refuse_unseen(said, different, checked(seen or {}))
    if not different:
        return statement, None
    columns = as_columns(different, actor, claim)
    if statement.row_version == 0:
        statement = Statement(claim=claim, **columns)
        entry.add(statement)
    else:
        entry.change(statement, **columns)
    return statement, entry.record(verb=Verb.STATEMENT_CHANGED, subject=subject_of(claim), detail=different)


def one_field(*, field: str, text: str, seen: str | None = None, back: bool = False) -> dict[str, Any]:
    """What statement_change takes for one field as a form holds it: the places of `appearances` one a line, `back` for
    the speaker that is read in the text, `seen` what the form held before. Raises InvalidValue."""
    one_of(field, field="field", allowed=list(LONGEST))
    known = {} if seen is None else {field: from_form(field, seen)}
    return {field: None if back and field == "speaker" else from_form(field, text), "seen": known}


def from_form(name: str, text: str) -> Any:
    """A field's value as the service takes it."""
    return [line for line in text.splitlines() if line.strip()] if name == "appearances" else text


def differs(said: Said, name: str, value: Any) -> bool:
    """Whether the value says something else than what stands there. Wording stale words again makes them fresh."""
    if name == "speaker":
        return said.speaker_origin == "person" if value is None else value != said.speaker
    return value != getattr(said, name) or (name == "wording" and said.wording_stale)


def refuse_unseen(said: Said, different: Mapping[str, Any], seen: Mapping[str, Any]) -> None:
    """Raises VersionConflict where a field to change does not hold what the caller saw in it."""
    for name in different:
        if name in seen and seen[name] != getattr(said, name):
            raise VersionConflict("Somebody else wrote something else there meanwhile.", field=name)


def as_columns(values: Mapping[str, Any], actor: Actor, claim: Claim) -> dict[str, Any]:
    """The values, and with them whose they are."""
    columns = dict(values)
    if "speaker" in values:
        given = values["speaker"] is not None
        columns |= {"speaker": values["speaker"] or "", "speaker_by": actor.as_user() if given else None}
    if "wording" in values:
        worded = bool(values["wording"])
        columns |= {
            "wording_by": actor.as_user() if worded else None,
            "wording_version": claim.version if worded else 0,
        }
    return columns


def checked(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes, each checked. Raises InvalidValue, InvalidCharacters."""
    values: dict[str, Any] = {}
    for name, value in changes.items():
        if name not in LONGEST:
            raise InvalidValue("There is no such field.", field=name)
        if name == "appearances":
            values[name] = checked_list(value)
        elif name == "speaker" and value is None:
            values[name] = None
        elif isinstance(value, str):
            values[name] = one_line(value, name) if name != "wording" else clean_text(value, field=name, longest=1_000)
        else:
            raise InvalidValue("This is not a text.", field=name)
    return values


def checked_list(value: Any) -> list[str]:
    """Where it appeared later, each place once, without empty lines. Raises InvalidValue."""
    if not isinstance(value, list) or not all(isinstance(place, str) for place in value):
        raise InvalidValue("This is not a list of texts.", field="appearances")
    places = list(dict.fromkeys(filter(None, (one_line(place, "appearances") for place in value))))
    if len(places) > MOST_APPEARANCES:
        raise InvalidValue(f"These are more than {MOST_APPEARANCES} places.", field="appearances")
    return places


def one_line(value: str, name: str) -> str:
    """The text on one line."""
    return " ".join(clean_text(value, field=name, longest=LONGEST[name]).split())
