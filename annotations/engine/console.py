"""What `up` writes: each line with the name of who says it, and none of what nobody needs to know."""

import re
import sys
from collections.abc import Callable

READY = "claimdesk: ready"  # a child's line to the supervisor, never shown
NAME_WIDTH = 8

# Said at every start or stop, and nothing to act upon for whoever runs a desk on one machine.
NOISE = re.compile(
    "|".join(
        [
            r"WARNING Memory overcommit must be enabled",
            r"Warning: Could not create server TCP listening",
            r"Redis is now ready to exit|Valkey is now ready to exit",
            r"User requested shutdown|Received SIGTERM scheduling shutdown",
            r"worker: (Warm|Cold) shutdown \(MainProcess\)",
            r"Handling signal: ",
        ]
    )
)


class Console:
    """Standard output with names before the lines. `when_ready` is called with the name of a child that says READY;
    `listeners` get the lines of the children they are named after, which are then not shown."""

    def __init__(self) -> None:
        self.when_ready: Callable[[str], None] = lambda name: None
        self.listeners: dict[str, Callable[[str], None]] = {}

    def tell(self, name: str, line: str) -> None:
        """A child said something."""
        if line == READY:
            self.when_ready(name)
        elif name in self.listeners:
            self.listeners[name](line)
        elif not NOISE.search(line):
            self.say(f"{name:<{NAME_WIDTH}}| {line}")

    def say(self, line: str = "") -> None:
        """Write a line. A terminal that has gone away is no reason to stop."""
        try:
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        except OSError:
            return
