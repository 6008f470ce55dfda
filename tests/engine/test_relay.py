"""The relay between the job table and the broker, with a table and a broker made of lists."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from annotations.engine import relay as module
from annotations.engine.relay import LONGEST_PAUSE, MOST_WAITING, PAUSE, Relay
from annotations.services.jobs import DueJob
from factcheck.celery import app


class Table:
    """Jobs that are due until they are marked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
        self.due = [DueJob(uid=uuid4(), kind="preannotate_article") for _ in range(jobs)]
        self.marked: list[object] = []
        monkeypatch.setattr(module, "jobs_due", lambda at, limit: self.due[:limit])
        monkeypatch.setattr(module, "jobs_mark_sent", lambda uids, at: self.mark(uids))
        monkeypatch.setattr(module, "database_turn", no_database)

    def mark(self, uids: list[object]) -> None:
        self.marked += uids
        self.due = [job for job in self.due if job.uid not in uids]


@contextmanager
def no_database() -> Iterator[None]:
    """These tests have none."""
    yield


class ListRelay(Relay):
    """Sends into a list; `down` makes the broker unreachable, `fails_after` makes it fail in the middle."""

    def __init__(self, *, waiting: int = 0) -> None:
        super().__init__(app)
        self.sent: list[DueJob] = []
        self.waiting = waiting
        self.down = False
        self.fails_after: int | None = None

    def _waiting(self) -> int:
        if self.down:
            raise ConnectionError("nobody there")
        return self.waiting

    def _publish(self, job: DueJob) -> None:
        if self.fails_after is not None and len(self.sent) >= self.fails_after:
            raise TimeoutError("frozen")
        self.sent.append(job)


def test_what_is_due_is_sent_and_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    table, relay = Table(monkeypatch, 3), ListRelay()
    relay.turn()
    assert len(relay.sent) == len(table.marked) == 3
    assert table.due == []


def test_a_broker_that_is_away_leaves_every_job_due(monkeypatch: pytest.MonkeyPatch) -> None:
    table, relay = Table(monkeypatch, 3), ListRelay()
    relay.down = True
    relay.turn()
    assert (len(table.due), table.marked, relay.broker_ok) == (3, [], False)
    assert "nobody there" in relay.detail


def test_only_what_went_out_before_the_broker_froze_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    table, relay = Table(monkeypatch, 3), ListRelay()
    relay.fails_after = 2
    relay.turn()
    assert [job.uid for job in relay.sent] == table.marked
    assert len(table.due) == 1


def test_when_the_broker_is_back_the_rest_is_sent_and_the_pause_is_short_again(monkeypatch: pytest.MonkeyPatch) -> None:
    table, relay = Table(monkeypatch, 3), ListRelay()
    relay.down = True
    for _ in range(9):
        relay.turn()
    assert relay._pause == LONGEST_PAUSE
    relay.down = False
    relay.turn()
    assert (table.due, relay.broker_ok, relay._pause) == ([], True, PAUSE)


@pytest.mark.parametrize(("waiting", "sent"), [(0, 50), (70, 30), (100, 0), (250, 0)])
def test_no_more_messages_wait_in_the_broker_than_are_useful(
    monkeypatch: pytest.MonkeyPatch, waiting: int, sent: int
) -> None:
    Table(monkeypatch, 2 * MOST_WAITING)
    relay = ListRelay(waiting=waiting)
    relay.turn()
    assert len(relay.sent) == sent


def test_the_broker_is_looked_at_now_and_then_even_while_nothing_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    Table(monkeypatch, 0)
    relay = ListRelay()
    relay.down = True
    relay.turn()
    assert not relay.broker_ok
