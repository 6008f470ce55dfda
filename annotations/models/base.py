"""What every thing that people decide about has in common: a public name, and a version the ledger vouches for."""

from typing import Any, ClassVar
from uuid import UUID

import uuid_utils.compat
from django.db import models


def new_uid() -> UUID:
    """A UUIDv7: unique, and in order of time so that indexes stay compact."""
    return uuid_utils.compat.uuid7()


class Guarded(models.Model):
    """A row the database changes only where a ledger event names this very version of it (see guards.py).

    `row_version` starts at 1 and grows by one with each change; services/ledger.py does both.
    """

    OBJECT_TYPE: ClassVar[str]
    # What the ledger remembers of a row: its own words and other objects' uids, never internal ids.
    LEDGER_FIELDS: ClassVar[tuple[str, ...]]
    # Fields a model got later, with the value its earlier rows have. While a row has that value, the field is left out
    # of its state, so that what the ledger said about it before the field existed still holds.
    LEDGER_LATER: ClassVar[dict[str, object]] = {}

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    row_version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def ledger_state(self) -> dict[str, object]:
        """The row as the ledger sees it. No query where the objects it refers to are loaded."""
        values = ((name, getattr(self, name)) for name in self.LEDGER_FIELDS)
        return {
            name: ledger_value(value)
            for name, value in values
            if name not in self.LEDGER_LATER or value != self.LEDGER_LATER[name]
        }


def ledger_value(value: Any) -> object:
    """A field's value as the ledger writes it: other objects by their uid, everything else as it is."""
    if isinstance(value, models.Model):
        return str(value.uid)  # type: ignore[attr-defined]  # every model we refer to has one
    return value
