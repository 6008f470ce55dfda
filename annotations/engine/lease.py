"""Keeping a job while it is being done."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import DatabaseError, connections
from django.utils import timezone

from annotations.services.jobs import job_renew

logger = logging.getLogger(__name__)

RENEW_EVERY = 5.0  # seconds; a lease lasts fifteen


@contextmanager
def lease_kept(uid: UUID, token: str) -> Iterator[None]:
    """The lease of this job is renewed on a thread of its own while the body runs.

    It stops quietly when the lease is lost or the job cancelled: the body finds out at its end, from LeaseLost. The
    thread has its own database connection and must not be running when the process forks a child that uses the
    database.
    """
    over = threading.Event()

    def renew() -> None:
        try:
            while not over.wait(RENEW_EVERY):
                try:
                    if not job_renew(uid=uid, token=token, at=timezone.now()):
                        return
                except DatabaseError:
                    logger.warning("could not renew the lease of job %s; trying again", uid, exc_info=True)
                finally:
                    connections.close_all()
        finally:
            connections.close_all()

    thread = threading.Thread(target=renew, name=f"lease {uid}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=RENEW_EVERY)
