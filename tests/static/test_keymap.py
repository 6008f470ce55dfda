"""No key belongs to two commands, and the words on the buttons match the keys that work."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
JS = ROOT / "annotations" / "static" / "annotations" / "js"
TEMPLATES = ROOT / "templates"

source = (JS / "keymap.js").read_text()
BINDINGS: list[dict[str, object]] = json.loads(source[source.index("[") : source.rindex("]") + 1])


def keys_of(*scopes: str) -> list[str]:
    """Every key the scopes claim, as often as it is claimed."""
    return [key for one in BINDINGS if one["scope"] in scopes for key in one["keys"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize("scopes", [("everywhere", "review"), ("number",), ("adjust",), ("split",), ("flag",)])
def test_no_key_belongs_to_two_commands_at_once(scopes: tuple[str, ...]) -> None:
    claimed = Counter(keys_of(*scopes))
    assert [key for key, times in claimed.items() if times > 1] == []


def test_every_label_has_its_letter_and_the_three_have_a_number() -> None:
    by_command = {one["run"]: one["keys"] for one in BINDINGS if one["scope"] == "review"}
    assert by_command["sourced"] == ["s", "1"]
    assert by_command["disputed"] == ["d", "2"]
    assert by_command["opinion"] == ["o", "3"]
    assert by_command["not_a_claim"] == ["x"]
    assert by_command["unresolved"] == ["q"]


def test_no_command_needs_alt() -> None:
    assert [key for key in keys_of("everywhere", "review", "number", "adjust", "split") if "Alt" in key] == []


def test_every_button_with_a_command_names_one_that_exists() -> None:
    known = {one["run"] for one in BINDINGS} | {"sheet", "list"}
    named = {
        name for page in TEMPLATES.rglob("*.html") for name in re.findall(r'data-run="([a-z_]+)"', page.read_text())
    }
    assert named - known == set()


@pytest.mark.parametrize("page", sorted(TEMPLATES.rglob("*.html")), ids=lambda page: page.name)
def test_the_key_announced_for_a_button_is_the_key_that_works(page: Path) -> None:
    works = {one["run"]: {str(key).upper() for key in one["keys"]} for one in BINDINGS}  # type: ignore[attr-defined]
    for tag in re.findall(r"<button[^>]*aria-keyshortcuts=[^>]*>", page.read_text()):
        command = re.search(r'data-run="([a-z_]+)"', tag)
        announced = re.search(r'aria-keyshortcuts="([^"]+)"', tag)
        if command and announced:
            keys = {key.upper().replace("CONTROL+", "MOD+") for key in announced[1].split()}
            assert keys <= works[command[1]], tag
