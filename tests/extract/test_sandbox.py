"""A document is read in a child process, and every way that can end is a failure people understand."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from annotations.extract import sandbox
from annotations.extract.documents import extract
from annotations.extract.limits import Limits
from annotations.extract.sandbox import extract_in_child
from annotations.extract.types import ExtractionFailed
from tests.extract.helpers import HANGS
from tests.extract.pdfs import lines, pdf
from tests.extract.words import docx_of

ROOT = Path(__file__).resolve().parents[2]
CASES = [
    (b"Words \x00 and a smile \xf0\x9f\x98\x80.\r\nMore.", "a.txt"),
    (b"---\ndate: 2024-03-05\n---\n# Head\n\nWords.", "a.md"),
    (b"<html><body><p>Only one short paragraph.</p></body></html>", "a.html"),
    (docx_of("The port opened.", "Nobody was hurt."), "a.docx"),
    (pdf(lines("The port opened."), info="/Title (Port) /CreationDate (D:20240506070809Z)"), "a.pdf"),
]


def refused(body: bytes = b"Words.", filename: str = "a.txt", **given: Any) -> ExtractionFailed:
    with pytest.raises(ExtractionFailed) as failure:
        extract_in_child(body, filename=filename, **given)
    assert failure.value.message
    return failure.value


def instead(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let the child run this program after it has taken its order."""
    start = subprocess.Popen
    program = f"import sys, os, time, signal, resource; order = sys.stdin.buffer.readline(); {code}"

    def popen(_command: Sequence[str], **given: Any) -> "subprocess.Popen[bytes]":
        return start([sys.executable, "-c", program], **given)

    monkeypatch.setattr(subprocess, "Popen", popen)


@pytest.mark.parametrize(("body", "filename"), CASES, ids=[name for _body, name in CASES])
def test_the_child_gives_what_reading_here_gives(body: bytes, filename: str) -> None:
    given: dict[str, Any] = {"filename": filename, "source_url": "https://news.example/a"}
    assert extract_in_child(body, **given) == extract(body, **given)


def test_a_refusal_in_the_child_is_the_refusal_here() -> None:
    failure = refused(pdf([], image=True), "a.pdf")
    assert (failure.code, failure.message) == ("scanned_pdf", "This PDF has pictures of pages and no text.")
    assert failure.hint


def test_limits_reach_the_child() -> None:
    assert refused(b"a" * 51, limits=Limits(text_characters=50)).code == "text_too_long"
    assert extract_in_child(b"a" * 50, limits=Limits(text_characters=50)).text == "a" * 50


def test_a_file_that_is_too_large_starts_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: object, **_given: object) -> None:
        raise AssertionError("started")

    monkeypatch.setattr(subprocess, "Popen", never)
    assert refused(b"a" * 51, limits=Limits(body_bytes=50)).code == "file_too_large"


def test_a_child_that_takes_too_long_is_killed() -> None:
    deep = "<div>" * 150 + "<b>" * 40 + "<p>x" * 150_000
    start = time.monotonic()
    assert refused(deep.encode(), "a.html", seconds=2).code == "too_slow"
    assert time.monotonic() - start < HANGS


def test_a_child_that_needs_too_much_memory_is_told() -> None:
    page = b"<html><body>" + b"<p>Some words of a paragraph.</p>" * 60_000
    assert refused(page, "a.html", memory_mb=140).code == "too_much_memory"


