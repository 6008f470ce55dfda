"""The process that reads one document and may be killed at any moment: `python -m annotations.extract.child`.

It reads a line of JSON (what to do) and then the bytes of the document from its standard input, and writes one
JSON object to its standard output. It limits itself before it looks at either.
"""

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
from typing import Any

from annotations.extract.limits import Limits
from annotations.extract.types import Document, ExtractionFailed

_MEBIBYTE = 1024 * 1024
_PR_SET_PDEATHSIG = 1
# What a reader of documents has no business with; standard streams are open by then.
_FORBIDDEN_EVENTS = (
    "socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname",
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "ctypes.dlopen",
)  # fmt: skip


def main() -> None:
    """Read the order and the document, write the answer. The exit code is 0 whenever an answer was written."""
    order = json.loads(sys.stdin.buffer.readline())
    _die_with_parent(order["parent"])
    _limit_self(order["seconds"], order["memory_mb"])
    try:
        answer = json.dumps(_answer(order))
    except MemoryError:
        answer = json.dumps({"failed": "too_much_memory"})
    sys.stdout.write(answer)
    sys.stdout.flush()


def _answer(order: dict[str, Any]) -> dict[str, Any]:
    # Imported here so that the libraries, too, are loaded under the limits.
    try:
        from annotations.extract.documents import extract
    except ImportError as error:
        if "map segment" in str(error):  # how the loader says that memory ran out
            raise MemoryError from error
        raise

    _forbid_the_outside()
    body = sys.stdin.buffer.read(order["length"])
    if len(body) < order["length"]:
        return {"failed": "interrupted"}
    try:
        document = extract(body, **order["arguments"], limits=Limits(**order["limits"]))
    except ExtractionFailed as failure:
        return {"failed": failure.code, "message": failure.message, "hint": failure.hint}
    except MemoryError:
        raise
    except Exception as error:
        if "memory" in str(error).lower():  # lxml has its own way to say it
            raise MemoryError from error
        return {"failed": "crashed", "message": type(error).__name__}
    return {"document": _plain(document)}


def _plain(document: Document) -> dict[str, Any]:
    return {
        "text": document.text,
        "title": document.title,
        "byline": document.byline,
        "published_at": document.published_at.isoformat() if document.published_at else None,
        "source_name": document.source_name,
        "source_url": document.source_url,
        "language": document.language,
        "whole": document.whole,
        "warnings": [[warning.code, warning.message] for warning in document.warnings],
    }


def _die_with_parent(parent: int) -> None:
    """On Linux the kernel kills this process when the thread that started it ends."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)  # it ended before the kernel was told


def _limit_self(seconds: float, memory_mb: int) -> None:
    processor = max(1, int(seconds) + 1)
    for limit, value in (
        (resource.RLIMIT_AS, memory_mb * _MEBIBYTE),
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(limit)
        with contextlib.suppress(ValueError, OSError):  # some systems know no limit on the address space
            resource.setrlimit(limit, (value if hard < 0 else min(value, hard), hard))


def _forbid_the_outside() -> None:
    def refuse(event: str, _arguments: tuple[Any, ...]) -> None:
        if event in _FORBIDDEN_EVENTS:
            raise PermissionError(f"{event} while a document is read")

    sys.addaudithook(refuse)


if __name__ == "__main__":
    main()
