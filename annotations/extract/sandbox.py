"""Documents read in a process of their own, which may hang, eat memory or crash without harm to this one."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from annotations.extract.kinds import check_size
from annotations.extract.limits import DEFAULT_LIMITS, Limits
from annotations.extract.types import Document, ExtractionFailed, ExtractionWarning

_ROOT = Path(__file__).resolve().parents[2]
# The child sees none of this process's settings: no database address, no key.
_KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT")
_PASTE = "Paste the text of the article instead."


def extract_in_child(
    body: bytes,
    *,
    filename: str = "",
    media_type: str = "",
    charset: str = "",
    source_url: str = "",
    whole: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    seconds: float = 60,
    memory_mb: int = 1500,
) -> Document:
    """Give what `documents.extract` gives, worked out in a child process that is killed after `seconds`.

    The child has an address space of `memory_mb`, its own process group, no network, no files to write, and
    none of this process's environment; it dies with the thread that called. Starting it takes about half a
    second. Raises ExtractionFailed as `extract` does, and `too_slow`, `too_much_memory`, `damaged_file` (it
    crashed) or `reader_unavailable` (it could not be started). If this call is interrupted, the child is killed.
    """
    check_size(body, limits)
    order = {
        "parent": os.getpid(),
        "seconds": seconds,
        "memory_mb": memory_mb,
        "length": len(body),
        "limits": asdict(limits),
        "arguments": {
            "filename": filename,
            "media_type": media_type,
            "charset": charset,
            "source_url": source_url,
            "whole": whole,
        },
    }
    answer = _run(json.dumps(order).encode() + b"\n" + body, seconds)
    try:
        return _document(json.loads(answer))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _unavailable("gave no answer") from error


def _run(order: bytes, seconds: float) -> bytes:
    try:
        process = subprocess.Popen(
            [sys.executable, "-B", "-P", "-s", "-m", "annotations.extract.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(os.environ),
            start_new_session=True,
        )
    except OSError as error:
        raise _unavailable(f"could not be started ({type(error).__name__})") from error
    try:
        answer, _errors = process.communicate(order, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise _too_slow(seconds) from None
    finally:
        # Also when something else ended the wait, such as Celery's soft time limit.
        _kill(process)
    if process.returncode != 0:
        raise _death(process.returncode, seconds)
    return answer


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it may have started; nothing happens if it has ended."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    kept = {name: given[name] for name in _KEPT_ENVIRONMENT if name in given}
    # The same bytes give the same text every time, so sets must not change their order between runs.
    return {**kept, "PYTHONPATH": str(_ROOT), "PYTHONHASHSEED": "0"}


def _document(answer: dict[str, Any]) -> Document:
    if "failed" in answer:
        raise _failure(answer["failed"], answer.get("message", ""), answer.get("hint", ""))
    found = answer["document"]
    published = found.pop("published_at")
    warnings = tuple(ExtractionWarning(code, message) for code, message in found.pop("warnings"))
    return Document(published_at=datetime.fromisoformat(published) if published else None, warnings=warnings, **found)


def _failure(code: str, message: str, hint: str) -> ExtractionFailed:
    if code == "too_much_memory":
        return _too_much_memory()
    if code == "crashed":
        return ExtractionFailed("damaged_file", f"This document could not be read ({message}).", _PASTE)
    if code == "interrupted":
        return _unavailable("was interrupted")
    return ExtractionFailed(code, message, hint)


def _death(returncode: int, seconds: float) -> ExtractionFailed:
    if returncode == -signal.SIGXCPU:
        return _too_slow(seconds)
    if returncode == -signal.SIGKILL:
        return _too_much_memory()  # the kernel's choice when the machine runs out
    if returncode < 0:
        name = signal.Signals(-returncode).name
        return ExtractionFailed("damaged_file", f"Reading this document crashed the reader ({name}).", _PASTE)
    return _unavailable(f"ended with code {returncode}")


def _too_slow(seconds: float) -> ExtractionFailed:
    return ExtractionFailed("too_slow", f"Reading this document took longer than {seconds:g} seconds.", _PASTE)


def _too_much_memory() -> ExtractionFailed:
    return ExtractionFailed("too_much_memory", "Reading this document took too much memory.", _PASTE)


def _unavailable(what: str) -> ExtractionFailed:
    return ExtractionFailed("reader_unavailable", f"The reader of documents {what}.", "Try again in a while.")
