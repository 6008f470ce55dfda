"""A worker's sign of life in the database, where the pages read whether anybody works."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from annotations.engine.fork_guard import database_turn
from annotations.nlp.version import PIPELINE_VERSION
from annotations.services.heartbeats import heartbeat_beat, heartbeat_end

logger = logging.getLogger(__name__)

EVERY = 5.0  # seconds; the pages call a worker gone after twenty
BrokerState = Callable[[], tuple[bool, str]]  # whether it answers, and what it said


class Heartbeat(threading.Thread):
    """Runs until `stop`, which also takes the sign of life down, so that the pages know at once."""

    def __init__(self, *, name: str, kind: str, broker: BrokerState) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self._worker = name
        self._kind = kind
        self._broker = broker
        self._started_at: datetime = timezone.now()
        self._ended = threading.Event()

    def stop(self, timeout: float = 2.0) -> None:
        """Ask it to end and wait at most so many seconds."""
        self._ended.set()
        self.join(timeout)

    def run(self) -> None:
        """Beat, sleep."""
        while not self._ended.is_set():
            ok, _ = self._broker()
            self.beat()
            for _ in range(int(EVERY / 0.5)):  # what changed is told at once
                if self._ended.wait(0.5) or self._broker()[0] != ok:
                    break
        self._attempt(lambda: heartbeat_end(name=self._worker))

    def beat(self) -> None:
        """One sign of life, now."""
        ok, detail = self._broker()
        self._attempt(
            lambda: heartbeat_beat(
                name=self._worker,
                kind=self._kind,
                at=timezone.now(),
                started_at=self._started_at,
                broker_ok=ok,
                detail=detail,
                version=PIPELINE_VERSION,
            )
        )

    def _attempt(self, write: Callable[[], None]) -> None:
        try:
            with database_turn():
                write()
        except Exception:  # the database may be away for a while; the worker should not die of it
            logger.warning("could not write the sign of life", exc_info=True)
