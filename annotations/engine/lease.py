"""Keeping a job while it is being done, and telling how far it is."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import DatabaseError, connections
from django.utils import timezone

from annotations.services.jobs import LeaseLost, job_progress, job_renew

logger = logging.getLogger(__name__)

RENEW_EVERY = 5.0  # seconds; a lease lasts fifteen
TELL_EVERY = 1.0  # seconds between two looks at how far the work is


class Watch:
    """What the work says about itself, for the thread that keeps its lease."""

    def __init__(self) -> None:
        self.lost = threading.Event()
        self.said = self.told = (0, 0)

    def report(self, progress: int, total: int) -> None:
        """So many steps of so many are done. No query: the lease's thread writes it, in a transaction of its own.
        Raises LeaseLost where the job was cancelled or is somebody else's, so that the work stops here."""
        self.said = (progress, total)
        if self.lost.is_set():
            raise LeaseLost


@contextmanager
def lease_kept(uid: UUID, token: str) -> Iterator[Watch]:
    """The lease of this job is renewed, and what the watch is told is written, on a thread of its own while the body
    runs. The thread has its own database connection and must not be running when the process forks a child that uses
    the database.

    It stops quietly when the lease is lost or the job cancelled: a body that reports finds out at its next report, any
    other at its end, from LeaseLost.
    """
    over, watch = threading.Event(), Watch()

    def renew() -> None:
        waited = 0.0
        try:
            while not over.wait(TELL_EVERY):
                waited += TELL_EVERY
                try:
                    if not kept(waited >= RENEW_EVERY):
                        watch.lost.set()
                        return
                    waited = waited % RENEW_EVERY
                except DatabaseError:
                    logger.warning("could not renew the lease of job %s; trying again", uid, exc_info=True)
                finally:
                    connections.close_all()
        finally:
            connections.close_all()

    def kept(due: bool) -> bool:
        if watch.said != watch.told:
            watch.told = said = watch.said
            if not job_progress(uid=uid, token=token, progress=said[0], total=said[1]):
                return False
        return not due or job_renew(uid=uid, token=token, at=timezone.now())

    thread = threading.Thread(target=renew, name=f"lease {uid}", daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        over.set()
        thread.join(timeout=RENEW_EVERY)
