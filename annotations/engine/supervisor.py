"""One process that starts the others, repeats what they say, restarts what dies, and takes all of them down with it."""

import os
import selectors
import signal
import time
from collections.abc import Callable, Sequence
from types import FrameType

from annotations.engine.child import Child, ChildSpec
from annotations.engine.console import READY

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LONGEST_SLEEP = 5.0  # seconds
Tell = Callable[[str, str], None]  # the child's name, and a line; READY when one that runs once has ended


class Supervisor:
    """Keeps children alive until a stop signal comes.

    They come in stages, started in the order given and stopped from the last to the first, so that the queue outlives
    the workers that use it. It has one thread on purpose: what forks must not share its locks.
    """

    def __init__(self, stages: Sequence[Sequence[ChildSpec]], *, tell: Tell) -> None:
        self._stages = [[Child(spec) for spec in stage] for stage in stages]
        self._children = [child for stage in self._stages for child in stage]
        self._tell = tell
        self._selector = selectors.DefaultSelector()
        self._heard: dict[Child, int] = {}
        self._stops = 0

    def run(self) -> None:
        """Returns when a stop signal came and every child has ended. A second signal ends their patience."""
        wake, bell = os.pipe()
        for end in (wake, bell):
            os.set_blocking(end, False)
        earlier_bell = signal.set_wakeup_fd(bell, warn_on_full_buffer=False)
        earlier = {number: signal.signal(number, self._on_signal) for number in (*STOP_SIGNALS, signal.SIGCHLD)}
        self._selector.register(wake, selectors.EVENT_READ)
        try:
            while not self._stops:
                self._turn(wake)
            self._stop(wake)
        finally:
            for child in self._children:
                child.signal_group(signal.SIGKILL)
            signal.set_wakeup_fd(earlier_bell)
            for number, handler in earlier.items():
                signal.signal(number, handler)
            self._selector.close()
            os.close(wake)
            os.close(bell)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if number in STOP_SIGNALS:
            self._stops += 1

    def _turn(self, wake: int) -> None:
        """Start what is due, wait for the next event, repeat what was said, notice who ended."""
        for child in self._children:
            if child.start_at is not None and child.start_at <= time.monotonic() and not self._stops:
                self._start(child)
        self._wait(wake)
        for child in self._children:
            self._repeat(child)
            self._notice_end(child)

    def _start(self, child: Child) -> None:
        try:
            child.start(time.monotonic())
        except OSError as error:
            child.failures += 1
            pause = child.plan_restart(time.monotonic())
            self._tell(child.spec.name, f"cannot be started ({error}); trying again in {pause:g} s")
            return
        if child.output is not None:
            self._heard[child] = child.output
            self._selector.register(child.output, selectors.EVENT_READ)

    def _wait(self, wake: int) -> None:
        now = time.monotonic()
        moments = [m for child in self._children for m in (child.start_at, child.kill_at) if m is not None]
        self._selector.select(max(0.0, min([LONGEST_SLEEP, *(moment - now for moment in moments)])))
        try:
            os.read(wake, 4096)
        except BlockingIOError:
            return

    def _repeat(self, child: Child) -> None:
        for line in child.lines():
            self._tell(child.spec.name, line)
        if child.output is None and child in self._heard:
            self._selector.unregister(self._heard.pop(child))

    def _notice_end(self, child: Child) -> None:
        now = time.monotonic()
        if child.kill_at is not None and now >= child.kill_at:
            child.kill_at = now + LONGEST_SLEEP
            child.signal_group(signal.SIGKILL)
        code = child.end_code()
        if code is None:
            return
        self._repeat(child)
        if child in self._heard:
            self._selector.unregister(self._heard.pop(child))
        child.bury(now)
        if child.spec.once:
            self._tell(child.spec.name, READY)
        elif not self._stops:
            how = f"signal {-code}" if code < 0 else f"code {code}"
            pause = child.plan_restart(now)
            self._tell(child.spec.name, f"ended ({how}); starting again in {pause:g} s")

    def _stop(self, wake: int) -> None:
        """Ask stage after stage to stop, from the last to the first."""
        for child in self._children:
            child.start_at = None
        asked = self._stops
        for stage in reversed(self._stages):
            for child in stage:
                child.ask_to_stop(time.monotonic())
            while any(child.pid is not None for child in stage):
                self._turn(wake)
                if self._stops > asked:
                    for child in self._children:
                        child.signal_group(signal.SIGKILL)
