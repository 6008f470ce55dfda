"""A person's own choices: kept, checked, never part of the data."""

from typing import Any

import pytest

from annotations.errors import InvalidValue
from annotations.models.ledger import LedgerEvent
from annotations.models.users import User
from annotations.selectors.preferences import Preferences, preferences_of
from annotations.services.preferences import preferences_change
from tests.story import NOON, person


def test_a_choice_is_kept_and_the_others_stay_and_no_event_is_made(ana: User) -> None:
    before = LedgerEvent.objects.count()
    preferences_change(actor=person(ana), at=NOON, theme="dark", article_size=150)
    preferences_change(actor=person(ana), at=NOON, single_keys=False, keys={"review.flag": "Y"})
    assert preferences_of(User.objects.get(pk=ana.pk)) == Preferences(
        theme="dark", article_size=150, single_keys=False, keys={"review.flag": "y"}
    )
    assert LedgerEvent.objects.count() == before


def test_only_what_is_unusual_is_stored(ana: User) -> None:
    preferences_change(actor=person(ana), at=NOON, theme="dark", single_keys=True)
    preferences_change(actor=person(ana), at=NOON, theme="")
    assert User.objects.get(pk=ana.pk).preferences == {}


@pytest.mark.parametrize(
    ("field", "choices"),
    [
        ("theme", {"theme": "pink"}),
        ("theme", {"theme": ["dark"]}),
        ("article_size", {"article_size": 300}),
        ("article_size", {"article_size": "130"}),
        ("interface_size", {"interface_size": True}),
        ("single_keys", {"single_keys": "yes"}),
        ("single_keys", {"single_keys": 1}),
        ("suggestion_mode", {"suggestion_mode": "blind"}),
        ("colour", {"colour": "red"}),
        ("keys.review.sourced", {"keys": {"review.sourced": "Ctrl w"}}),
        ("keys.review.sourced", {"keys": {"review.sourced": "d"}}),
        ("keys.review.nothing", {"keys": {"review.nothing": "y"}}),
        ("keys.everywhere.palette", {"keys": {"everywhere.palette": "y"}}),
    ],
)
def test_a_choice_nobody_offers_is_named_and_nothing_is_kept(ana: User, field: str, choices: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue) as refusal:
        preferences_change(actor=person(ana), at=NOON, pause_reminder=False, **choices)
    assert refusal.value.field == field
    assert User.objects.get(pk=ana.pk).preferences == {}


@pytest.mark.parametrize(
    "stored", [{"theme": "pink"}, {"theme": []}, {"article_size": 7}, {"left": 1}, {"keys": 3}, {}]
)
def test_what_is_stored_and_means_nothing_any_more_is_as_if_not_chosen(stored: dict[str, Any]) -> None:
    assert preferences_of(User(preferences=stored)) == Preferences()


def test_a_visitor_has_the_usual_pages() -> None:
    assert preferences_of(None) == Preferences()
