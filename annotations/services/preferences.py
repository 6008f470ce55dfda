"""A person's own choices about the pages."""

from datetime import datetime
from typing import Any

from django.db import transaction

from annotations.errors import InvalidValue
from annotations.keymap import KeyRefused, key_named, refusals
from annotations.models.users import User
from annotations.selectors.preferences import ALLOWED, Preferences, preferences_of
from annotations.services.actor import Actor


@transaction.atomic
def preferences_change(*, actor: Actor, at: datetime, **choices: Any) -> Preferences:
    """New choices; those left out stay. `keys` holds the whole of somebody's own keys. No event: how somebody likes
    their pages says nothing about the data. Raises InvalidValue naming the choice, or `keys.<action>`."""
    user = User.objects.select_for_update().get(pk=actor.as_user().pk)
    present = preferences_of(user)
    values = {name: getattr(present, name) for name in (*ALLOWED, "keys")}
    for name, value in choices.items():
        if name == "keys":
            value = checked_keys(value)
        elif name not in ALLOWED:
            raise InvalidValue("There is no such choice.", field=name)
        elif isinstance(value, bool) != isinstance(values[name], bool) or value not in ALLOWED[name]:
            raise InvalidValue(f"It has to be one of: {', '.join(map(str, ALLOWED[name]))}.", field=name)
        values[name] = value
    changed = Preferences(**values)
    User.objects.filter(pk=user.pk).update(preferences=changed.as_json())
    actor.as_user().preferences = changed.as_json()
    return changed


def checked_keys(keys: dict[str, str]) -> dict[str, str]:
    """Somebody's own keys under the names the browser gives them. Raises InvalidValue for the first that cannot be."""
    named: dict[str, str] = {}
    for action, words in keys.items():
        try:
            named[action] = key_named(words)
        except KeyRefused as refused:
            raise InvalidValue(str(refused), field=f"keys.{action}") from refused
    for action, sentence in refusals(named):
        raise InvalidValue(sentence, field=f"keys.{action}")
    return named
