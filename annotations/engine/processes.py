"""The command lines of the children: web, worker, and where there is no broker, the local pool."""

import os
import sys
from functools import partial
from pathlib import Path

from django.conf import settings

from annotations.engine.broker import BrokerChoice, BrokerKind, without_foreign_brokers
from annotations.engine.child import ChildSpec
from annotations.engine.embedded_broker import broker_command, broker_url, make_ready

MOST_PROCESSES = 2


def process_count() -> int:
    """How many processes do the work: as many as this process may use cores, at most two."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST_PROCESSES, cores)


def child_environment(home: Path, port: int, choice: BrokerChoice) -> dict[str, str]:
    """The environment of every child: one home, one port, one broker, and no other broker by accident."""
    environment = without_foreign_brokers(os.environ)
    environment |= {
        "CLAIMDESK_HOME": str(home),
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "factcheck.settings",
    }
    environment.pop("BROKER_URL", None)
    if choice.kind is not BrokerKind.NONE:
        environment["BROKER_URL"] = choice.url or broker_url(home)
    return environment


def web_spec(environment: dict[str, str], listener: int) -> ChildSpec:
    """gunicorn on the socket the supervisor has opened."""
    return ChildSpec(
        name="web",
        command=(sys.executable, "-m", "gunicorn", "-c", "python:annotations.engine.web_server", "factcheck.wsgi"),
        env={**environment, "CLAIMDESK_LISTEN_FD": str(listener)},
        pass_fds=(listener,),
    )


def worker_spec(environment: dict[str, str]) -> ChildSpec:
    """A Celery worker: processes that can be killed one by one, and no talk between workers, which nobody reads."""
    return ChildSpec(
        name="worker",
        command=(
            *(sys.executable, "-m", "celery", "--app", "factcheck", "--quiet", "worker"),
            *("--hostname", "claimdesk@%h", "--pool", "prefork", "--concurrency", str(process_count())),
            *("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"),
        ),
        env=environment,
    )


def local_pool_spec(environment: dict[str, str]) -> ChildSpec:
    """Jobs straight from their table, where there is no broker to carry them."""
    return ChildSpec(name="worker", command=(sys.executable, "-m", "annotations.engine.local_pool"), env=environment)


def broker_spec(environment: dict[str, str], home: Path, choice: BrokerChoice) -> ChildSpec:
    """The embedded broker."""
    return ChildSpec(
        name="broker",
        command=broker_command(home, choice),
        env=environment,
        before_start=partial(make_ready, home, choice),
    )


def demo_spec(environment: dict[str, str]) -> ChildSpec:
    """The demo project, made where it is missing, and fresh links for its people: beside the start, not before it."""
    command = (sys.executable, str(settings.BASE_DIR / "manage.py"), "seed_demo", "--skip-checks")
    return ChildSpec(name="demo", command=command, env=environment, once=True)


def stages(home: Path, port: int, choice: BrokerChoice, listener: int, *, demo: bool = False) -> list[list[ChildSpec]]:
    """Everything `up` starts: the broker first and last, the others between."""
    environment = child_environment(home, port, choice)
    worker = local_pool_spec(environment) if choice.kind is BrokerKind.NONE else worker_spec(environment)
    first = [broker_spec(environment, home, choice)] if choice.kind is BrokerKind.EMBEDDED else []
    beside = [demo_spec(environment)] if demo else []
    return [first, [web_spec(environment, listener), *beside, worker]]
