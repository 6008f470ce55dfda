"""Somebody with the database in their hands: guards taken down, raw SQL, guards put back as if nothing had been."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from annotations.chain.canonical import utc_text
from annotations.chain.links import Header, Touch, event_hash, event_mac, touches_digest
from annotations.models.guards import guard_names, install_guards
from annotations.models.ledger import LedgerEvent, LedgerHead, LedgerPayload


def sql(statement: str, *values: Any) -> int:
    """Run one statement; how many rows it met."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [getattr(value, "hex", value) if is_uid(value) else value for value in values])
        return int(cursor.rowcount)


def is_uid(value: object) -> bool:
    """SQLite keeps uids as 32 hexadecimal digits."""
    return connection.vendor == "sqlite" and type(value).__name__ == "UUID"


@contextmanager
def without_guards() -> Iterator[None]:
    """Inside, nothing is refused."""
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql("SET CONSTRAINTS ALL DEFERRED")
    for name in guard_names(connection.vendor):
        if connection.vendor == "sqlite":
            sql(f"DROP TRIGGER {name}")
        else:
            sql(f"ALTER TABLE {name.removeprefix('claimdesk_guard_').rsplit('_', 1)[0]} DISABLE TRIGGER {name}")
    yield
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")
    install_guards()


def erase(event: LedgerEvent) -> None:
    """An event, gone without a trace."""
    sql("DELETE FROM annotations_batchevent WHERE event_id = %s", event.pk)
    sql("DELETE FROM annotations_ledgerpayload WHERE event_id = %s", event.pk)
    sql("DELETE FROM annotations_ledgertouch WHERE event_id = %s", event.pk)
    sql("DELETE FROM annotations_ledgerevent WHERE id = %s", event.pk)


def repair_head(stream: str) -> None:
    """The head, moved to whatever is the stream's last event now."""
    last = LedgerEvent.objects.filter(stream=stream).order_by("-seq").first()
    seq, hash_ = (last.seq, last.hash) if last else (0, "0" * 64)
    LedgerHead.objects.filter(stream=stream).update(seq=seq, hash=hash_)


def rehash(stream: str, *, key: bytes | None = None) -> None:
    """The whole stream and its head made sound again from its first event on; the MACs too, for who has a key."""
    previous = "0" * 64
    for event in LedgerEvent.objects.filter(stream=stream).order_by("seq"):
        touches = [
            Touch(t.object_type, str(t.object_id), t.object_version, t.state_digest) for t in event.touches.all()
        ]
        event.touches_digest = touches_digest(touches)
        columns = {name: getattr(event, name) for name in Header.__slots__ if name != "at"}
        hash_ = event_hash(previous, Header(at=utc_text(event.at), **columns))
        mac = event_mac(key, hash_) if key else event.mac
        LedgerEvent.objects.filter(pk=event.pk).update(
            touches_digest=event.touches_digest, prev_hash=previous, hash=hash_, mac=mac
        )
        previous = hash_
    repair_head(stream)


def forge(stream: str, *, mac: str = "0" * 64) -> LedgerEvent:
    """One more event at the end of a stream, all right but for the MAC, and the head with it."""
    last = LedgerEvent.objects.filter(stream=stream).latest("seq")
    forged = LedgerEvent.objects.get(pk=last.pk)
    forged.pk, forged.seq, forged.prev_hash = None, last.seq + 1, last.hash
    forged.touches_digest = touches_digest([])
    columns = {name: getattr(forged, name) for name in Header.__slots__ if name != "at"}
    forged.hash, forged.mac = event_hash(last.hash, Header(at=utc_text(forged.at), **columns)), mac
    forged.save(force_insert=True)
    old = LedgerPayload.objects.get(event=last)
    LedgerPayload(event=forged, salt=old.salt, body=old.body).save(force_insert=True)
    repair_head(stream)
    return forged
