"""A whole desk in processes of its own, in a home of its own, for tests that kill and freeze."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from annotations.engine.embedded_broker import socket_path
from tests.live_site import free_port
from tests.prepared_site import DATABASE, migrated_file

ROOT = Path(__file__).resolve().parents[2]
QUEUE_ARTICLES = """
import sys, django
django.setup()
from django.utils import timezone
from annotations.models.projects import Project
from annotations.services.actor import Actor
from annotations.services.articles import Source, article_import
from annotations.services.projects import project_create
count, sentences = int(sys.argv[1]), int(sys.argv[2])
actor, at = Actor.system("tests"), timezone.now()
project = Project.objects.first() or project_create(actor=actor, name="Faults", at=at)[0]
serial = project.articles.count() if hasattr(project, "articles") else 0
for number in range(serial, serial + count):
    said = [f"Rents in district {line} rose by {line % 9 + 1} per cent, the council said." for line in range(sentences)]
    article_import(
        actor=actor, project=project, source=Source(text=f"Report {number}.\\n\\n" + " ".join(said)), at=at
    )
"""


def wait_until(condition: Callable[[], object], *, seconds: float, what: str) -> float:
    """Poll until it is true; how long that took. AssertionError when it stays false."""
    begin = time.monotonic()
    while not condition():
        assert time.monotonic() - begin < seconds, f"not within {seconds:g} s: {what}"
        time.sleep(0.02)
    return time.monotonic() - begin


class Desk:
    """`manage.py up` in `home`. DEBUG spares the collecting of static files, which no test here is about."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.port = free_port()
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in {"BROKER_URL", "DATABASE_URL"}},
            "CLAIMDESK_HOME": str(home),
            "PORT": str(self.port),
            "DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "factcheck.settings",
            **environment,
        }
        self.log = home.with_suffix(".log")
        self.up: subprocess.Popen[bytes] | None = None

    def launch(self, *arguments: str) -> None:
        """Start it without waiting."""
        with self.log.open("ab") as log:
            self.up = subprocess.Popen(
                [sys.executable, "manage.py", "up", "--no-open", *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def start(self) -> "Desk":
        """Start it, its database migrated before, and wait until it answers and a worker has given a sign of life."""
        if not (self.home / DATABASE).exists():
            self.home.mkdir(parents=True, exist_ok=True)
            shutil.copy(migrated_file(), self.home)
        self.launch()
        wait_until(self.answers, seconds=240, what=f"an answer\n{self.said()}")
        wait_until(lambda: self.rows("SELECT 1 FROM annotations_workerheartbeat"), seconds=120, what="a heartbeat")
        return self

    def answers(self) -> bool:
        """Whether a request is answered."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=30) as reply:
                return bool(reply.status == 200)
        except OSError:
            assert self.up is None or self.up.poll() is None, self.said()
            return False

    def said(self) -> str:
        """Everything it has written."""
        return self.log.read_text() if self.log.exists() else ""

    def queue(self, articles: int, *, sentences: int = 5) -> None:
        """Import articles, in a process that knows nothing of the queue, as a request does."""
        subprocess.run(
            [sys.executable, "-c", QUEUE_ARTICLES, str(articles), str(sentences)],
            cwd=ROOT,
            env=self.environment,
            check=True,
            timeout=300,
        )

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What the database says, read beside everybody else."""
        database = sqlite3.connect(f"file:{self.home / DATABASE}?mode=ro", uri=True, timeout=20)
        try:
            return database.execute(query).fetchall()
        finally:
            database.close()

    def jobs(self, state: str) -> int:
        """How many jobs are in this state."""
        return len(self.rows(f"SELECT 1 FROM annotations_job WHERE state = '{state}'"))

    def processes(self, *words: str) -> list[int]:
        """Living processes of this home, those with all the words in their command line. They are known by their
        environment; the broker, whose title covers it, by its working directory."""
        mark = f"CLAIMDESK_HOME={self.home}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                named = mark in (entry / "environ").read_bytes().split(b"\0")
                if not named and not os.readlink(entry / "cwd").startswith(f"{self.home}/"):
                    continue
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if line and all(word in line for word in words):
                found.append(int(entry.name))
        return sorted(found)

    def main_process(self, *words: str) -> int:
        """The one of these processes that the supervisor started."""
        assert self.up is not None
        for pid in self.processes(*words):
            parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
            if parent == self.up.pid:
                return pid
        raise AssertionError(f"no {words} under the supervisor\n{self.said()}")

    @property
    def socket(self) -> Path:
        """Its broker's socket."""
        return socket_path(self.home)

    def stop(self) -> int | None:
        """SIGTERM, and its exit code."""
        if self.up is None:
            return None
        if self.up.poll() is None:
            self.up.send_signal(signal.SIGTERM)
        return self.up.wait(timeout=90)

    def end(self) -> None:
        """After a test: nothing may stay, however it went."""
        for pid in self.processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        if self.up is not None:
            self.up.wait(timeout=90)
