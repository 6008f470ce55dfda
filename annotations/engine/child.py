"""One child of the supervisor: how it is started, heard, asked to stop, and started again."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from annotations.engine.parent_death import bound_to_this_process

FIRST_PAUSE = 0.5  # seconds before the first restart; doubled with every failure
LONGEST_PAUSE = 30.0
STEADY_AFTER = 30.0  # seconds alive after which earlier failures are forgotten
LONGEST_LINE = 65536  # bytes after which a line is shown although it has not ended


@dataclass(frozen=True, slots=True)
class ChildSpec:
    """What to start. `grace` is the seconds between SIGTERM and SIGKILL at the end; `once`: its end is no failure."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str]
    pass_fds: tuple[int, ...] = ()
    grace: float = 5.0
    once: bool = False
    before_start: Callable[[int], None] | None = None  # gets the number of failures in a row


class Child:
    """A running, ended or waiting child. Times are those of one monotonic clock, passed in, in seconds."""

    def __init__(self, spec: ChildSpec) -> None:
        self.spec = spec
        self.failures = 0
        self.start_at: float | None = 0.0
        self.kill_at: float | None = None
        self.output: int | None = None  # where its words (stdout and stderr) can be read
        self._started_at = 0.0
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = b""

    @property
    def pid(self) -> int | None:
        """Its process id, which is also its process group; None while it is not running."""
        return self._process.pid if self._process else None

    def start(self, now: float) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches the supervisor only. OSError when it cannot."""
        self.start_at = None
        self._started_at = now
        self._rest = b""
        if self.spec.before_start:
            self.spec.before_start(self.failures)
        read_end, write_end = os.pipe()
        try:
            self._process = subprocess.Popen(
                self.spec.command,
                env=dict(self.spec.env),
                stdin=subprocess.DEVNULL,
                stdout=write_end,
                stderr=write_end,
                pass_fds=self.spec.pass_fds,
                start_new_session=True,
                # Safe here: the supervisor has one thread, so no lock can be held by another at the fork.
                preexec_fn=bound_to_this_process(),
            )
        except OSError:
            os.close(read_end)
            raise
        finally:
            os.close(write_end)
        os.set_blocking(read_end, False)
        self.output = read_end

    def lines(self) -> list[str]:
        """What it has said since the last call: whole lines, blank ones left out. Closes `output` at its end."""
        with contextlib.suppress(BlockingIOError):
            while self.output is not None:
                chunk = os.read(self.output, 65536)
                self._rest += chunk or b"\n"
                if not chunk:
                    os.close(self.output)
                    self.output = None
        *whole, self._rest = self._rest.split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            whole, self._rest = [*whole, self._rest], b""
        decoded = (line.decode("utf-8", "replace").rstrip() for line in whole)
        return [line for line in decoded if line]

    def end_code(self) -> int | None:
        """Its exit code (negative: the signal) when it has ended, else None."""
        return self._process.poll() if self._process else None

    def bury(self, now: float) -> None:
        """Clear up after its end: whatever it had started is killed, its pipe closed, the failure counted."""
        self.signal_group(signal.SIGKILL)
        if self.output is not None:
            os.close(self.output)
        self.output = self._process = self.kill_at = None
        self.failures = 1 if now - self._started_at > STEADY_AFTER else self.failures + 1

    def plan_restart(self, now: float) -> float:
        """Set when it starts again: the pause in seconds, doubling up to half a minute."""
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(max(self.failures - 1, 0), 10))
        self.start_at = now + pause
        return pause

    def ask_to_stop(self, now: float) -> None:
        """SIGTERM, once; `kill_at` says when patience ends. SIGCONT, in case it is frozen."""
        self.start_at = None
        if self._process and self.kill_at is None:
            self.kill_at = now + self.spec.grace
            self._process.send_signal(signal.SIGTERM)
            self._process.send_signal(signal.SIGCONT)

    def signal_group(self, number: signal.Signals) -> None:
        """Send a signal to the child and everything it has started."""
        if self._process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)
