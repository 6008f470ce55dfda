"""How one person wants the pages to be: looks, keys, when suggestions show. Their own, and never part of the data."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from typing import Any

from annotations.keymap import working_keys
from annotations.models.projects import SuggestionMode

THEMES = {"": "As the system is set", "light": "Light", "dark": "Dark"}
ARTICLE_SIZES = (90, 100, 115, 130, 150, 175, 200)  # per cent of the usual size
INTERFACE_SIZES = (100, 110, 125, 150)
OWN_MODES = {
    "": "As the project says",
    SuggestionMode.DECIDE_FIRST.value: "After I have decided, or when I ask",
    SuggestionMode.SHOWN.value: "Always",
}


@dataclass(frozen=True, slots=True)
class Preferences:
    """One person's choices. `keys`: another key for an action, by `scope.command` as in the key map; "" for none."""

    theme: str = ""
    article_size: int = 100
    interface_size: int = 100
    single_keys: bool = True
    number_keys: bool = True
    key_hints: bool = True
    pause_reminder: bool = True
    suggestion_mode: str = ""
    keys: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """What differs from the usual, as it is stored and as the pages' scripts read it."""
        usual = Preferences()
        return {name: value for name, value in asdict(self).items() if value != getattr(usual, name)}

    @property
    def text(self) -> str:
        """The same as JSON text, for the page."""
        return json.dumps(self.as_json(), ensure_ascii=False)


# What each choice may be; the keys have rules of their own.
SWITCHES = ("single_keys", "number_keys", "key_hints", "pause_reminder")
ALLOWED: dict[str, Collection[object]] = {
    "theme": tuple(THEMES),
    "article_size": ARTICLE_SIZES,
    "interface_size": INTERFACE_SIZES,
    "suggestion_mode": tuple(OWN_MODES),
    **dict.fromkeys(SWITCHES, (True, False)),
}


def own_mode(user: Any) -> str:
    """When the person wants to see suggestions, "" for as the project says. No query; as quick as it looks, for lists
    of claims."""
    mode = user.preferences.get("suggestion_mode", "")
    return mode if mode in ALLOWED["suggestion_mode"] else ""


def preferences_of(user: Any) -> Preferences:
    """The person's choices; the usual ones for a visitor, and where what is stored no longer means anything. No
    query."""
    stored = getattr(user, "preferences", None)
    known = {name: value for name, value in (stored or {}).items() if name in ALLOWED and value in ALLOWED[name]}
    return Preferences(**known, keys=working_keys((stored or {}).get("keys", {})))
