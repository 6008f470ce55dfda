"""Two machines that agree on the facts agree on the bytes."""

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.chain.canonical import LARGEST_INTEGER, NotCanonical, canonical_json, utc_text
from annotations.models.claims import Label
from annotations.services.verbs import Verb

# Frozen: a change here would make every stored hash wrong.
GOLDEN = [
    ({}, "{}"),
    ({"b": 1, "a": [True, None, "é"]}, '{"a":[true,null,"é"],"b":1}'),
    ({"Z": 1, "a": 2, "ä": 3}, '{"Z":1,"a":2,"ä":3}'),
    ('ferry 🚢 says "no"\n\t\\ \u2028 </script>', '"ferry 🚢 says \\"no\\"\\n\\t\\\\ \u2028 </script>"'),
    ("\x01\x1f\x7f", '"\\u0001\\u001f\x7f"'),
    (2**53, "9007199254740992"),
    (-(2**53), "-9007199254740992"),
    (Decimal("0.5"), '"0.5000"'),
    (Decimal("0.12345"), '"0.1234"'),
    (UUID(int=7), '"00000000-0000-0000-0000-000000000007"'),
    (datetime(2026, 3, 4, 5, 6, 7, 8, tzinfo=UTC), '"2026-03-04T05:06:07.000008Z"'),
    (datetime(2026, 3, 4, 5, 6, tzinfo=timezone(timedelta(hours=2))), '"2026-03-04T03:06:00.000000Z"'),
    (datetime(999, 1, 2, tzinfo=UTC), '"0999-01-02T00:00:00.000000Z"'),
    ((1, 2), "[1,2]"),
    (Label.SOURCED, '"sourced"'),
    ({"verb": Verb.CLAIM_MARKED}, '{"verb":"claim.marked"}'),
]
NOT_CANONICAL: list[Any] = [
    0.5,
    float("nan"),
    2**53 + 1,
    -(2**53) - 1,
    "a\0b",
    "half \ud83d",
    {"\0": 1},
    {1: "a"},
    {None: "a"},
    b"bytes",
    {1, 2},
    pytest.param(object(), id="something else"),
    datetime(2026, 3, 4),
    Decimal("NaN"),
    Decimal("Infinity"),
    [[{"deep": 1.0}]],
]
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(("value", "text"), GOLDEN)
def test_the_spelling_is_frozen(value: Any, text: str) -> None:
    assert canonical_json(value) == text


@pytest.mark.parametrize("value", NOT_CANONICAL, ids=repr)
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical_json(value)


@given(VALUES)
def test_nothing_is_lost_and_twice_gives_what_once_gives(value: Any) -> None:
    text = canonical_json(value)
    assert json.loads(text) == value
    assert canonical_json(json.loads(text)) == text


@given(st.dictionaries(TEXT, VALUES, max_size=6), st.randoms())
def test_the_order_of_keys_does_not_matter(value: dict[str, Any], random: Any) -> None:
    keys = list(value)
    random.shuffle(keys)
    assert canonical_json({key: value[key] for key in keys}) == canonical_json(value)


@given(st.datetimes(timezones=st.timezones()))
def test_a_moment_has_one_spelling_in_every_zone(moment: datetime) -> None:
    try:
        there = moment.astimezone(UTC)
    except OverflowError:
        return
    assert utc_text(moment) == utc_text(there)
    assert datetime.fromisoformat(utc_text(moment)) == there
