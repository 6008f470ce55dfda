"""The broker is killed, wiped, frozen. Nobody sees an error, and no job is lost."""

import os
import shutil
import signal

from tests.faults.desk import Desk, wait_until

BROKER_OK = "SELECT 1 FROM annotations_workerheartbeat WHERE broker_ok"


def test_jobs_queued_while_the_broker_is_killed_and_wiped_are_all_done(desk: Desk) -> None:
    desk.queue(10)
    os.kill(desk.main_process("valkey-server"), signal.SIGKILL)
    shutil.rmtree(desk.home / "broker", ignore_errors=True)
    desk.queue(10)
    wait_until(lambda: desk.jobs("done") == 20, seconds=240, what=f"all are done\n{desk.said()}")
    assert len(desk.rows("SELECT 1 FROM annotations_nlprun")) == 20


def test_a_frozen_broker_holds_up_no_request_and_loses_no_job(desk: Desk) -> None:
    broker = desk.main_process("valkey-server")
    os.kill(broker, signal.SIGSTOP)
    desk.queue(5)
    assert desk.answers()
    wait_until(lambda: not desk.rows(BROKER_OK), seconds=60, what="the pages say that the broker is away")
    os.kill(broker, signal.SIGCONT)
    wait_until(lambda: desk.jobs("done") == 5, seconds=240, what=f"all are done\n{desk.said()}")
    wait_until(lambda: desk.rows(BROKER_OK), seconds=60, what="the pages say that the broker is back")
