"""From the job table to the broker: whatever is due gets a message, again and again until it is done.

Requests only write rows, so a broker that is down, frozen or wiped costs nobody an error and no job its life. Any
number of relays may run: a message too many finds its job taken and does nothing.
"""

import logging
import threading
import time
from typing import Any

from celery import Celery
from django.utils import timezone
from kombu import Connection

from annotations.engine.fork_guard import database_turn
from annotations.services.jobs import DueJob, jobs_due, jobs_mark_sent

logger = logging.getLogger(__name__)

PAUSE = 0.25  # seconds between two looks at the table
LONGEST_PAUSE = 5.0  # while the broker is away
LOOK_AT_BROKER = 5.0  # seconds between two looks at the broker while nothing is due
MOST_WAITING = 100  # messages in the broker: more would only be sent twice while they wait
TIMEOUTS = {"socket_timeout": 2.0, "socket_connect_timeout": 1.0, "retry_on_timeout": False}


class Relay(threading.Thread):
    """Runs until `stop`. `broker_ok` and `detail` say how the broker was last seen."""

    def __init__(self, app: Celery) -> None:
        super().__init__(name="relay", daemon=True)
        self._app = app
        self._ended = threading.Event()
        self._connection: Connection | None = None
        self._pause = PAUSE
        self._seen_at = 0.0
        self.broker_ok = True
        self.detail = ""

    def stop(self, timeout: float = 1.0) -> None:
        """Ask it to end and wait at most so many seconds."""
        self._ended.set()
        self.join(timeout)

    def run(self) -> None:
        """Look, send, sleep."""
        while not self._ended.is_set():
            try:
                more = self.turn()
            except Exception:  # a thread that ends here would end all work; the next turn tries again
                logger.exception("the relay could not read or mark the job table; trying again")
                more, self._pause = False, LONGEST_PAUSE
            self._ended.wait(0.01 if more else self._pause)
        self._hang_up()

    def turn(self) -> bool:
        """Send what is due. True when there is more to send at once.

        Raises the database's errors; the broker's are noted in `broker_ok`.
        """
        with database_turn():
            due = jobs_due(at=timezone.now(), limit=MOST_WAITING)
        if not due and time.monotonic() - self._seen_at < LOOK_AT_BROKER:
            return False
        sent = self._send(due)
        if sent:
            with database_turn():
                jobs_mark_sent(uids=[job.uid for job in sent], at=timezone.now())
        return self.broker_ok and len(sent) == MOST_WAITING // 2

    def _send(self, due: list[DueJob]) -> list[DueJob]:
        """Those that were sent. A broken line is cut and built anew at the next turn."""
        sent: list[DueJob] = []
        try:
            room = MOST_WAITING - self._waiting()
            for job in due[: min(room, MOST_WAITING // 2)]:
                self._publish(job)
                sent.append(job)
        except Exception as error:  # noqa: BLE001  every transport has errors of its own
            self._lost(error)
        else:
            self._found()
        self._seen_at = time.monotonic()
        return sent

    def _line(self) -> Connection:
        """A connection of our own: its timeouts are short, and no other thread shares it."""
        if self._connection is None:
            options = dict(self._app.conf.broker_transport_options or {})
            if str(self._app.conf.broker_url).startswith("redis"):
                options |= TIMEOUTS
            self._connection = self._app.connection_for_write(
                connect_timeout=TIMEOUTS["socket_connect_timeout"], transport_options=options
            )
        return self._connection

    def _waiting(self) -> int:
        """How many messages wait in the queue, which is also how we see that the broker is there."""
        queue: Any = self._app.amqp.queues[self._app.conf.task_default_queue]
        return int(queue(self._line().default_channel).queue_declare().message_count)

    def _publish(self, job: DueJob) -> None:
        producer: Any = self._app.amqp.Producer(self._line().default_channel, auto_declare=False)
        self._app.signature(job.kind).apply_async(kwargs={"job": str(job.uid)}, producer=producer, retry=False)

    def _lost(self, error: Exception) -> None:
        self._hang_up()
        self.detail = f"{type(error).__name__}: {error}"[:300]
        if self.broker_ok:
            logger.warning("the broker does not answer (%s); jobs wait in their table", self.detail)
            self._pause = PAUSE
        self.broker_ok = False
        self._pause = min(LONGEST_PAUSE, self._pause * 2)

    def _found(self) -> None:
        if not self.broker_ok:
            logger.warning("the broker answers again")
        self.broker_ok, self.detail, self._pause = True, "", PAUSE

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.collect()
            except Exception:  # it is broken; that is why we let go of it
                logger.debug("while hanging up", exc_info=True)
