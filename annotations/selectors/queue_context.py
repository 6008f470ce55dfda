"""A claim out of the queue with the words around it, so that nobody has to open the article to understand it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, IntegerField, Value
from django.db.models.functions import Greatest, Least, Substr

from annotations.models.claims import Claim
from annotations.models.leases import Lease
from annotations.models.users import User
from annotations.selectors.claim_list import ClaimSeen, claims_seen, for_showing

REACH = 3_000  # characters looked at on each side
BLANK_LINE, LINE_END = re.compile(r"\n[^\S\n]*\n\s*"), re.compile(r"\n\s*")


@dataclass(frozen=True, slots=True)
class Context:
    """The words around a claim: those of its own paragraph, verbatim, and the neighbours of that paragraph."""

    before: str
    after: str
    paragraph_before: str
    paragraph_after: str


@dataclass(frozen=True, slots=True)
class QueuedClaim(ClaimSeen):
    """A claim handed out by the queue: as its reader may see it, its surroundings, and until when it is theirs."""

    context: Context
    until: datetime


def queued_claims(leases: Sequence[Lease], *, reader: User) -> list[QueuedClaim]:
    """The claims of these leases, in their order. Seven queries, and no article's whole text."""
    keys = [lease.claim_id for lease in leases]
    by_key = {claim.pk: claim for claim in with_surroundings(for_showing(Claim.objects.filter(pk__in=keys)))}
    claims: list[Any] = [by_key[key] for key in keys]
    return [
        QueuedClaim(
            **{name: getattr(seen, name) for name in ClaimSeen.__slots__},
            context=context_between(claim.text_before, claim.text_after),
            until=lease.until,
        )
        for lease, claim, seen in zip(leases, claims, claims_seen(claims, reader=reader), strict=True)
    ]


def context_of(claim: Claim) -> Context:
    """One claim's surroundings. One query."""
    row: Any = with_surroundings(Claim.objects.filter(pk=claim.pk))[0]
    return context_between(row.text_before, row.text_after)


def with_surroundings(rows: Any) -> Any:
    """The claims with `text_before` and `text_after`, cut out by the database."""
    number = IntegerField()
    first: Any = Greatest(F("start") - REACH, Value(0), output_field=number)
    return rows.annotate(
        text_before=Substr("article__text", first + 1, Least(F("start"), Value(REACH), output_field=number)),
        text_after=Substr("article__text", F("end") + 1, REACH),
    )


def context_between(before: str, after: str) -> Context:
    """The surroundings in two stretches of text that end and begin at a claim. Paragraphs are what blank lines part;
    where there is none in reach, lines."""
    before, after = cut_start(before), cut_end(after)
    gap = BLANK_LINE if BLANK_LINE.search(before) or BLANK_LINE.search(after) else LINE_END
    earlier = gap.split(before)
    later = gap.split(after)
    return Context(
        before=earlier[-1],
        after=later[0],
        paragraph_before=next((part.strip() for part in reversed(earlier[:-1]) if part.strip()), ""),
        paragraph_after=next((part.strip() for part in later[1:] if part.strip()), ""),
    )


def cut_start(text: str) -> str:
    """The text without the piece of a word that our reach cut it at."""
    return text if len(text) < REACH else text[text.find(" ") + 1 :]


def cut_end(text: str) -> str:
    """The text without the piece of a word that our reach cut it at."""
    return text if len(text) < REACH else text[: text.rfind(" ")]
