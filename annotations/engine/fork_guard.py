"""Database work on a thread of a process that forks.

SQLite keeps its locks by process. A child forked while another thread has the database open believes to hold locks it
does not have, and can lose what it commits. So such threads work inside `database_turn`, which leaves no SQLite file
open, and no fork happens while one of them is in it.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

_turn = threading.Lock()


@contextmanager
def database_turn() -> Iterator[None]:
    """The calling thread may use the database; forks wait meanwhile. Connections to a server may stay for next time."""
    with _turn:
        try:
            yield
        finally:
            for connection in connections.all(initialized_only=True):
                if connection.vendor == "sqlite":
                    connection.close()
                else:
                    connection.close_if_unusable_or_obsolete()


def _renew() -> None:
    global _turn
    _turn = threading.Lock()


os.register_at_fork(before=lambda: _turn.acquire(), after_in_parent=lambda: _turn.release(), after_in_child=_renew)
