"""What every action that can be undone has in common: its events name one batch, and the batch finds them again."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from annotations.errors import InvalidValue
from annotations.models.articles import Article
from annotations.models.batches import Batch, BatchEvent
from annotations.models.claims import Claim
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.services.actor import Actor
from annotations.services.ledger import Entry, open_entry, subject_of
from annotations.services.verbs import Verb

MOST_AT_ONCE = 200  # things of one batch: it is one transaction, and others want to write as well


class LeftAsItWas(Exception):
    """Why one of several things stays as it is; the batch goes on without it."""


@dataclass(frozen=True, slots=True)
class Left:
    """Something a batch could not be done to, and why not. `uid` is None for what has no public name of its own."""

    name: str
    why: str
    uid: UUID | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch came to: how many things it was done to (those with a uid by it), and what was left as it was.
    `batch` is None where nothing was done; `events` are those it wrote."""

    batch: Batch | None
    done: int
    left: list[Left]
    uids: list[UUID] = field(default_factory=list)
    events: list[LedgerEvent] = field(default_factory=list)


@dataclass
class Doing:
    """A batch in the making."""

    actor: Actor
    project: Project
    verb: Verb
    at: datetime
    undoes: Batch | None = None
    done: list[str] = field(default_factory=list)
    uids: list[UUID] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    events: list[LedgerEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.batch = Batch(
            project=self.project,
            verb=self.verb.value,
            user=self.actor.user,
            user_label=self.actor.label,
            at=self.at,
            undoes=self.undoes,
        )

    def entry(self, stream: str) -> Entry:
        """An entry of the batch in this stream, which is locked from then on."""
        return entry_in(stream, self.actor, at=self.at)

    def did(self, name: str, uid: UUID) -> None:
        """It was done to this one."""
        self.done.append(name)
        self.uids.append(uid)

    def leave(self, name: str, why: str, uid: UUID | None = None) -> None:
        """This one stays as it is."""
        self.left.append(Left(name, why, uid))

    def record(
        self, entry: Entry, *, subject: str, reason: str = "", detail: dict[str, object] | None = None
    ) -> LedgerEvent:
        """One event of the batch; its detail names the batch, and the one it takes back."""
        mark: dict[str, object] = {"batch": str(self.batch.uid)}
        if self.undoes is not None:
            mark["undoes"] = str(self.undoes.uid)
        event = entry.record(verb=self.verb, subject=subject, reason=reason, detail={**(detail or {}), **mark})
        self.events.append(event)
        return event

    def end(self, kind: str, *, name: str = "") -> Outcome:
        """Keep what was done. `kind`: what the things are called when there are several; `name`: what the whole is
        called, in place of theirs."""
        if not self.events:
            return Outcome(batch=None, done=0, left=self.left)
        if not name:
            name = f"{len(self.done)} {kind}" if len(self.done) != 1 else f"“{self.done[0]}”" if kind else self.done[0]
        self.batch.size, self.batch.about = len(self.done), name[:300]
        self.batch.save(force_insert=True)
        BatchEvent.objects.bulk_create(BatchEvent(batch=self.batch, event=event) for event in self.events)
        if self.undoes is not None:
            Batch.objects.filter(pk=self.undoes.pk).update(undone_at=self.at)
        return Outcome(self.batch, len(self.done), self.left, self.uids, self.events)


def entry_in(stream: str, actor: Actor, *, at: datetime) -> Entry:
    """An entry in a stream. Two queries."""
    return open_entry(actor=actor, stream=stream, at=at)


def record_alone(
    entry: Entry,
    *,
    project: Project,
    verb: Verb,
    subject: str,
    about: str,
    reason: str = "",
    detail: dict[str, object] | None = None,
) -> LedgerEvent:
    """An event that is a batch of its own, so that it can be undone. Two queries more than a plain one."""
    doing = Doing(actor=entry.actor, project=project, verb=verb, at=entry.at)
    event = doing.record(entry, subject=subject, reason=reason, detail=detail)
    doing.done.append(about)
    doing.end("", name=about)
    return event


def record_article(entry: Entry, article: Article, verb: Verb) -> LedgerEvent:
    """The event about one article, which can be undone."""
    about, subject = f"“{name_of(article)}”", subject_of(article)
    return record_alone(entry, project=article.project, verb=verb, subject=subject, about=about)


def not_too_many(things: list[Article] | list[Claim]) -> None:
    """Raises InvalidValue where it is nothing, or more than one batch takes."""
    if not things:
        raise InvalidValue("Choose at least one.", field="chosen")
    if len(things) > MOST_AT_ONCE:
        raise InvalidValue(f"At most {MOST_AT_ONCE} at once.", field="chosen")


def name_of(article: Article) -> str:
    """What to call an article in a sentence, also before its text is read."""
    return (article.title or article.original_name or article.source_url or "Without a title")[:240]


def words_of_claim(claim: Claim) -> str:
    """What to call a claim in a sentence: how it begins."""
    return claim.quote if len(claim.quote) <= 80 else f"{claim.quote[:79]}…"
