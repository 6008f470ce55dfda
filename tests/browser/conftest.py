"""Chromium for the tests, and a small site of our own that serves the front end's modules and plays the server."""

import contextlib
import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

STATIC = Path(__file__).parents[2] / "annotations" / "static" / "annotations"
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000
"""Milliseconds. Who passes waits no longer for it, and a test has to pass on a machine that is busy with others."""
expect.set_options(timeout=PATIENCE)
START = 240_000
"""Milliseconds a Chromium may need to start."""

Ops = list[dict[str, Any]]
Reply = tuple[int, dict[str, Any]] | None
"""Status and body; None closes the connection without a word."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The installed Chromium, started and stopped with the module, so that no event loop outlives it."""
    with sync_playwright() as playwright:
        path = next((path for path in (CHROMIUM, playwright.chromium.executable_path) if shutil.which(path)), None)
        if path is None:
            reason = f"no browser at {CHROMIUM}, and none installed by `playwright install chromium`"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS, timeout=START)
        yield browser
        browser.close()


@pytest.fixture
def new_context(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts (a person's browser, with its own storage), closed after the test."""
    with contextlib.ExitStack() as stack:

        def make(**options: Any) -> BrowserContext:
            context = chromium.new_context(**options)
            context.set_default_timeout(PATIENCE)
            stack.callback(context.close)
            return context

        yield make


@dataclass
class Bench:
    """A site in this process: static files, pages by path, and an operations endpoint that does what a test says."""

    pages: dict[str, str] = field(default_factory=dict)
    answer: Callable[[Ops], Reply] = lambda ops: (200, {"results": [verdict(op) for op in ops]})
    batches: list[list[str]] = field(default_factory=list)
    """The ids of every batch that arrived, also of those whose reply was lost."""
    address: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def arrived(self) -> list[str]:
        """Every id once, in the order of its first arrival."""
        with self.lock:
            return list(dict.fromkeys(one for batch in self.batches for one in batch))


def verdict(op: dict[str, Any], status: str = "ok", **more: Any) -> dict[str, Any]:
    """The reply to one operation, as the API gives it."""
    claim = {"id": op["claim"], "version": 1, "label": None, "stale": False, "flagged": False, "state": "open"}
    body = {"id": op["id"], "status": status, "code": "", "message": "", "claim": claim, "suggestion": None}
    return body | more


def page_with(modules: list[str], script: str, body: str = "") -> str:
    """An HTML page that maps the module names as the site does and runs `script` as a module."""
    imports = {f"claimdesk/{name}.js": f"/js/{name}.js" for name in modules}
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Bench</title>"
        f'<script type="importmap">{json.dumps({"imports": imports})}</script>'
        f'<body>{body}<script type="module">{script}</script>'
    )


class Handler(BaseHTTPRequestHandler):
    """Answers for a Bench."""

    protocol_version = "HTTP/1.1"

    def __init__(self, bench: Bench, *args: Any) -> None:
        self.bench = bench
        super().__init__(*args)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def send(self, status: int, kind: str, body: bytes) -> None:
        """One whole response."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        """A page of the bench or a static file."""
        page = self.bench.pages.get(self.path.partition("?")[0])
        file = (STATIC / self.path.lstrip("/")).resolve()
        if page is not None:
            self.send(200, "text/html; charset=utf-8", page.encode())
        elif file.is_file() and file.is_relative_to(STATIC):
            self.send(200, "text/javascript" if file.suffix == ".js" else "text/css", file.read_bytes())
        else:
            self.send(404, "text/plain", b"nothing here")

    def do_POST(self) -> None:
        """A batch of operations."""
        ops = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["ops"]
        with self.bench.lock:
            reply = self.bench.answer(ops)
            self.bench.batches.append([op["id"] for op in ops])
        if reply is None:
            self.close_connection = True
            return
        status, body = reply
        kind = "application/json" if status < 400 else "application/problem+json"
        self.send(status, kind, json.dumps(body).encode())


@pytest.fixture
def bench() -> Iterator[Bench]:
    """A running Bench on a free port of this machine."""
    made = Bench()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, made))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made.address = f"http://127.0.0.1:{server.server_port}"
    yield made
    server.shutdown()
    server.server_close()


def wait_until(page: Page, expression: str, timeout: float = PATIENCE / 1000) -> None:
    """Waits up to `timeout` seconds until a JavaScript expression, which may be a promise, is true."""
    end = time.monotonic() + timeout
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never became true: {expression}"
        page.wait_for_timeout(20)
