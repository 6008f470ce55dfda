"""Writing the ledger: open an entry (which locks its stream), say what changes, record. The event goes in first, then
the rows it vouches for, all in the caller's transaction."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar

from django.conf import settings
from django.db import IntegrityError, models, transaction

from annotations.chain.canonical import canonical_json, utc_text
from annotations.chain.links import (
    GENESIS,
    Header,
    Touch,
    event_hash,
    event_mac,
    key_id,
    payload_digest,
    state_digest,
    touches_digest,
)
from annotations.errors import LedgerRefused, VersionConflict
from annotations.models.articles import Article
from annotations.models.base import Guarded, ledger_value
from annotations.models.guards import MESSAGE, TOUCHES
from annotations.models.ledger import LedgerEvent, LedgerHead, LedgerPayload, LedgerTouch
from annotations.models.projects import Project
from annotations.services.actor import Actor
from annotations.services.claim_updates import updates_note
from annotations.services.search_index import index_changed, index_new
from annotations.services.verbs import Verb

SITE = "site"
G = TypeVar("G", bound=Guarded)


def stream_of(owner: Article | Project) -> str:
    """The stream that holds what happens to an article, or to a project outside its articles."""
    return f"{owner.OBJECT_TYPE}:{owner.uid}"


def subject_of(thing: models.Model) -> str:
    """How an event names what it is about: `claim:<uid>`."""
    kind = getattr(thing, "OBJECT_TYPE", thing._meta.model_name)
    return f"{kind}:{thing.uid}"  # type: ignore[attr-defined]  # every subject has a uid


def ledger_key() -> bytes:
    """The key of the MACs. It lives outside the database."""
    return settings.LEDGER_KEY.encode()


@dataclass
class Entry:
    """One event in the making. Open it before reading what it will change: its stream is locked from then on."""

    actor: Actor
    head: LedgerHead
    at: datetime
    added: list[Guarded] = field(default_factory=list)
    changed: dict[Guarded, dict[str, object]] = field(default_factory=dict)  # row -> its fields as they were

    def add(self, *rows: G) -> None:
        """New rows, saved when the entry is recorded."""
        self.added.extend(rows)

    def change(self, row: G, **values: Any) -> G:
        """New values for a row's fields. Nothing happens where all of them are what they were."""
        if all(getattr(row, name) == value for name, value in values.items()):
            return row
        before = self.changed.setdefault(row, {})
        for name, value in values.items():
            before.setdefault(name, getattr(row, name))
            setattr(row, name, value)
        return row

    def record(
        self, *, verb: Verb, subject: str, reason: str = "", detail: dict[str, object] | None = None
    ) -> LedgerEvent:
        """Write the event, then the rows. Raises VersionConflict where a row moved, LedgerRefused."""
        for row in self.changed:
            row.row_version += 1
        body = canonical_json({"objects": [*map(born, self.added), *self._moved()], "detail": detail or {}})
        touches = [touch_of(row) for row in (*self.added, *self.changed)]
        try:
            event = self._write(verb=verb, subject=subject, reason=reason, body=body, touches=touches)
            # Changes first: what they retire makes room for the new rows under the "one current" constraints.
            for row, before in self.changed.items():
                save_changed(row, before)
                index_changed(row, before)
            save_new(self.added)
            index_new(self.added)
            updates_note(self.added, self.changed, at=self.at)
        except IntegrityError as error:
            raise refusal(error) from error
        return event

    def _moved(self) -> Iterable[dict[str, object]]:
        for row, before in self.changed.items():
            state = row.ledger_state()
            told = [name for name in before if name in row.LEDGER_FIELDS]
            yield {
                "type": row.OBJECT_TYPE,
                "id": str(row.uid),
                "version": row.row_version,
                "before": {name: ledger_value(before[name]) for name in told},
                "after": {name: state.get(name, ledger_value(getattr(row, name))) for name in told},
            }

    def _write(self, *, verb: Verb, subject: str, reason: str, body: str, touches: list[Touch]) -> LedgerEvent:
        salt, key = secrets.token_hex(16), ledger_key()
        header = Header(
            stream=self.head.stream,
            seq=self.head.seq + 1,
            at=utc_text(self.at),
            actor_id=self.actor.uid,
            actor_label=self.actor.label,
            on_behalf_of=self.actor.on_behalf_of,
            door=self.actor.door.value,
            request_id=self.actor.request_id,
            verb=verb.value,
            subject=subject,
            reason=reason,
            payload_digest=payload_digest(salt, body),
            touches_digest=touches_digest(touches),
        )
        hash_ = event_hash(self.head.hash, header)
        event = LedgerEvent(
            **{name: getattr(header, name) for name in Header.__slots__ if name != "at"},
            at=self.at,
            prev_hash=self.head.hash,
            hash=hash_,
            mac=event_mac(key, hash_),
            key_id=key_id(key),
        )
        event.save(force_insert=True)
        LedgerTouch.objects.bulk_create(
            LedgerTouch(event=event, **{name: getattr(touch, name) for name in Touch.__slots__}) for touch in touches
        )
        LedgerPayload(event=event, salt=salt, body=body).save(force_insert=True)
        LedgerHead.objects.filter(stream=self.head.stream, seq=self.head.seq).update(seq=header.seq, hash=hash_)
        self.head.seq, self.head.hash = header.seq, hash_
        return event


def open_entry(*, actor: Actor, stream: str, at: datetime) -> Entry:
    """An entry in this stream, whose head is locked until the surrounding transaction ends. Two queries."""
    head = LedgerHead.objects.select_for_update().filter(stream=stream).first()
    if head is None:
        # Two writers may open a new stream at once: the loser finds the winner's row and waits for its lock.
        with transaction.atomic():
            LedgerHead.objects.bulk_create([LedgerHead(stream=stream, hash=GENESIS)], ignore_conflicts=True)
        head = LedgerHead.objects.select_for_update().get(stream=stream)
    return Entry(actor=actor, head=head, at=at)


def born(row: Guarded) -> dict[str, object]:
    """A new row as its event tells it."""
    state = row.ledger_state()
    return {"type": row.OBJECT_TYPE, "id": str(row.uid), "version": row.row_version, "before": None, "after": state}


def touch_of(row: Guarded) -> Touch:
    """What the chain keeps of a row's present state."""
    return Touch(
        object_type=row.OBJECT_TYPE,
        object_id=str(row.uid),
        object_version=row.row_version,
        state_digest=state_digest(row.ledger_state()),
    )


def save_new(rows: list[Guarded]) -> None:
    """Insert rows, those of one model in a row at once."""
    for model, group in groupby(rows, key=lambda row: type(row)):
        model._default_manager.bulk_create(list(group), batch_size=500)


def save_changed(row: Guarded, before: dict[str, object]) -> None:
    """Write the changed fields if nobody else did since the row was read."""
    values = {name: getattr(row, name) for name in before}
    moved = (
        type(row)
        ._default_manager.filter(pk=row.pk, row_version=row.row_version - 1)
        .update(**values, row_version=row.row_version)
    )
    if moved == 0:
        raise VersionConflict


def refusal(error: IntegrityError) -> Exception:
    """The one place that knows how each database words a guard's refusal. A touch that is there already means that
    somebody gave the row this version first."""
    words = str(error)
    if f"{TOUCHES}:" in words or "ledger_touch_once_per_version" in words:
        return VersionConflict()
    return LedgerRefused(words) if MESSAGE in words else error
