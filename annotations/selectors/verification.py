"""Whether the ledger and the rows it vouches for are what they were. Reads everything once, in bounded memory."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from annotations.chain.canonical import utc_text
from annotations.chain.links import Header, Touch, key_id, state_digest
from annotations.chain.verify import Fault, Head, Payload, StoredEvent, stream_faults
from annotations.models.articles import Article
from annotations.models.base import Guarded
from annotations.models.claims import Claim, ClaimState, state_from
from annotations.models.guards import guarded_models, guards_missing
from annotations.models.judgements import Judgement
from annotations.models.ledger import LedgerEvent, LedgerHead, LedgerPayload, LedgerTouch
from annotations.models.projects import Project

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
    """Check chains, signatures, heads, receipts, and every guarded row against its last event. Stops after `most`
    faults. With a project, only its streams and rows."""
    verdict = Verdict()
    for fault in all_faults(verdict, project, receipts or []):
        verdict.faults.append(fault)
        if len(verdict.faults) >= most:
            break
    return verdict


def all_faults(verdict: Verdict, project: Project | None, receipts: list[str]) -> Iterator[Fault]:
    """Everything that does not hold, chains first."""
    for name in guards_missing():
        yield Fault("guard_missing", name, "This guard is not in the database. `manage.py migrate` puts it back.")
    yield from chain_faults(verdict, project)
    yield from receipt_faults(receipts)
    for model in guarded_models():
        yield from row_faults(verdict, model, project)
        yield from lost_rows(model, project)
    yield from derived_faults(project)


# --- The chains --------------------------------------------------------------------------------------------------


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
            header=Header(at=utc_text(at), **row),
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
        if not (seq.isdigit() and rows.filter(seq=int(seq)).exists()):
            yield Fault("receipt_unknown", receipt, "The ledger does not have the event this receipt is for.")


# --- The rows they vouch for -------------------------------------------------------------------------------------


def scope_of(model: type[Guarded], project: Project | None) -> dict[str, Any]:
    """The filter that keeps a model's rows to one project."""
    if project is None:
        return {}
    paths = {
        "claim": "article__project",
        "judgement": "claim__article__project",
        "evidence": "claim__article__project",
    }
    if model is Project:
        return {"pk": project.pk}
    return {paths.get(model.OBJECT_TYPE, "project"): project}


def row_faults(verdict: Verdict, model: type[Guarded], project: Project | None) -> Iterator[Fault]:
    """Rows that no event vouches for in their present state. Two queries for each 2,000 rows."""
    related = [f.name for f in model._meta.fields if f.is_relation and f.name in model.LEDGER_FIELDS]
    rows = model._default_manager.filter(**scope_of(model, project)).select_related(*related).order_by("pk")
    after = 0
    while batch := list(rows.filter(pk__gt=after)[:AT_ONCE]):
        after = batch[-1].pk
        verdict.rows += len(batch)
        digests = newest_touches(model, batch)
        for row in batch:
            yield from row_fault(row, digests.get(row.uid))


def newest_touches(model: type[Guarded], batch: list[Guarded]) -> dict[object, tuple[int, str]]:
    """The last version and digest the ledger has of each row. One query."""
    touches = LedgerTouch.objects.filter(object_type=model.OBJECT_TYPE, object_id__in=[row.uid for row in batch])
    rows = touches.order_by("object_version").values_list("object_id", "object_version", "state_digest")
    return {uid: (version, digest) for uid, version, digest in rows}


def row_fault(row: Guarded, newest: tuple[int, str] | None) -> Iterator[Fault]:
    """What is wrong with one row."""
    where = f"{row.OBJECT_TYPE}:{row.uid}"
    if newest is None:
        yield Fault("row_without_event", where, "No event ever made this row.")
    elif newest[0] != row.row_version:
        yield Fault("row_version_wrong", where, f"The row is at version {row.row_version}, the ledger at {newest[0]}.")
    elif state_digest(row.ledger_state()) != newest[1]:
        yield Fault("row_changed", where, f"The row is not what version {row.row_version} was.")


def lost_rows(model: type[Guarded], project: Project | None) -> Iterator[Fault]:
    """Objects the ledger knows and the table does not. A project's check leaves this to the whole site's."""
    if project is not None:
        return
    known = LedgerTouch.objects.filter(object_type=model.OBJECT_TYPE, object_version=1)
    for (uid,) in known.exclude(object_id__in=model._default_manager.values("uid")).values_list("object_id"):
        yield Fault("row_missing", f"{model.OBJECT_TYPE}:{uid}", "The ledger has it, the table does not.")


def derived_faults(project: Project | None) -> Iterator[Fault]:
    """Texts that do not match their fingerprint, quotes that are not in their text, states nobody decided."""
    articles = Article.objects.filter(text__isnull=False, **scope_of(Article, project)).order_by("pk")
    for article in articles.iterator(50):
        text = article.text or ""
        if hashlib.sha256(text.encode()).hexdigest() != article.text_sha256:
            yield Fault("text_changed", f"article:{article.uid}", "The text does not match its fingerprint.")
        for claim in Claim.objects.active().filter(article=article):
            if text[claim.start : claim.end] != claim.quote:
                yield Fault("quote_drifted", f"claim:{claim.uid}", "The claim's words are not in the text there.")
        yield from state_faults(article)


def state_faults(article: Article) -> Iterator[Fault]:
    """Claims whose stored state is not what their judgements make of it. Two queries."""
    labels: dict[int, list[str]] = defaultdict(list)
    current = Judgement.objects.current().fresh().filter(claim__article=article)
    for claim_id, label in current.values_list("claim_id", "label"):
        labels[claim_id].append(label)
    for claim in Claim.objects.filter(article=article).exclude(state=ClaimState.SETTLED):
        withdrawn = claim.withdrawn_at is not None
        expected = state_from(labels[claim.pk], wanted=claim.reviewers_wanted, withdrawn=withdrawn)
        if (claim.state, claim.label) != expected:
            yield Fault(
                "state_drifted", f"claim:{claim.uid}", f"Its state is {claim.state}, it should be {expected[0]}."
            )
