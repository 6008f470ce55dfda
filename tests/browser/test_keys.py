"""Which key does what, and when a key is left alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Bench, page_with

pytestmark = pytest.mark.browser

SCRIPT = """
import keymap from "claimdesk/keymap.js";
import { Keys, chord } from "claimdesk/keys.js";
window.Keys = Keys;
window.keymap = keymap;
window.ran = [];
window.keys = new Keys(keymap);
keys.on(Object.fromEntries(keymap.map(({ run }) => [run, () => ran.push(run)])));
keys.activate("everywhere");
keys.activate("review");
document.addEventListener("keydown", (event) => keys.press(event));
window.ready = true;
"""
BODY = '<p>words</p><input id="field"><textarea id="area"></textarea><button id="button">b</button><dialog>d</dialog>'


@pytest.fixture
def page(bench: Bench, new_context: Callable[..., BrowserContext]) -> Page:
    """A page with the site's key map, every command of which says that it ran."""
    bench.pages["/"] = page_with(["keys", "keymap"], SCRIPT, BODY)
    page = new_context().new_page()
    page.goto(bench.address)
    page.wait_for_function("window.ready")
    return page


def ran(page: Page) -> list[str]:
    """The commands that ran since the last look."""
    commands: list[str] = page.evaluate("ran.splice(0)")
    return commands


@pytest.mark.parametrize(
    ("key", "command"),
    [
        ("s", "sourced"),
        ("3", "opinion"),
        ("Shift+D", "stay_disputed"),
        ("x", "not_a_claim"),
        ("q", "unresolved"),
        (" ", "skip"),
        ("u", "undo"),
        ("Control+z", "undo"),
        ("ArrowDown", "next"),
        ("k", "prev"),
        ("?", "help"),
        ("Control+k", "palette"),
        ("]", "next_article"),
    ],
)
def test_a_key_runs_its_command(page: Page, key: str, command: str) -> None:
    page.keyboard.press(key)
    assert ran(page) == [command]


def test_caps_lock_changes_nothing(page: Page) -> None:
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'S', bubbles: true }))")
    assert ran(page) == ["sourced"]


def test_a_keyboard_in_another_script_goes_by_the_place_of_the_key(page: Page) -> None:
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ы', code: 'KeyS', bubbles: true }))"
    )
    assert ran(page) == ["sourced"]


@pytest.mark.parametrize("field", ["#field", "#area"])
def test_keys_are_left_alone_while_somebody_types(page: Page, field: str) -> None:
    page.focus(field)
    page.keyboard.type("sdo x")
    assert ran(page) == []
    assert page.input_value(field) == "sdo x"


def test_the_palette_opens_while_somebody_types(page: Page) -> None:
    page.focus("#field")
    page.keyboard.press("Control+k")
    assert ran(page) == ["palette"]


@pytest.mark.parametrize("chord", ["Control+s", "Alt+s", "Control+o"])
def test_the_browsers_own_chords_are_left_alone(page: Page, chord: str) -> None:
    page.keyboard.press(chord)
    assert ran(page) == []


def test_space_presses_the_button_that_has_the_focus(page: Page) -> None:
    page.focus("#button")
    page.keyboard.press(" ")
    assert ran(page) == []


def test_a_letter_works_while_a_button_has_the_focus(page: Page) -> None:
    page.focus("#button")
    page.keyboard.press("s")
    assert ran(page) == ["sourced"]


def test_an_open_dialog_keeps_its_keys(page: Page) -> None:
    page.evaluate("document.querySelector('dialog').showModal()")
    page.keyboard.press("s")
    assert ran(page) == []


def test_a_held_key_decides_once_but_moves_on_and_on(page: Page) -> None:
    for key in ("s", "j"):
        page.keyboard.down(key)
        page.keyboard.down(key)
        page.keyboard.up(key)
    assert ran(page) == ["sourced", "next", "next"]


def test_single_keys_can_be_switched_off_and_the_palette_stays(page: Page) -> None:
    page.evaluate("keys.singles = false")
    page.keyboard.press("s")
    page.keyboard.press(" ")
    page.keyboard.press("Control+k")
    assert ran(page) == ["palette"]


def test_after_g_the_digits_are_the_claims_number_and_no_label(page: Page) -> None:
    page.evaluate("keys.alone('number')")
    page.keyboard.press("1")
    page.keyboard.press("s")
    page.evaluate("keys.together()")
    page.keyboard.press("1")
    assert ran(page) == ["digit", "sourced"]


def test_two_active_scopes_that_claim_one_key_are_refused(page: Page) -> None:
    message = page.evaluate("""() => {
      const keys = new Keys([{ scope: "a", keys: ["s"], run: "save" }, { scope: "b", keys: ["s"], run: "sort" }]);
      keys.activate("a");
      try { keys.activate("b"); } catch (error) { return error.message; }
      return "";
    }""")
    assert message == "The key s is claimed by save and by sort."


def test_the_same_key_in_scopes_that_are_never_active_together_is_fine(page: Page) -> None:
    assert page.evaluate("""() => {
      const keys = new Keys([{ scope: "a", keys: ["s"], run: "save" }, { scope: "b", keys: ["s"], run: "sort" }]);
      keys.activate("a");
      keys.alone("b");
      return true;
    }""")


def test_a_command_nobody_can_run_here_is_not_offered(page: Page) -> None:
    assert page.evaluate("""() => {
      const keys = new Keys(keymap);
      keys.on({ undo: () => {} });
      keys.activate("review");
      return keys.commands().map(({ run }) => run);
    }""") == ["undo"]
