"""What whoever started the desk reads: where it is, and how to get in. Said when requests are answered, and once."""

import os
import sys
import webbrowser
from collections.abc import Callable
from urllib.parse import urljoin

from django.urls import reverse

from annotations.engine.broker import BrokerChoice, BrokerKind
from annotations.models.users import User
from annotations.services.accounts import first_run_code


def sign_in_lines(address: str) -> list[str]:
    """How the first person gets in: on an empty site the page for the first account and its code, else nothing."""
    if User.objects.exists():
        return []
    return [
        f"first account: {urljoin(address, reverse('web:first-run'))}",
        f"one-time code: {first_run_code()}",
    ]


def queue_line(choice: BrokerChoice) -> str:
    """Which way jobs go."""
    if choice.kind is BrokerKind.NONE:
        return "no broker found, jobs run one by one from their table (slower, nothing is lost)"
    return choice.server


class Welcome:
    """Collects the lines, and says them when everyone in `waits_for` is ready. Opens a browser where that is wanted."""

    def __init__(self, address: str, *, say: Callable[[str], None], waits_for: set[str], opens_browser: bool) -> None:
        self._address = address
        self._say = say
        self._waits_for = set(waits_for)
        self._opens_browser = opens_browser
        self._ways_in: list[str] = []
        self._facts: list[str] = []

    def add_way_in(self, line: str) -> None:
        """A line about signing in."""
        self._ways_in.append(line)

    def add_fact(self, line: str) -> None:
        """A line about how it runs."""
        self._facts.append(line)

    def ready(self, child: str) -> None:
        """This child is. A later restart of it says nothing new."""
        if child not in self._waits_for:
            return
        self._waits_for.discard(child)
        if self._waits_for:
            return
        for line in (f"Claimdesk is at {self._address} (Ctrl-C stops it)", *self._ways_in, *self._facts):
            self._say(line if line.startswith("Claimdesk") else f"  {line}")
        if self._opens_browser and has_desktop():
            webbrowser.open(self._page())

    def _page(self) -> str:
        """The first address among the ways in, else the site's own."""
        words = [word for line in self._ways_in for word in line.split()]
        return next((word for word in words if word.startswith("http")), self._address)


def has_desktop() -> bool:
    """Whether somebody sits in front of this machine: a terminal, and a screen a browser can open on."""
    screen = sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return screen and sys.stdout.isatty()
