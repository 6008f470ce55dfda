"""The key map as the server knows it: read from the browser's own file, with names and clashes decided here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.keymap import KeyRefused, actions, cap, key_named, keys_in_force, refusals, working_keys


def test_every_action_of_the_browsers_key_map_is_known_and_nothing_clashes() -> None:
    assert {"review.sourced", "adjust.end_later", "everywhere.palette"} <= set(actions())
    assert list(refusals({})) == []
    assert list(refusals({action: actions()[action].keys[0] for action in changeable()})) == []


def changeable() -> list[str]:
    """The actions whose key a person may change and that have one."""
    return [action.id for action in actions().values() if action.keys and not action.fixed]


def test_every_usual_key_can_be_named_as_people_read_it() -> None:
    for action in actions().values():
        for key in action.keys:
            if not key.startswith("Mod+") and key != "Escape":
                assert key_named(cap(key)) == key_named(key) == key


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("S", "s"),
        ("shift s", "Shift+s"),
        ("Shift+S", "Shift+s"),
        ("space", "Space"),
        ("↓", "ArrowDown"),
        ("F4", "F4"),
        ("É", "é"),
        ("ı", "ı"),
        ("ß", "ß"),
        ("Ж", "ж"),
        ("+", "+"),
        ("", ""),
    ],
)
def test_a_key_is_named_by_its_character_on_any_keyboard(words: str, key: str) -> None:
    assert key_named(words) == key
    assert key_named(cap(key)) == key


@pytest.mark.parametrize("words", ["Ctrl K", "Ctrl+s", "⌘ s", "Alt x", "Tab", "Escape", "Esc", "F5", "Home", "Page Up"])
def test_what_browsers_and_screen_readers_need_is_refused(words: str) -> None:
    with pytest.raises(KeyRefused, match="belong"):
        key_named(words)


@pytest.mark.parametrize("words", ["ab", "\u0301", "\x00", "\u200b", "Shift+ab", "voice"])
def test_what_is_no_key_is_refused(words: str) -> None:
    with pytest.raises(KeyRefused, match="Give one key"):
        key_named(words)


@given(st.text(max_size=12))
def test_any_words_are_a_key_or_refused(words: str) -> None:
    try:
        key = key_named(words)
    except KeyRefused:
        return
    assert key_named(key) == key


def test_a_key_somebody_else_holds_is_refused_by_the_holders_name() -> None:
    assert [sentence for _id, sentence in refusals({"review.sourced": "d"})] == [
        "D is the key of “Disputed”. Give that another key first, or in the same step."
    ]
    assert list(refusals({"review.sourced": "d", "review.disputed": "s"})) == []


def test_one_key_may_do_two_things_that_never_listen_together() -> None:
    assert list(refusals({"adjust.end_later": "s"})) == []
    assert list(refusals({"adjust.end_later": "m"})) != []


@pytest.mark.parametrize("action", ["everywhere.palette", "number.digit", "split.drop_cut"])
def test_the_keys_everything_hangs_on_stay(action: str) -> None:
    assert list(refusals({action: "y"})) == [(action, "This key cannot be changed.")]


def test_an_own_key_takes_the_place_of_the_first_and_none_leaves_the_others() -> None:
    force = keys_in_force({"review.sourced": "y", "review.next": "", "review.withdraw": "w"})
    assert (force["review.sourced"], force["review.next"], force["review.withdraw"]) == (
        ["y", "1"],
        ["ArrowDown"],
        ["w"],
    )


def test_without_number_keys_digits_decide_nothing_and_still_go_to_a_claim() -> None:
    force = keys_in_force({}, number_keys=False)
    assert force["review.sourced"] == ["s"]
    assert len(force["number.digit"]) == 10
    assert list(refusals({"review.flag": "1"}, number_keys=False)) == []
    assert list(refusals({"review.flag": "1"})) != []


@pytest.mark.parametrize("stored", [None, [], {"review.gone": "y"}, {"review.sourced": "d"}, {"review.sourced": 7}])
def test_stored_keys_that_no_longer_work_are_as_if_there_were_none(stored: object) -> None:
    assert working_keys(stored) == {}
