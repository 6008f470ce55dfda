"""Whatever is done to a chain is found, and the first bad event is named. Without a database."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.chain import verify
from annotations.chain.canonical import canonical_json
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
from annotations.chain.verify import Fault, Head, Payload, StoredEvent, stream_faults

KEY, OTHER = b"the site's own key, kept in a file", b"a key somebody made up"
KEYS = {key_id(KEY): KEY}
STREAM = "article:00000000-0000-0000-0000-000000000001"


def event(seq: int, previous: str, *, label: str = "Ana", key: bytes = KEY, stream: str = STREAM) -> StoredEvent:
    """A sound event that follows `previous`."""
    touch = Touch("claim", f"00000000-0000-0000-0000-{seq:012d}", 1, state_digest({"n": seq}))
    payload = Payload(f"{seq:032x}", canonical_json({"objects": [], "detail": {"n": seq}}))
    header = Header(
        stream=stream,
        seq=seq,
        at=f"2026-03-04T12:00:{seq % 60:02d}.000000Z",
        actor_id="",
        actor_label=label,
        on_behalf_of="",
        door="web",
        request_id="",
        verb="claim.marked",
        subject=f"claim:{seq}",
        reason="",
        payload_digest=payload_digest(payload.salt, payload.body),
        touches_digest=touches_digest([touch]),
    )
    hash_ = event_hash(previous, header)
    return StoredEvent(header, previous, hash_, event_mac(key, hash_), key_id(key), (touch,), payload)


def chain(length: int, *, stream: str = STREAM) -> list[StoredEvent]:
    """A sound chain."""
    events: list[StoredEvent] = []
    for seq in range(1, length + 1):
        events.append(event(seq, events[-1].hash if events else GENESIS, stream=stream))
    return events


def head_of(events: list[StoredEvent]) -> Head:
    """The head of a sound chain."""
    return Head(events[-1].header.seq, events[-1].hash) if events else Head(0, GENESIS)


def faults(events: list[StoredEvent], head: Head | None) -> list[Fault]:
    """What the verifier says."""
    return list(stream_faults(STREAM, events, head, KEYS))


def rehashed(events: list[StoredEvent], start: int, *, key: bytes | None = None) -> list[StoredEvent]:
    """The chain from `start` on, hashed again by somebody with the database. Without `key` the old MACs stay."""
    result = list(events[:start])
    for old in events[start:]:
        previous = result[-1].hash if result else GENESIS
        hash_ = event_hash(previous, old.header)
        mac = event_mac(key, hash_) if key else old.mac
        result.append(replace(old, prev_hash=previous, hash=hash_, mac=mac))
    return result


@given(st.integers(0, 30))
def test_a_sound_chain_has_no_fault(length: int) -> None:
    events = chain(length)
    assert faults(events, head_of(events)) == []


# Each takes a chain and the number of an event in it, and gives what an attacker leaves, and the code that finds it.
Tampering = Callable[[list[StoredEvent], int], tuple[list[StoredEvent], Head | None, str]]


def edit_header(events: list[StoredEvent], i: int) -> tuple[list[StoredEvent], Head | None, str]:
    head = head_of(events)
    events[i] = replace(events[i], header=replace(events[i].header, actor_label="Ben"))
    return events, head, "event_changed"


def edit_touches(events: list[StoredEvent], i: int) -> tuple[list[StoredEvent], Head | None, str]:
    head = head_of(events)
    events[i] = replace(events[i], touches=(replace(events[i].touches[0], state_digest="0" * 64),))
    return events, head, "touches_changed"


def drop_touches(events: list[StoredEvent], i: int) -> tuple[list[StoredEvent], Head | None, str]:
    head = head_of(events)
    events[i] = replace(events[i], touches=())
    return events, head, "touches_changed"


def edit_payload(events: list[StoredEvent], i: int) -> tuple[list[StoredEvent], Head | None, str]:
    head = head_of(events)
    events[i] = replace(events[i], payload=Payload(f"{0:032x}", '{"detail":{},"objects":[]}'))
    return events, head, "payload_changed"


def drop_payload(events: list[StoredEvent], i: int) -> tuple[list[StoredEvent], Head | None, str]:
    head = head_of(events)
    events[i] = replace(events[i], payload=None)
    return events, head, "payload_missing"


def edit_mac(events: list[StoredEvent], i: int) -> tuple[list[StoredEvent], Head | None, str]:
    head = head_of(events)
    events[i] = replace(events[i], mac="0" * 64)
    return events, head, "event_forged"


def edit_key_id(events: list[StoredEvent], i: int) -> tuple[list[StoredEvent], Head | None, str]:
    head = head_of(events)
    events[i] = replace(events[i], key_id="somebody")
    return events, head, "key_unknown"


def delete_one(events: list[StoredEvent], i: int) -> tuple[list[StoredEvent], Head | None, str]:
    head = head_of(events)
    last = i == len(events) - 1
    del events[i]
    return events, head, "tail_cut" if last else "event_missing"


def cut_tail(events: list[StoredEvent], i: int) -> tuple[list[StoredEvent], Head | None, str]:
    return events[:i], head_of(events), "tail_cut"


def swap_neighbours(events: list[StoredEvent], i: int) -> tuple[list[StoredEvent], Head | None, str]:
    """Two events change their numbers, and so their order."""
    head, j = head_of(events), (i + 1) % len(events)
    first, second = events[i], events[j]
    events[i] = replace(second, header=replace(second.header, seq=first.header.seq))
    events[j] = replace(first, header=replace(first.header, seq=second.header.seq))
    return events, head, "event_changed"


def move_from_another_stream(events: list[StoredEvent], i: int) -> tuple[list[StoredEvent], Head | None, str]:
    head, other = head_of(events), chain(len(events), stream="article:other")
    events[i] = replace(other[i], header=replace(other[i].header, stream=STREAM))
    return events, head, "event_changed"


def insert_without_the_key(events: list[StoredEvent], i: int) -> tuple[list[StoredEvent], Head | None, str]:
    """A forged event at the end, everything right but the MAC, the head moved along."""
    forged = event(len(events) + 1, events[-1].hash, label="nobody", key=OTHER)
    forged = replace(forged, key_id=key_id(KEY))
    return [*events, forged], head_of([*events, forged]), "event_forged"


def rehash_after_an_edit(events: list[StoredEvent], i: int) -> tuple[list[StoredEvent], Head | None, str]:
    """The whole chain made sound again, and the head too: only the MAC knows."""
    events[i] = replace(events[i], header=replace(events[i].header, actor_label="Ben"))
    events = rehashed(events, i)
    return events, head_of(events), "event_forged"


def rehash_after_a_deletion(events: list[StoredEvent], i: int) -> tuple[list[StoredEvent], Head | None, str]:
    if i == len(events) - 1:
        return rehash_after_an_edit(events, i)
    rest = [replace(e, header=replace(e.header, seq=e.header.seq - 1)) for e in events[i + 1 :]]
    events = rehashed([*events[:i], *rest], i, key=OTHER)
    return events, head_of(events), "event_forged"


def lose_the_head(events: list[StoredEvent], i: int) -> tuple[list[StoredEvent], Head | None, str]:
    return events, None, "head_missing"


def change_the_heads_hash(events: list[StoredEvent], i: int) -> tuple[list[StoredEvent], Head | None, str]:
    return events, Head(len(events), "0" * 64), "head_changed"


def set_the_head_back(events: list[StoredEvent], i: int) -> tuple[list[StoredEvent], Head | None, str]:
    return events, head_of(events[:i]), "event_inserted"


TAMPERINGS: list[Tampering] = [
    edit_header,
    edit_touches,
    drop_touches,
    edit_payload,
    drop_payload,
    edit_mac,
    edit_key_id,
    delete_one,
    cut_tail,
    swap_neighbours,
    move_from_another_stream,
    insert_without_the_key,
    rehash_after_an_edit,
    rehash_after_a_deletion,
    lose_the_head,
    change_the_heads_hash,
    set_the_head_back,
]


@settings(max_examples=150)
@given(st.integers(2, 12), st.data(), st.sampled_from(TAMPERINGS))
def test_every_tampering_is_found_under_its_name(length: int, data: st.DataObject, tamper: Tampering) -> None:
    number = data.draw(st.integers(0, length - 1))
    events, head, code = tamper(chain(length), number)
    assert code in {fault.code for fault in faults(events, head)}


@pytest.mark.parametrize("number", [0, 3, 7])
def test_the_first_bad_event_is_named_first(number: int) -> None:
    events, head, _code = edit_header(chain(8), number)
    assert faults(events, head)[0].where == f"{STREAM}/{number + 1}"


def test_a_missing_event_is_named_by_its_own_place() -> None:
    events, head, _code = delete_one(chain(8), 4)
    assert faults(events, head)[0] == Fault(
        "event_missing", f"{STREAM}/5", f"The event before {STREAM}/6 is gone, or another was put in its place."
    )


def test_a_cut_tail_with_a_repaired_head_is_not_found_by_the_chain() -> None:
    """The limit of every chain, said in docs/audit.md: only a receipt, or the rows' own touches, know of it."""
    events = chain(8)[:5]
    assert faults(events, head_of(events)) == []


# --- Does each layer of the verifier earn its place? -------------------------------------------------------------


class Unread(str):
    """Equal to whatever it is compared with: a digest nobody looked at."""

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    __hash__ = str.__hash__


LAYERS: dict[str, Tampering] = {
    "event_hash": edit_header,
    "event_mac": rehash_after_an_edit,
    "touches_digest": edit_touches,
    "payload_digest": edit_payload,
    "head_faults": cut_tail,
}


@pytest.mark.parametrize("layer", LAYERS)
def test_without_one_layer_what_it_finds_stays_hidden(monkeypatch: pytest.MonkeyPatch, layer: str) -> None:
    events, head, code = LAYERS[layer](chain(6), 2)
    assert code in {fault.code for fault in faults(events, head)}
    monkeypatch.setattr(verify, layer, lambda *args: iter(()) if layer == "head_faults" else Unread())
    monkeypatch.setattr(verify, "matches", lambda compute, stored: compute() == stored)
    assert faults(events, head) == []
