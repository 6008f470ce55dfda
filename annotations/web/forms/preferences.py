"""A person's own choices, and their keys."""

from collections.abc import Iterator
from typing import Any

from django import forms

from annotations.keymap import ALONE, Action, KeyRefused, actions, cap, key_named, keys_in_force, refusals
from annotations.selectors.preferences import ARTICLE_SIZES, INTERFACE_SIZES, OWN_MODES, THEMES, Preferences
from annotations.web.forms.fields import PlainForm

SCOPES = {
    "start": "On the list of projects",
    "pages": "On other pages",
    "review": "While reviewing",
    "queue": "One claim at a time",
    "flag": "Why a claim is flagged",
    "adjust": "While adjusting the words",
    "split": "While splitting",
}


def sizes(percents: tuple[int, ...]) -> list[tuple[int, str]]:
    """Text sizes as choices."""
    return [(percent, f"{percent} %") for percent in percents]


class PreferencesForm(PlainForm):
    """Looks, switches and when suggestions show."""

    theme = forms.ChoiceField(label="Colours", choices=THEMES.items(), widget=forms.RadioSelect, required=False)
    article_size = forms.TypedChoiceField(
        label="Text of articles", coerce=int, choices=sizes(ARTICLE_SIZES), widget=forms.RadioSelect
    )
    interface_size = forms.TypedChoiceField(
        label="Everything else", coerce=int, choices=sizes(INTERFACE_SIZES), widget=forms.RadioSelect
    )
    single_keys = forms.BooleanField(
        label="Single keys",
        required=False,
        help_text="Turn them off if you dictate or use a switch. Buttons and Ctrl K still reach everything, and with "
        "Alt held the keys work all the same.",
    )
    number_keys = forms.BooleanField(
        label="1 2 3 decide as well",
        required=False,
        help_text="Sourced, disputed, opinion under one hand.",
    )
    key_hints = forms.BooleanField(
        label="Say the key of a command I keep clicking",
        required=False,
        help_text="Once for each command, after the third time.",
    )
    pause_reminder = forms.BooleanField(
        label="Suggest a pause after an hour of work",
        required=False,
        help_text="One line at the top of the panel. It never stops you.",
    )
    suggestion_mode = forms.ChoiceField(
        label="The model’s suggestion",
        choices=OWN_MODES.items(),
        widget=forms.RadioSelect,
        required=False,
        help_text="Counts in projects that let reviewers choose. Where suggestions are never shown before deciding, "
        "they stay hidden.",
    )


class KeysForm(PlainForm):
    """One field for each action whose key can be changed; left empty, the action has no key of its own."""

    def __init__(self, *args: Any, preferences: Preferences, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preferences = preferences
        self.own: dict[str, str] = {}
        force = keys_in_force(preferences.keys, number_keys=preferences.number_keys)
        for action in changeable():
            own = preferences.keys.get(action.id)
            first = own if own is not None else (action.keys[0] if action.keys else "")
            attrs = {"maxlength": "20", "autocomplete": "off", "spellcheck": "false", "data-key": action.id}
            field = forms.CharField(
                label=action.say, required=False, initial=cap(first), widget=forms.TextInput(attrs=attrs)
            )
            more = [key for key in force[action.id] if key != first]
            field.help_text = f"Also {', '.join(map(cap, more))}" if more else ""
            self.fields[action.id] = field

    def clean(self) -> dict[str, Any]:
        """Only what differs from the usual is somebody's own. Every clash is said at its field."""
        for action in changeable():
            try:
                key = key_named(self.cleaned_data.get(action.id, ""))
            except KeyRefused as refused:
                self.add_error(action.id, str(refused))
                continue
            if key != (action.keys[0] if action.keys else ""):
                self.own[action.id] = key
        for action_id, sentence in refusals(self.own, number_keys=self.preferences.number_keys):
            if not self.has_error(action_id):
                self.add_error(action_id, sentence)
        return self.cleaned_data

    def groups(self) -> Iterator[tuple[str, list[tuple[forms.BoundField, bool]]]]:
        """The fields by where they work; each with whether its key is the person's own."""
        scopes = dict.fromkeys(action.scope for action in changeable())
        for scope in sorted(scopes, key=lambda name: name in ALONE):
            rows = [
                (self[action.id], action.id in self.preferences.keys)
                for action in changeable()
                if action.scope == scope
            ]
            yield SCOPES.get(scope, scope.capitalize()), rows


def changeable() -> list[Action]:
    """The actions whose key a person may change, in the order of the key map."""
    return [action for action in actions().values() if not action.fixed]
