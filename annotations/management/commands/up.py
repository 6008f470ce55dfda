"""`manage.py up`: the whole desk in one process tree."""

import os
import signal
import socket
import sys
from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from annotations.engine.address import AddressUnavailable, open_listener, site_address
from annotations.engine.broker import BrokerKind, choose_broker
from annotations.engine.console import Console
from annotations.engine.embedded_broker import clear_away
from annotations.engine.forked import ForkedWorkFailed, in_child
from annotations.engine.home_lock import HomeLock, HomeTaken
from annotations.engine.preparation import PreparationFailed, bring_database_up_to_date, collect_static
from annotations.engine.processes import stages
from annotations.engine.supervisor import Supervisor
from annotations.engine.welcome import Welcome, queue_line, sign_in_lines

NEW = "new"


class Command(BaseCommand):
    """Starts web, worker and, where none is named, the broker; stops them together."""

    help = "Run Claimdesk: web, worker and queue, until Ctrl-C."
    requires_system_checks: list[str] = []  # `make lint` and `doctor` run them; a start should be quick

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The few things that are not in the environment."""
        parser.add_argument("--port", type=int, help="listen here instead of PORT")
        parser.add_argument("--demo", action="store_true", help="make the demo project first, where it is missing")
        parser.add_argument("--no-open", action="store_true", help="do not open a browser at the first start")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the home and the port, prepare, run until a signal comes, clear away."""
        if options["port"] and options["port"] != settings.PORT:
            start_again_with_port(options["port"])
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)  # until the supervisor takes over
        lock = HomeLock(settings.HOME)
        try:
            lock.take(site_address(settings.BIND, settings.PORT))
            with open_listener(settings.BIND, settings.PORT) as listener:
                run(listener, demo=options["demo"], opens_browser=not options["no_open"])
        except (HomeTaken, AddressUnavailable, ForkedWorkFailed) as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            return
        finally:
            lock.release()


def run(listener: socket.socket, *, demo: bool, opens_browser: bool) -> None:
    """Everything between having the port and giving it back."""
    console = Console()
    address = site_address(settings.BIND, settings.PORT)
    choice = choose_broker()
    was_new, *lines = in_child(partial(prepare, address, demo=demo), expected=PreparationFailed)
    welcome = Welcome(
        address,
        say=console.say,
        waits_for={"web", "demo"} if demo else {"web"},
        opens_browser=opens_browser and was_new == NEW,
    )
    for line in lines:
        welcome.add_way_in(line)
    welcome.add_fact(f"queue: {queue_line(choice)}")
    welcome.add_fact(f"data: {settings.HOME}")
    console.when_ready = welcome.ready
    console.listeners["demo"] = welcome.add_way_in
    specs = stages(settings.HOME, settings.PORT, choice, listener.fileno(), demo=demo)
    try:
        Supervisor(specs, tell=console.tell).run()
    finally:
        if choice.kind is BrokerKind.EMBEDDED:
            clear_away(settings.HOME)


def prepare(address: str, *, demo: bool) -> list[str]:
    """Database and static files. NEW or "", then how to sign in. In a child: the supervisor stays small, and has
    no database open when it forks."""
    is_new = bring_database_up_to_date()
    collect_static()
    lines = [] if demo else sign_in_lines(address)
    connections.close_all()
    return [NEW if is_new else "", *lines]


def start_again_with_port(port: int) -> None:
    """Replace this process by one whose settings have the port: names of cookies and links depend on it."""
    os.environ["PORT"] = str(port)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606  no shell is what we want
