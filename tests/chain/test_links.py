"""How events hold on to each other. The figures are frozen: they are in databases and in people's receipts."""

from dataclasses import fields, replace
from typing import Any

import pytest

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

TOUCH = Touch("claim", "00000000-0000-0000-0000-000000000001", 1, "a" * 64)
HEADER = Header(
    stream="article:00000000-0000-0000-0000-000000000002",
    seq=1,
    at="2026-03-04T12:00:00.000000Z",
    actor_id="00000000-0000-0000-0000-000000000003",
    actor_label="Ana",
    on_behalf_of="",
    door="web",
    request_id="req-12345678",
    verb="claim.marked",
    subject="claim:00000000-0000-0000-0000-000000000001",
    reason="",
    payload_digest="b" * 64,
    touches_digest="c" * 64,
)
STATE: dict[str, object] = {"start": 0, "end": 4, "quote": "Ferry"}
KEY = b"a key that is kept outside the database"


def test_the_digests_are_frozen() -> None:
    assert payload_digest("00" * 16, '{"a":1}') == "84b74b915c79f58b406fef74ada04a4aa9cde989f497430cd0aaa81725532818"
    assert touches_digest([TOUCH]) == "9c12c993ce0c872dc89d40b9adb5159ed4aa25c711974cb02b802af1515a3cbf"
    assert state_digest(STATE) == "25bac86bf6441f5f5c6a7c7cd6c64868f460290973679b7d8fa5510bf526893f"
    assert event_hash(GENESIS, HEADER) == "3c2cdcef6c4b2e1e8c9a0be81f0049b016de2c337a239d853fb70469672826d0"
    assert event_mac(KEY, "d" * 64) == "1fafe82179cf78b0be58641461bedf63446e5959bcc34af673c6f39d85d07350"
    assert key_id(KEY) == "dda78f0deb2e"


@pytest.mark.parametrize("name", [field.name for field in fields(Header)])
def test_every_part_of_an_event_is_in_its_hash(name: str) -> None:
    changed: dict[str, Any] = {name: 2 if name == "seq" else f"{getattr(HEADER, name)}x"}
    other = replace(HEADER, **changed)
    assert event_hash(GENESIS, other) != event_hash(GENESIS, HEADER)


@pytest.mark.parametrize("name", [field.name for field in fields(Touch)])
def test_every_part_of_a_touch_is_in_the_digest(name: str) -> None:
    changed: dict[str, Any] = {name: 2 if name == "object_version" else f"{getattr(TOUCH, name)}x"}
    other = replace(TOUCH, **changed)
    assert touches_digest([other]) != touches_digest([TOUCH])


def test_an_event_hangs_on_the_one_before() -> None:
    assert event_hash("f" * 64, HEADER) != event_hash(GENESIS, HEADER)


def test_the_order_of_touches_does_not_matter_but_their_number_does() -> None:
    other = replace(TOUCH, object_type="judgement")
    assert touches_digest([TOUCH, other]) == touches_digest([other, TOUCH])
    assert touches_digest([TOUCH, TOUCH]) != touches_digest([TOUCH])


def test_two_versions_of_one_object_have_one_order() -> None:
    later = replace(TOUCH, object_version=2)
    assert touches_digest([TOUCH, later]) == touches_digest([later, TOUCH])


def test_the_salt_counts() -> None:
    assert payload_digest("00" * 16, "{}") != payload_digest("01" * 16, "{}")


def test_the_key_counts_and_its_name_tells_nothing_of_it() -> None:
    assert event_mac(KEY, GENESIS) != event_mac(KEY + b"x", GENESIS)
    assert key_id(KEY) != key_id(KEY + b"x")
    assert KEY.hex()[:12] not in key_id(KEY)


def test_a_value_made_for_one_purpose_is_none_for_another() -> None:
    assert len({payload_digest("", "[]"), touches_digest([]), state_digest({}), event_hash("", HEADER)}) == 4