@pytest.mark.parametrize(
    ("end", "code"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", "damaged_file"),
        ("os.abort()", "damaged_file"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "too_much_memory"),
        ("os.kill(os.getpid(), signal.SIGXCPU)", "too_slow"),
        ("resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass", "too_slow"),
        ("sys.exit(3)", "reader_unavailable"),
        ("pass", "reader_unavailable"),
        ("print('{')", "reader_unavailable"),
        ("print('[]')", "reader_unavailable"),
        ("print('{}')", "reader_unavailable"),
        ('print(\'{"document": {"text": 1}}\')', "reader_unavailable"),
        ("print('{\"document\": null}')", "reader_unavailable"),
        ("sys.stdout.buffer.write(bytes([255]))", "reader_unavailable"),
        ("os.close(0); time.sleep(60)", "too_slow"),
        ("signal.signal(signal.SIGTERM, signal.SIG_IGN); os.close(1); time.sleep(60)", "too_slow"),
    ],
)
def test_every_end_of_a_child_is_a_failure(monkeypatch: pytest.MonkeyPatch, end: str, code: str) -> None:
    instead(monkeypatch, end)
    assert refused(b"a" * 1_000_000, seconds=3).code == code


def test_a_child_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert refused().code == "reader_unavailable"


def test_a_daemonic_pool_process_may_read_documents() -> None:
    """Celery's prefork workers are such processes; multiprocessing forbids them children of its own kind."""
    context = multiprocessing.get_context("fork")
    texts = context.SimpleQueue()
    worker = context.Process(target=lambda: texts.put(extract_in_child(b"Words.").text), daemon=True)
    worker.start()
    worker.join(30)
    assert worker.exitcode == 0
    assert texts.get() == "Words."


class SoftTimeLimit(Exception):
    """What Celery raises in the middle of whatever a task is doing."""


def test_an_interrupted_call_kills_its_child(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    real = sandbox._kill

    def kill(process: "subprocess.Popen[bytes]") -> None:
        started.append(process)
        real(process)

    def interrupt(_signal: int, _frame: object) -> None:
        raise SoftTimeLimit

    monkeypatch.setattr(sandbox, "_kill", kill)
    instead(monkeypatch, "time.sleep(60)")
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        with pytest.raises(SoftTimeLimit):
            extract_in_child(b"Words.", seconds=5)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert started[0].returncode == -signal.SIGKILL


def test_what_the_child_started_dies_with_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    instead(monkeypatch, f"os.fork(); open({str(note)!r}, 'a').write(str(os.getpid()) + '\\n'); time.sleep(60)")
    assert refused(seconds=1).code == "too_slow"
    pids = [int(pid) for pid in note.read_text().split()]
    assert len(pids) == 2
    assert eventually(lambda: not any(map(alive, pids)))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent has died")
def test_the_child_dies_with_its_parent() -> None:
    program = (
        "from annotations.extract.sandbox import extract_in_child\n"
        "deep = '<div>' * 150 + '<b>' * 40 + '<p>x' * 150_000\n"
        "extract_in_child(deep.encode(), filename='a.html')"
    )
    with subprocess.Popen([sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": str(ROOT)}) as parent:
        child = eventually(lambda: next(iter(children(parent.pid)), None))
        assert child is not None
        # Once it works on the document it no longer notices that its pipes have been closed.
        assert eventually(lambda: processor_seconds(child) > 1, seconds=60)
        parent.kill()
    assert eventually(lambda: not alive(child))


def test_many_threads_may_read_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        bodies = [f"Words {number}.".encode() for number in range(4)]
        assert [found.text.encode() for found in pool.map(extract_in_child, bodies)] == bodies


def test_the_child_sees_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hidden")
    kept = sandbox._environment(os.environ)
    assert "SECRET_KEY" not in kept
    assert "PATH" in kept


@pytest.mark.parametrize(
    "act",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('news.example', 80)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
    ],
)
def test_the_child_may_not_reach_outside(act: str) -> None:
    program = f"from annotations.extract.child import _forbid_the_outside as f; f()\n{act}"
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, env={"PYTHONPATH": str(ROOT)}, check=False
    )
    assert ended.returncode == 1
    assert b"PermissionError" in ended.stderr


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def processor_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) / os.sysconf("SC_CLK_TCK")


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False


def eventually(look: Any, seconds: float = 10) -> Any:
    """What `look` gives once it gives something true, or its last answer."""
    end = time.monotonic() + seconds
    while not (found := look()) and time.monotonic() < end:
        time.sleep(0.05)
    return found
