"""A whole site in processes of its own, with its own home and its own database, for tests that need commits, a browser
or a murder. Nothing it does can meet another test's rows, and nothing has to be flushed afterwards."""

import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

from tests.prepared_site import ROOT, drop_database, environment_of, new_database, prepared

START_SECONDS = 180
STOP_SECONDS = 120
# Below the ports the system gives to outgoing connections: one of those may take a port between our look and its use.
PORTS = range(20_000, 32_000)


def free_port() -> int:
    """A port nobody listens on now, and which no outgoing connection will be given."""
    while True:
        with closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", random.SystemRandom().choice(PORTS)))
            except OSError:
                continue
            return int(probe.getsockname()[1])


@dataclass
class LiveSite:
    """`with LiveSite(home) as site:` starts a copy of the prepared site with `manage.py up`, and stops it as Ctrl-C
    does."""

    home: Path
    extra: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None
    database: str = ""
    cookies: dict[str, Any] = field(default_factory=dict)
    """Of who has signed in already, by e-mail address."""

    def __post_init__(self) -> None:
        start = prepared()
        shutil.copytree(start.home, self.home, dirs_exist_ok=True)
        self.key = start.key
        """The administrator's key."""
        self.env = environment_of(self.home) | {"PORT": str(self.port)}
        if start.database:
            self.database = new_database(os.environ["DATABASE_URL"], like=start.database)
            self.env["DATABASE_URL"] = self.database
        if os.environ.get("BROKER_URL", "").startswith("redis"):
            self.env["BROKER_URL"] = own_redis_database(os.environ["BROKER_URL"])
        self.env |= self.extra

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def manage(self, *words: str, stdin: str | None = None, check: bool = True) -> str:
        """Run a command of this site and give what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.env,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=300,
        )
        if check and done.returncode != 0:
            raise AssertionError(
                f"manage.py {' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
            )
        return done.stdout + ("" if check else done.stderr)

    def start(self) -> None:
        """Start it and wait until it answers."""
        log = (self.home / "up.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--port", str(self.port)],
            cwd=ROOT,
            env=self.env,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            if self.answers():
                return
            time.sleep(0.1)
        raise AssertionError(f"the site did not start:\n{self.log()}")

    def answers(self) -> bool:
        """Whether the web process is up."""
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as reply:
                return bool(reply.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def log(self) -> str:
        """What `up` printed so far."""
        return (self.home / "up.log").read_text(errors="replace")

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=STOP_SECONDS)
        self.process = None

    def pids(self, pattern: str) -> list[int]:
        """Processes of this site whose command line matches."""
        found = []
        for entry in Path("/proc").iterdir():
            try:
                words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                environment = (entry / "environ").read_bytes()
            except (OSError, NotADirectoryError):
                continue
            if entry.name.isdigit() and re.search(pattern, words) and str(self.home).encode() in environment:
                found.append(int(entry.name))
        return sorted(found)

    def sign_in_link(self, email: str, *more: str) -> str:
        """A one-time sign-in link for an account, made if need be."""
        return self.manage("create_account", email, *more).split("sign in: ", 1)[1].strip()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if self.database:
            drop_database(self.database)


def own_redis_database(url: str) -> str:
    """One of Redis's sixteen databases, by process, so that two sites beside each other do not share a queue."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    number = 1 + (int(worker) * 7 + int(uuid4().int % 7)) % 15
    return urlunsplit(urlsplit(url)._replace(path=f"/{number}"))
