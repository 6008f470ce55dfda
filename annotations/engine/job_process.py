"""A process of the local pool: it gets a job, does it, says so, and gets the next."""

import os
import signal
from multiprocessing.connection import Connection

import django

from annotations.engine.parent_death import die_with_parent


def serve(line: Connection, parent: int) -> None:
    """Do the jobs that come down the line, until it is cut. Answers each with True."""
    die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()
    from annotations.tasks import run_job  # the tasks need the apps to be ready

    while True:
        try:
            kind, uid = line.recv()
        except EOFError:
            return
        run_job(kind, uid)
        line.send(True)
