"""What whoever started the desk reads: where it is, and how to get in. Said when requests are answered, and once."""

import io
import os
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

from django.core.management import call_command
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


def demo_lines() -> list[str]:
    """Make the demo project where it is missing. What the command says: a one-time sign-in link and the accounts."""
    said = io.StringIO()
    call_command("seed_demo", stdout=said)
    return said.getvalue().rstrip("\n").splitlines()


def queue_line(choice: BrokerChoice) -> str:
    """Which way jobs go."""
    if choice.kind is BrokerKind.NONE:
        return "no broker found, jobs run one by one from their table (slower, nothing is lost)"
    return choice.server


class Welcome:
    """The lines, and the browser at the very first start."""

    def __init__(
        self, address: str, home: Path, choice: BrokerChoice, lines: list[str], *, say: Callable[[str], None]
    ) -> None:
        self.opens_browser = False
        self._say = say
        self._shown = False
        self._page = next((word for line in lines for word in line.split() if word.startswith("http")), address)
        self._lines = [
            f"Claimdesk is at {address} (Ctrl-C stops it)",
            *(f"  {line}" for line in lines),
            f"  queue: {queue_line(choice)}",
            f"  data: {home}",
        ]

    def show(self, child: str) -> None:
        """The web process answers. Later restarts of it say nothing new."""
        if self._shown:
            return
        self._shown = True
        for line in self._lines:
            self._say(line)
        if self.opens_browser and has_desktop():
            webbrowser.open(self._page)


def has_desktop() -> bool:
    """Whether somebody sits in front of this machine: a terminal, and a screen a browser can open on."""
    screen = sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return screen and sys.stdout.isatty()
