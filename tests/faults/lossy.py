"""A proxy that loses requests and replies, and a browser that can be killed, for what happens between the two."""

import contextlib
import http.client
import os
import random
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

from tests.browser.conftest import CHROMIUM, CHROMIUM_ARGS, PATIENCE, START


class LossyProxy(ThreadingHTTPServer):
    """Stands before a site. Of requests other than for static files it loses a share before the site hears of them,
    and a share of the replies after the site has done what was asked. Which ones hangs on the seed and their order
    alone."""

    daemon_threads = True

    def __init__(self, site_port: int, *, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), Passing)
        self.site_port = site_port
        self.share = 0.0
        self.lost = {"requests": 0, "replies": 0}
        self.asked = 0
        """Requests that may be lost, so far."""
        self._rng, self._lock = random.Random(seed), threading.Lock()

    @property
    def address(self) -> str:
        """Where a browser reaches the site through it."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def loses(self, what: str, path: str) -> bool:
        """Whether this request, or this reply, is lost."""
        if path.startswith("/static/"):
            return False
        with self._lock:
            self.asked += what == "requests"
            lost = self._rng.random() < self.share
            self.lost[what] += lost
        return lost

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that was killed in the middle is what this is for."""


class Passing(BaseHTTPRequestHandler):
    """One request, passed on, or not."""

    protocol_version = "HTTP/1.1"
    server: LossyProxy

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def pass_on(self) -> None:
        """To the site and back."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.server.loses("requests", self.path):
            self.close_connection = True
            return
        site = http.client.HTTPConnection("127.0.0.1", self.server.site_port, timeout=30)
        try:
            site.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() != "connection":
                    site.putheader(name, value)
            site.endheaders(body or None)
            reply = site.getresponse()
            content = reply.read()
        finally:
            site.close()
        if self.server.loses("replies", self.path):
            self.close_connection = True
            return
        self.send_response_only(reply.status)
        for name, value in reply.getheaders():
            if name.lower() not in {"transfer-encoding", "connection", "content-length"}:
                self.send_header(name, value)
        if reply.status not in (204, 304):
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PATCH = do_DELETE = pass_on


@contextlib.contextmanager
def lossy_proxy(site_port: int, *, seed: int) -> Iterator[LossyProxy]:
    """A running one."""
    proxy = LossyProxy(site_port, seed=seed)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    yield proxy
    proxy.shutdown()
    proxy.server_close()


class MortalBrowser:
    """A Chromium with a profile on disk that can be ended by SIGKILL, and started again on the same profile."""

    def __init__(self, playwright: Playwright, profile: Path) -> None:
        self.profile = profile
        (profile / "DevToolsActivePort").unlink(missing_ok=True)
        path = CHROMIUM if shutil.which(CHROMIUM) else playwright.chromium.executable_path
        self.process = subprocess.Popen(
            [path, "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={profile}", *CHROMIUM_ARGS],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        address = f"http://127.0.0.1:{self._port()}"
        self.browser: Browser = playwright.chromium.connect_over_cdp(address, timeout=START)

    def _port(self) -> int:
        file, until = self.profile / "DevToolsActivePort", time.monotonic() + 120
        while not (file.exists() and file.read_text().strip()):
            assert self.process.poll() is None, "the browser did not start"
            assert time.monotonic() < until, "the browser named no port"
            time.sleep(0.05)
        return int(file.read_text().split()[0])

    def page(self) -> Page:
        """A new tab."""
        page = self.browser.contexts[0].new_page()
        page.set_default_timeout(PATIENCE)
        return page

    def kill(self) -> None:
        """All its processes at once, in the middle of whatever they do."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=90)
        with contextlib.suppress(Exception):
            self.browser.close()

    def leave(self) -> None:
        """As a person closes it, so that cookies are on the disk."""
        session = self.browser.new_browser_cdp_session()
        with contextlib.suppress(Exception):
            session.send("Browser.close")
        self.process.wait(timeout=90)
