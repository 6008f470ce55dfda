"""Which key does what. The key map itself is the browser's (static/annotations/js/keymap.js) and is read from there, so
that the two cannot differ; what a key may be called, and who may have it, is decided here alone."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parent / "static" / "annotations" / "js" / "keymap.js"
ALONE = {"number", "adjust", "split", "flag"}  # while one of these listens, no other does
TOGETHER = ({"review", "queue"}, {"pages", "start"})  # both of a pair listen on one page
NAMES = {name.lower(): name for name in ("Space", "Enter", "Backspace", "Delete", "Insert", "F2", "F4", "F8", "F9")} | {
    f"arrow{way}": f"Arrow{way.capitalize()}" for way in ("up", "down", "left", "right")
}
SIGNS = {"ArrowUp": "↑", "ArrowDown": "↓", "ArrowLeft": "←", "ArrowRight": "→", "Escape": "Esc", "Mod": "Ctrl"}
BROWSERS = re.compile(r"(tab|esc(ape)?|home|end|page ?(up|down)|f([1-9]|1[0-2])|caps ?lock|contextmenu)", re.IGNORECASE)
CHORDS = re.compile(r"(ctrl|control|cmd|command|meta|mod|alt|option|⌘)[+ ]", re.IGNORECASE)


class KeyRefused(ValueError):
    """This key cannot be had. The message says why, and who has it."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something a key does. `keys`: those it comes with, the first of which a person may change unless `fixed`."""

    scope: str
    run: str
    say: str
    keys: tuple[str, ...]
    fixed: bool

    @property
    def id(self) -> str:
        """Its name in somebody's preferences."""
        return f"{self.scope}.{self.run}"


@cache
def actions() -> dict[str, Action]:
    """Every action by its id, in the order of the key map. Reads the file once."""
    text = SOURCE.read_text(encoding="utf-8")
    rows = json.loads(text[text.index("[\n") : text.rindex("]") + 1])
    made = (
        Action(row["scope"], row["run"], row["say"], tuple(row["keys"]), bool(row.get("fixed", False))) for row in rows
    )
    return {action.id: action for action in made}


def key_named(words: str) -> str:
    """The key people mean by these words: "S" is s, "shift s" Shift+s, "↓" ArrowDown, "" none. Raises KeyRefused for
    what is no key, and for what browsers and screen readers need themselves."""
    words = words.strip()
    if not words:
        return ""
    if CHORDS.match(words):
        raise KeyRefused("Keys with Ctrl, Cmd or Alt belong to the browser.")
    shift, name = "", words
    if len(words) > 6 and words[:6].lower() in {"shift+", "shift "}:
        shift, name = "Shift+", words[6:].strip()
    by_sign = {sign: key for key, sign in SIGNS.items()}
    known = NAMES.get(by_sign.get(name, name).lower())
    if known:
        return shift + known
    if BROWSERS.fullmatch(name):
        raise KeyRefused(f"{name} belongs to the browser.")
    if len(name) != 1 or unicodedata.category(name)[0] in "CZM":
        raise KeyRefused("Give one key: a letter, a sign, or Space, Enter, ↑, ↓, ←, →, Backspace, Delete, Insert.")
    lower = name.lower()
    if lower.isalpha() and len(lower) == 1:
        return shift + lower
    return name  # with a sign, Shift is part of typing it


def cap(key: str) -> str:
    """The key as people read it: "Shift+s" is Shift S."""
    parts = re.split(r"\+(?=.)", key)
    return " ".join(SIGNS.get(part, part.upper() if len(part) == 1 and part.isascii() else part) for part in parts)


def keys_in_force(own: Mapping[str, str], *, number_keys: bool = True) -> dict[str, list[str]]:
    """Each action's keys, with a person's own in place of the first. Without number keys, 1 2 3 decide nothing."""
    return {
        id_: [
            key
            for place, key in enumerate((own.get(id_, action.keys[0] if action.keys else ""), *action.keys[1:]))
            if key and (number_keys or not (place and key.isdigit() and action.scope not in ALONE))
        ]
        for id_, action in actions().items()
    }


def heard_together(one: Action, other: Action) -> bool:
    """Whether both may hear a key at the same moment."""
    scopes = {one.scope, other.scope}
    return len(scopes) == 1 or scopes in TOGETHER or ("everywhere" in scopes and not scopes & ALONE)


def refusals(own: Mapping[str, str], *, number_keys: bool = True) -> Iterator[tuple[str, str]]:
    """What is wrong with somebody's own keys: the action's id, and a sentence. Nothing where all of them work."""
    known = actions()
    for id_ in own:
        if id_ not in known:
            yield id_, "There is no such action."
        elif known[id_].fixed:
            yield id_, "This key cannot be changed."
    force = keys_in_force({id_: key for id_, key in own.items() if id_ in known}, number_keys=number_keys)
    for id_ in own:
        holder = next((taken for taken in holders(id_, force) if id_ in known), None)
        if holder:
            key, other = holder
            yield id_, f"{cap(key)} is the key of “{other.say}”. Give that another key first, or in the same step."


def holders(id_: str, force: Mapping[str, list[str]]) -> Iterator[tuple[str, Action]]:
    """Who else has one of this action's keys."""
    known = actions()
    for other_id, keys in force.items():
        if other_id != id_ and id_ in known and heard_together(known[id_], known[other_id]):
            yield from ((key, known[other_id]) for key in keys if key in force[id_])


def working_keys(stored: object) -> dict[str, str]:
    """Of stored keys, those that still mean something: the key map may have changed since. All or none where two of
    them clash now."""
    if not isinstance(stored, dict):
        return {}
    known = actions()
    kept = {id_: key for id_, key in stored.items() if isinstance(key, str) and id_ in known and not known[id_].fixed}
    return {} if any(refusals(kept)) else kept
