"""Without a broker: jobs straight from their table, in a few processes that can be killed one by one.

Slower to notice new work than a broker, and for one machine only; nothing is lost either way, since the table is the
record in both.
"""

import logging
import multiprocessing
import os
import signal
import time
from multiprocessing.connection import Connection, wait
from types import FrameType
from typing import Any

import django

PAUSE = 0.25  # seconds between two looks at the table
JOB_LIMIT = 120.0  # seconds after which a process is killed with its job
JOBS_PER_PROCESS = 200

logger = logging.getLogger(__name__)


class Slot:
    """One process that does one job after the other."""

    def __init__(self) -> None:
        self._process: Any = None
        self._line: Connection | None = None
        self._done = 0
        self.busy_with: str | None = None
        self._busy_since = 0.0

    @property
    def line(self) -> Connection | None:
        """Readable when its job is over or it has died."""
        return self._line if self.busy_with else None

    def give(self, kind: str, uid: str) -> None:
        """Start a job; the process is started first where there is none."""
        from annotations.engine.job_process import serve  # Django has to be set up before

        if self._process is None or not self._process.is_alive():
            context = multiprocessing.get_context("spawn")  # not fork: it would inherit open locks
            self._line, theirs = context.Pipe()
            self._process = context.Process(target=serve, args=(theirs, os.getpid()), daemon=True)
            self._process.start()
            theirs.close()
            self._done = 0
        if self._line is not None:
            self._line.send((kind, uid))
        self.busy_with, self._busy_since = uid, time.monotonic()

    def check(self) -> None:
        """Free the slot when its job is over, its process died, or its time is up."""
        if self.busy_with is None or self._line is None:
            return
        overdue = time.monotonic() - self._busy_since > JOB_LIMIT
        if not overdue and not self._line.poll():
            return
        try:
            if overdue:
                raise EOFError
            self._line.recv()
            self._done += 1
        except (EOFError, OSError):
            logger.warning("job %s took its process with it or ran out of time; it is tried again", self.busy_with)
            self.end()
        self.busy_with = None
        if self._done >= JOBS_PER_PROCESS:
            self.end()

    def end(self) -> None:
        """Kill its process, with whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.join(5)
        if self._line is not None:
            self._line.close()
        self._process = self._line = None


class LocalPool:
    """Looks for due jobs and hands them to free slots, until a stop signal comes."""

    def __init__(self, slots: int) -> None:
        self._slots = [Slot() for _ in range(slots)]
        self._stopping = False

    def stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        """A signal handler: finish the turn, then leave."""
        self._stopping = True

    def run(self) -> None:
        """Look, hand out, wait. Jobs still running at the end are killed; their leases run out."""
        try:
            while not self._stopping:
                try:
                    self.turn()
                except Exception:  # the database may be away for a while
                    logger.exception("the local pool could not read or mark the job table; trying again")
                lines = [slot.line for slot in self._slots if slot.line]
                wait(lines, PAUSE) if lines else time.sleep(PAUSE)
        finally:
            for slot in self._slots:
                slot.end()

    def turn(self) -> None:
        """Free what is done, hand out what is due."""
        from django.utils import timezone  # as above

        from annotations.engine.fork_guard import database_turn
        from annotations.services.jobs import jobs_due, jobs_mark_sent

        for slot in self._slots:
            slot.check()
        free = [slot for slot in self._slots if slot.busy_with is None]
        if not free:
            return
        with database_turn():
            due = jobs_due(at=timezone.now(), limit=len(free))
            jobs_mark_sent(uids=[job.uid for job in due], at=timezone.now())
        for slot, job in zip(free, due, strict=False):
            slot.give(job.kind, str(job.uid))


def main() -> None:
    """The process that `manage.py up` starts."""
    from annotations.engine.heartbeat import Heartbeat  # Django has to be set up before
    from annotations.engine.processes import process_count

    pool = LocalPool(process_count())
    signal.signal(signal.SIGTERM, pool.stop)
    signal.signal(signal.SIGINT, pool.stop)
    heartbeat = Heartbeat(name=f"local@{os.uname().nodename}", kind="local", broker=lambda: (True, "no broker"))
    heartbeat.start()
    try:
        pool.run()
    finally:
        heartbeat.stop()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()
    main()
