"""What happened, told from the ledger."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from annotations.models.claims import Claim, FlagKind, Label
from annotations.models.judgements import Judgement
from annotations.models.ledger import LedgerEvent, LedgerPayload
from annotations.models.users import User
from annotations.selectors.confidential import telling_too_much


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event as people read it."""

    event: LedgerEvent
    sentence: SafeString
    mine: bool
    by_person: bool
    detail: dict[str, Any]

    @property
    def at(self) -> datetime:
        """When, UTC."""
        return self.event.at


def history_of(claim: Claim, *, reader: User, limit: int = 100, before: int | None = None) -> list[HistoryLine]:
    """The claim's events and those of the claims it was made of, newest first, without what the reader may not see yet:
    colleagues' labels and notes before one's own decision on this claim. Three queries, and one for each generation of
    parents and the last."""
    rows = LedgerEvent.objects.filter(about(claim)).distinct()
    if before is not None:
        rows = rows.filter(pk__lt=before)
    events = list(rows.order_by("-id")[:limit])
    decided = Judgement.objects.current().filter(claim=claim, reviewer=reader).exists()
    hidden = set() if decided else {"judgement.recorded", "judgement.undone", "judgement.withdrawn", "note.written"}
    visible = [event for event in events if event.verb not in hidden or event.actor_id == str(reader.uid)]
    return told(visible, reader=reader)


def about(claim: Claim) -> Q:
    """Events of a claim and of its ancestors: what was split, or merged, into it. One query a generation, and one."""
    uids = lineage_of(claim)
    return Q(subject__in=[f"claim:{uid}" for uid in uids]) | Q(
        touches__object_type="claim", touches__object_id__in=uids
    )


def lineage_of(claim: Claim) -> list[UUID]:
    """The uids of a claim, its parents, their parents and so on, each once."""
    found = {claim.pk: claim.uid}
    generation = [claim.pk]
    while generation:
        parents = Claim.objects.filter(children__in=generation).values_list("pk", "uid").distinct()
        generation = [pk for pk, _uid in parents if pk not in found]
        found |= dict(parents)
    return list(found.values())


def told(events: Iterable[LedgerEvent], *, reader: User) -> list[HistoryLine]:
    """Events with their sentences, those about evidence that is hidden from the reader without what they name. One
    query, two where evidence is among them, four where some of it is hidden."""
    events = list(events)
    payloads = dict(LedgerPayload.objects.filter(event__in=events).values_list("event_id", "body"))
    bodies = {event.pk: json.loads(payloads.get(event.pk, "{}")) for event in events}
    details = {key: body.get("detail", {}) for key, body in bodies.items()}
    bodies |= {key: {} for key in telling_too_much(events, details, reader)}
    return [line_of(event, bodies[event.pk], reader=reader) for event in events]


def line_of(event: LedgerEvent, body: dict[str, Any], *, reader: User) -> HistoryLine:
    """One event with its sentence."""
    mine = bool(event.actor_id) and event.actor_id == str(reader.uid)
    detail = body.get("detail", {})
    context = {
        "actor": "You" if mine else event.actor_label,
        "event": event,
        "detail": detail,
        "objects": body.get("objects", []),
        "from_label": word_of(detail.get("from")),
        "to_label": word_of(detail.get("to")),
        "flag_word": dict(FlagKind.choices).get(detail.get("kind") or "", ""),
    }
    template = f"sentences/{event.verb.replace('.', '_')}.html"
    sentence = render_to_string(template, context).strip()
    return HistoryLine(
        event=event,
        sentence=SafeString(sentence),
        mine=mine,
        by_person=bool(event.actor_id),
        detail=detail,
    )


def word_of(label: str | None) -> str:
    """A label as a word, "" for none."""
    return Label(label).label if label in Label.values else ""
