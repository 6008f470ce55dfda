"""What the queue costs: real articles through the job table, beside a Celery task that does nothing, on one broker.

Run from the repository: `python -m bench.queue`. Starts a desk of its own in a temporary home; takes about a minute.
Prints seconds from an import to a ready article, articles per second in and out, and the ratio to plain Celery.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from redis import Redis

from annotations.engine.embedded_broker import broker_url
from annotations.engine.processes import process_count
from tests.faults.desk import ROOT, Desk, wait_until

ARTICLES = 300
SINGLE = 7  # articles imported one by one, for the time from import to ready
PLAIN = 2000  # tasks that do nothing


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder) / "home").start()
        try:
            print(f"one article, import to ready   {import_to_ready(desk):8.2f} s (median of {SINGLE})")
            enqueued, drained = through_the_table(desk)
            print(f"articles in                    {enqueued:8.0f} a second")
            print(f"articles split and stored      {drained:8.0f} a second, {process_count()} processes")
            sent, done = through_plain_celery(desk)
            print(f"plain Celery, sent             {sent:8.0f} a second")
            print(f"plain Celery, done             {done:8.0f} a second")
            print(f"ratio done                     {drained / done:8.3f} (articles to tasks that do nothing)")
        finally:
            desk.stop()
            desk.end()


def timed(work: Callable[[], object]) -> float:
    """Seconds it took."""
    begin = time.monotonic()
    work()
    return time.monotonic() - begin


def import_to_ready(desk: Desk) -> float:
    """Median seconds from the beginning of an import to a ready article, by the times in the job table."""
    for number in range(1, SINGLE + 1):
        desk.queue(1)
        wait_until(partial(is_done, desk, number), seconds=60, what="it is ready")
    took = desk.rows("SELECT (julianday(finished_at) - julianday(created_at)) * 86400.0 FROM annotations_job")
    return statistics.median(float(str(seconds)) for (seconds,) in took)


def is_done(desk: Desk, jobs: int) -> bool:
    """Whether so many jobs are."""
    return desk.jobs("done") == jobs


def through_the_table(desk: Desk) -> tuple[float, float]:
    """Articles imported a second, by one importer; and done a second from the first import to the last one's end."""
    before = desk.jobs("done")
    begin = time.monotonic()
    imported = timed(lambda: desk.queue(ARTICLES))
    wait_until(lambda: desk.jobs("done") == before + ARTICLES, seconds=300, what="all are ready")
    return ARTICLES / imported, ARTICLES / (time.monotonic() - begin)


def through_plain_celery(desk: Desk) -> tuple[float, float]:
    """Tasks sent a second, and done a second by as many processes as the desk has."""
    url = broker_url(desk.home)
    os.environ["BROKER_URL"] = url
    from bench.plain_celery import nothing  # reads BROKER_URL when it is imported

    broker = Redis(unix_socket_path=str(desk.socket))
    sent = PLAIN / timed(lambda: [nothing.apply_async() for _ in range(PLAIN)])
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "-q", "-A", "bench.plain_celery", "worker", "-c", str(process_count())],
        cwd=ROOT,
        env={**os.environ, "BROKER_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: broker.llen("plain") < PLAIN, seconds=60, what="it begins")
        left = int(broker.llen("plain"))
        seconds = wait_until(lambda: not broker.llen("plain"), seconds=120, what="all are done")
    finally:
        worker.terminate()
        worker.wait(timeout=30)
    return sent, left / seconds


if __name__ == "__main__":
    main()
