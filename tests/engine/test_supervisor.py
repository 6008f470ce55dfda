"""Children are started in order, heard, restarted, and taken down."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from annotations.engine.child import Child, ChildSpec
from annotations.engine.supervisor import Supervisor


def python(name: str, code: str, grace: float = 5.0) -> ChildSpec:
    """A child that runs these lines."""
    return ChildSpec(name=name, command=(sys.executable, "-c", code), env=dict(os.environ), grace=grace)


SLEEP = "import time; print('here', flush=True); time.sleep(60)"


class Script:
    """Collects what children say, and sends us a signal when a line has been said often enough."""

    def __init__(self, *, stop_after: tuple[str, int]) -> None:
        self.said: list[tuple[str, str]] = []
        self._line, self._left = stop_after

    def tell(self, name: str, line: str) -> None:
        self.said.append((name, line))
        if line.startswith(self._line):
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGTERM)


def run(*stages: list[ChildSpec], stop_after: tuple[str, int]) -> tuple[Script, float]:
    """Run until the line was said so many times; the script, and the seconds it took to stop."""
    script = Script(stop_after=stop_after)
    supervisor = Supervisor(stages, tell=script.tell)
    guard = threading.Timer(20, os.kill, (os.getpid(), signal.SIGTERM))
    guard.start()
    begin = time.monotonic()
    supervisor.run()
    guard.cancel()
    return script, time.monotonic() - begin


def test_what_children_say_carries_their_name() -> None:
    script, _ = run([python("one", SLEEP), python("other", SLEEP)], stop_after=("here", 2))
    assert sorted(script.said) == [("one", "here"), ("other", "here")]


def test_a_child_that_dies_is_started_again_after_a_pause() -> None:
    script, _ = run([python("one", "print('born', flush=True); raise SystemExit(3)")], stop_after=("born", 2))
    assert ("one", "ended (code 3); starting again in 0.5 s") in script.said


def test_a_program_that_is_not_there_is_reported_and_tried_again() -> None:
    missing = ChildSpec(name="one", command=("/nowhere/at-all",), env={})
    script, _ = run([missing], stop_after=("cannot be started", 2))
    assert "trying again in 0.5 s" in script.said[0][1]
    assert "trying again in 1 s" in script.said[1][1]


def test_the_pause_doubles_up_to_half_a_minute() -> None:
    child = Child(python("one", ""))
    pauses = []
    for failures in range(1, 10):
        child.failures = failures
        pauses.append(child.plan_restart(0.0))
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]


def test_a_child_that_ignores_sigterm_is_killed_when_its_grace_ends() -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    _, seconds = run([python("one", deaf, grace=0.3)], stop_after=("deaf", 1))
    assert 0.3 <= seconds < 5


def test_a_frozen_child_is_woken_and_stops() -> None:
    frozen = "import os, signal; print('cold', flush=True); os.kill(os.getpid(), signal.SIGSTOP)"
    _, seconds = run([python("one", frozen)], stop_after=("cold", 1))
    assert seconds < 5


def test_the_last_stage_stops_before_the_first() -> None:
    def patient(name: str) -> ChildSpec:
        return python(
            name,
            "import signal, sys, time\n"
            "def bye(*_): print('bye', flush=True); sys.exit()\n"
            "signal.signal(signal.SIGTERM, bye); print('here', flush=True); time.sleep(60)",
        )

    script, _ = run([patient("queue")], [patient("worker")], stop_after=("here", 2))
    assert [name for name, line in script.said if line == "bye"] == ["worker", "queue"]


def test_grandchildren_go_with_their_parent() -> None:
    spawner = (
        "import subprocess, sys, time\n"
        "deep = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print('pid', deep.pid, flush=True); time.sleep(60)"
    )
    script, _ = run([python("one", spawner)], stop_after=("pid", 1))
    grandchild = int(script.said[0][1].split()[1])
    deadline = time.monotonic() + 5
    while is_alive(grandchild) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_alive(grandchild)


def note(pipe: int) -> None:
    """Tell the other end that something was said."""
    os.write(pipe, b"x")


def is_alive(pid: int) -> bool:
    """Whether the process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="PR_SET_PDEATHSIG is Linux")
def test_a_killed_supervisor_takes_its_children_with_it() -> None:
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            Supervisor([[python("one", SLEEP)]], tell=lambda *_: note(write_end)).run()
        finally:
            os._exit(0)
    os.close(write_end)
    os.read(read_end, 1)
    (child,) = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    deadline = time.monotonic() + 5
    while is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_alive(child)
