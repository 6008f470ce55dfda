"""Whether the ledger and the rows it vouches for are what they were. Reads everything once, in bounded memory."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from annotations.chain.canonical import utc_text
from annotations.chain.links import Header, Touch, key_id
from annotations.chain.verify import Fault, Head, Payload, StoredEvent, stream_faults
from annotations.models.articles import Article
from annotations.models.guards import guarded_models, guards_missing
from annotations.models.ledger import LedgerEvent, LedgerHead, LedgerPayload, LedgerTouch
from annotations.models.projects import Project
from annotations.selectors.moment import one_moment
from annotations.selectors.verification_bytes import model_faults, stored_faults
from annotations.selectors.verification_rows import Count, derived_faults, lost_rows, row_faults

AT_ONCE = 2_000
EVENT_COLUMNS = ("pk", "at", "prev_hash", "hash", "mac", "key_id", *(n for n in Header.__slots__ if n != "at"))


@dataclass
class Verdict:
    """What a verification found. `events` and `rows` say how much was looked at."""

    events: int = 0
    rows: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        """Nothing was found."""
        return not self.faults


def ledger_verdict(*, project: Project | None = None, receipts: list[str] | None = None, most: int = 100) -> Verdict:
    """Check chains, signatures, heads, receipts, every guarded row against its last event, and stored bytes, all as
    they stood at one moment. Stops after `most` faults. With a project, only its streams and rows."""
    verdict, rows = Verdict(), Count()
    with one_moment():
        try:
            for fault in all_faults(verdict, rows, project, receipts or []):
                verdict.faults.append(fault)
                if len(verdict.faults) >= most:
                    break
        except (ValueError, TypeError, ArithmeticError) as error:
            # Somebody wrote what no column of that kind can hold (SQLite takes anything).
            verdict.faults.append(Fault("unreadable", "database", f"Something in it cannot be read: {error}"))
    verdict.rows = rows.seen
    return verdict


def all_faults(verdict: Verdict, rows: Count, project: Project | None, receipts: list[str]) -> Iterator[Fault]:
    """Everything that does not hold, chains first."""
    for name in guards_missing():
        yield Fault("guard_missing", name, "This guard is not in the database. `manage.py migrate` puts it back.")
    yield from chain_faults(verdict, project)
    yield from receipt_faults(receipts)
    for model in guarded_models():
        yield from row_faults(rows, model, project)
        yield from lost_rows(model, project)
    yield from derived_faults(project)
    yield from stored_faults(project)
    yield from model_faults(project)


def streams_of(project: Project | None) -> list[str] | None:
    """The streams to look at; None for all of them."""
    if project is None:
        return None
    uids = Article.objects.filter(project=project).values_list("uid", flat=True)
    return [f"project:{project.uid}", *(f"article:{uid}" for uid in uids)]


def chain_faults(verdict: Verdict, project: Project | None) -> Iterator[Fault]:
    """What is wrong with the events themselves."""
    key = settings.LEDGER_KEY.encode()
    keys = {key_id(key): key}
    wanted = streams_of(project)
    heads, events = LedgerHead.objects.all(), LedgerEvent.objects.all()
    if wanted is not None:
        heads, events = heads.filter(stream__in=wanted), events.filter(stream__in=wanted)
    ends = {head.stream: Head(seq=head.seq, hash=head.hash) for head in heads.iterator(AT_ONCE)}
    for stream, found in groupby(stored_events(events), key=lambda event: event.header.stream):
        yield from stream_faults(stream, counted(found, verdict), ends.pop(stream, None), keys)
    for stream, head in ends.items():
        if head.seq:
            yield Fault("tail_cut", f"{stream}/1", f"All {head.seq} events of this stream are gone.")


def counted(events: Iterator[StoredEvent], verdict: Verdict) -> Iterator[StoredEvent]:
    """The same events, counted as they pass."""
    for event in events:
        verdict.events += 1
        yield event


def stored_events(events: "QuerySet[LedgerEvent]") -> Iterator[StoredEvent]:
    """Events by stream and seq, with their touches and payloads. Three queries for each 2,000."""
    rows = events.order_by("stream", "seq", "pk").values(*EVENT_COLUMNS)
    batch: list[dict[str, Any]] = []
    for row in rows.iterator(AT_ONCE):
        batch.append(row)
        if len(batch) == AT_ONCE:
            yield from whole(batch)
            batch = []
    yield from whole(batch)


def whole(batch: list[dict[str, Any]]) -> Iterator[StoredEvent]:
    """Rows of events, completed."""
    keys = [row["pk"] for row in batch]
    touches: dict[object, list[Touch]] = defaultdict(list)
    columns = ("event_id", "object_type", "object_id", "object_version", "state_digest")
    for event, kind, uid, version, digest in LedgerTouch.objects.filter(event__in=keys).values_list(*columns):
        touches[event].append(Touch(kind, str(uid), version, digest))
    payloads = {
        event: Payload(salt, body)
        for event, salt, body in LedgerPayload.objects.filter(event__in=keys).values_list("event_id", "salt", "body")
    }
    for row in batch:
        key, at = row.pop("pk"), row.pop("at")
        rest = {name: row.pop(name) for name in ("prev_hash", "hash", "mac", "key_id")}
        yield StoredEvent(
            header=Header(at=utc_text(at) if at else "", **row),  # SQLite gives None for what is no time
            touches=tuple(touches[key]),
            payload=payloads.get(key),
            **rest,
        )


def receipt_faults(receipts: list[str]) -> Iterator[Fault]:
    """Receipts that name an event which is not there, or no longer the one it was."""
    for receipt in receipts:
        stream, _, rest = receipt.strip().rpartition("/")
        stream, _, seq = stream.rpartition("/")
        rows = LedgerEvent.objects.filter(stream=stream, hash=rest)
        if not (seq.isdecimal() and seq.isascii() and len(seq) < 16 and rows.filter(seq=int(seq)).exists()):
            yield Fault("receipt_unknown", receipt, "The ledger does not have the event this receipt is for.")
