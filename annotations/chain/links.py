"""How one event holds on to the one before: SHA-256 over canonical bytes, and a MAC with a key kept elsewhere.

Each hash input begins with a byte of its own (0x02 event, 0x03 payload, 0x04 touches), so that a value made for one
purpose can never be passed off as another. 0x00 and 0x01 are left to the leaves and nodes of an RFC 6962 log.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from annotations.chain.canonical import canonical_json

GENESIS = "0" * 64  # what the first event of a stream follows


@dataclass(frozen=True, slots=True)
class Touch:
    """One object an event changed: which, to which version, and the digest of its whole state afterwards."""

    object_type: str
    object_id: str
    object_version: int
    state_digest: str


@dataclass(frozen=True, slots=True)
class Header:
    """Everything about an event that its hash covers. Times are canonical UTC text."""

    stream: str
    seq: int
    at: str
    actor_id: str
    actor_label: str
    on_behalf_of: str
    door: str
    request_id: str
    verb: str
    subject: str
    reason: str
    payload_digest: str
    touches_digest: str


def payload_digest(salt: str, body: str) -> str:
    """Digest of a payload's text as stored. The salt keeps a dropped payload from being guessed."""
    return hashlib.sha256(b"\x03" + bytes.fromhex(salt) + body.encode()).hexdigest()


def touches_digest(touches: Iterable[Touch]) -> str:
    """Digest of the objects an event touched, whatever order they come in."""
    rows = [asdict(touch) for touch in sorted(touches, key=lambda t: (t.object_type, t.object_id, t.object_version))]
    return hashlib.sha256(b"\x04" + canonical_json(rows).encode()).hexdigest()


def event_hash(previous: str, header: Header) -> str:
    """The event's place in its chain: it changes when anything in it, or anything before it, does."""
    return hashlib.sha256(b"\x02" + bytes.fromhex(previous) + canonical_json(asdict(header)).encode()).hexdigest()


def event_mac(key: bytes, hash_: str) -> str:
    """Proof that whoever wrote the event had the key, not only the database."""
    return hmac.new(key, bytes.fromhex(hash_), hashlib.sha256).hexdigest()


def key_id(key: bytes) -> str:
    """A short name for the key that gives nothing of it away."""
    return hashlib.sha256(b"claimdesk ledger key" + key).hexdigest()[:12]


def state_digest(state: dict[str, object]) -> str:
    """Digest of an object's whole state, as its canonical JSON."""
    return hashlib.sha256(b"\x05" + canonical_json(state).encode()).hexdigest()
