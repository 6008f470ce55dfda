"""How far a long command is, on the last line of a terminal."""

import time
from typing import IO

EVERY = 0.1  # seconds between two looks of the line
WIDTH = 79


class ProgressLine:
    """A line that is written over and over, and nothing at all where nobody looks at a terminal."""

    def __init__(self, stream: IO[str], *, total: int = 0) -> None:
        self._stream = stream
        self._total = total
        self._shown = hasattr(stream, "isatty") and stream.isatty()
        self._began = time.monotonic()
        self._next = self._began + EVERY

    def show(self, done: int, words: str) -> None:
        """So many of the total are done, and what there is to say. Costs nothing between two looks."""
        now = time.monotonic()
        if not self._shown or now < self._next:
            return
        self._next = now + EVERY
        line = f"{self.share(done, now)}{words}"[:WIDTH]
        self._stream.write(f"\r{line:<{WIDTH}}")
        self._stream.flush()

    def share(self, done: int, now: float) -> str:
        """The percentage and the time left, where the total is known."""
        if not 0 < done <= self._total:
            return ""
        left = (now - self._began) / done * (self._total - done)
        return f"{done * 100 // self._total:3d} %, {clock(left)} left, "

    def clear(self) -> None:
        """Make room for another line."""
        if self._shown:
            self._stream.write(f"\r{'':<{WIDTH}}\r")
            self._stream.flush()


def clock(seconds: float) -> str:
    """Minutes and seconds, or hours before them."""
    minutes, rest = divmod(int(seconds + 0.5), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
