"""`up` starts once, says why when it cannot, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys

from annotations.engine.embedded_broker import broker_url
from tests.faults.conftest import MakeDesk
from tests.faults.desk import ROOT, Desk, wait_until


def test_sigterm_stops_everything_and_leaves_no_process_socket_or_lock(desk: Desk) -> None:
    assert len(desk.processes()) >= 5
    assert desk.socket.exists()
    assert desk.stop() == 0
    assert desk.processes() == []
    assert not desk.socket.exists()
    assert not (desk.home / "owner.lock").exists()
    assert "Traceback" not in desk.said()


def test_ctrl_c_says_goodbye_without_a_traceback(desk: Desk) -> None:
    assert desk.up is not None
    desk.up.send_signal(signal.SIGINT)
    assert desk.up.wait(timeout=90) == 0
    assert "Traceback" not in desk.said()
    assert desk.processes() == []


def test_a_killed_supervisor_leaves_no_process_and_the_home_can_be_used_again(desk: Desk) -> None:
    assert desk.up is not None
    desk.up.kill()
    desk.up.wait()
    wait_until(lambda: desk.processes() == [], seconds=90, what="every process has ended")
    desk.start()
    assert desk.answers()


def test_a_frozen_worker_does_not_survive_a_killed_supervisor(desk: Desk) -> None:
    assert desk.up is not None
    desk.queue(6)  # by the end of it every pool process is past its start, where it binds itself to its parent
    wait_until(lambda: desk.jobs("done") == 6, seconds=120, what="the pool works")
    for pid in desk.processes("celery"):
        os.kill(pid, signal.SIGSTOP)
    desk.up.kill()
    desk.up.wait()
    wait_until(lambda: desk.processes() == [], seconds=90, what="every process has ended")


def test_a_second_up_in_the_same_home_names_the_first_and_ends_with_1(desk: Desk) -> None:
    assert desk.up is not None
    second = Desk(desk.home)
    second.log = desk.home.with_suffix(".second.log")
    second.launch()
    assert second.up is not None
    assert second.up.wait(timeout=90) == 1
    assert f"process {desk.up.pid} at http://127.0.0.1:{desk.port}/" in second.said()
    assert desk.answers()


def test_a_port_in_use_is_named_before_anything_is_started(make_desk: MakeDesk) -> None:
    desk = make_desk()
    with socket.create_server(("127.0.0.1", desk.port)):
        desk.launch()
        assert desk.up is not None
        assert desk.up.wait(timeout=90) == 1
    assert f"Port {desk.port} is in use" in desk.said()
    assert not (desk.home / "claimdesk.sqlite3").exists()
    assert not (desk.home / "owner.lock").exists()


def test_the_port_option_wins_over_the_environment(make_desk: MakeDesk) -> None:
    desk = make_desk()
    other = make_desk("unused").port
    desk.launch("--port", str(other))
    desk.port = other
    wait_until(desk.answers, seconds=240, what="an answer at the other port")
    assert desk.stop() == 0


def test_two_homes_beside_each_other_do_their_own_work(make_desk: MakeDesk) -> None:
    one, other = make_desk("one").start(), make_desk("other").start()
    one.queue(3)
    other.queue(2)
    wait_until(lambda: one.jobs("done") == 3 and other.jobs("done") == 2, seconds=240, what="both are done")
    assert one.socket != other.socket
    one.stop()
    assert other.answers()


def test_a_worker_elsewhere_needs_nothing_but_the_environment(desk: Desk) -> None:
    desk.queue(1)
    wait_until(lambda: desk.jobs("done") == 1, seconds=120, what="the first article")
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "factcheck", "worker", "-n", "other@%h", "-c", "1"],
        cwd=ROOT,
        env={**desk.environment, "BROKER_URL": broker_url(desk.home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        beats = "SELECT 1 FROM annotations_workerheartbeat WHERE name LIKE 'other@%'"
        wait_until(lambda: desk.rows(beats), seconds=120, what="a heartbeat of the other worker")
    finally:
        worker.terminate()
        worker.wait(timeout=90)
    assert not desk.rows(beats)
