"""What an event did, read from the ledger for the one who takes it back."""

import json
from typing import Any
from uuid import UUID

from annotations.models.articles import Article
from annotations.models.ledger import LedgerEvent, LedgerPayload
from annotations.services.batches import Doing
from annotations.services.ledger import Entry

SINCE = "It was changed again since."


class Undone:
    """One event of a batch that is taken back: its objects, and what newer events did to them."""

    def __init__(self, event: LedgerEvent) -> None:
        self.event = event
        body = LedgerPayload.objects.filter(event=event).values_list("body", flat=True).first()
        self.objects = objects_in(body)
        self.newer: dict[str, set[str]] = {}

    def of(self, kind: str) -> dict[str, dict[str, Any]]:
        """The objects of one type that the event changed, by uid: their fields as they were."""
        return {thing["id"]: thing["before"] for thing in self.objects if thing["type"] == kind and thing["before"]}

    def made(self, kind: str) -> list[str]:
        """The uids of objects of one type that the event made."""
        return [thing["id"] for thing in self.objects if thing["type"] == kind and not thing["before"]]

    def entry(self, doing: Doing) -> Entry:
        """An entry in the event's stream: from here on nothing newer can come. Then look."""
        entry = doing.entry(self.event.stream)
        self.look()
        return entry

    def look(self) -> None:
        """Read what newer events of the stream changed. Call it under the stream's lock. One query."""
        later = LedgerPayload.objects.filter(event__stream=self.event.stream, event__seq__gt=self.event.seq)
        for body in later.values_list("body", flat=True).iterator(500):
            for thing in objects_in(body):
                self.newer.setdefault(thing["id"], set()).update(thing["after"])

    def stands(self, uid: UUID | str, *fields: str) -> bool:
        """Whether something newer changed one of these fields of the object, or without fields any of it."""
        changed = self.newer.get(str(uid), set())
        return bool(changed & set(fields) if fields else changed)

    def article(self) -> Article:
        """The article in whose stream the event is."""
        article: Article = Article.objects.get(uid=self.event.stream.partition(":")[2])
        return article


def objects_in(body: str | None) -> list[dict[str, Any]]:
    """The objects in an event's payload; none where it was erased."""
    return json.loads(body)["objects"] if body else []
