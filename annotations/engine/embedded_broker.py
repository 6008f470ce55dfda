"""The broker that `up` starts for this home alone: a unix socket only its owner can open, and a log of its own.

Losing its data loses no work, because every job is a row in the database and is sent again. That is why a server that
cannot read what it has kept may start afresh.
"""

import hashlib
import os
import re
import shutil
import socket
import stat
import tempfile
import time
from pathlib import Path

from annotations.engine.broker import BrokerChoice

LONGEST_SOCKET_PATH = 100  # bytes; the limit of the kernel is 104 or 108
PLAIN_PATH = re.compile(r"[A-Za-z0-9_./~+-]+")  # what survives in a URL without quoting
GIVE_UP_DATA_AFTER = 3  # failed starts in a row


def socket_path(home: Path) -> Path:
    """Where the socket of this home is: in the home, or where that path would be too long for a socket or not plain,
    in a short directory named after its hash. Nothing is created."""
    inside = home / "broker" / "broker.sock"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_PATH and PLAIN_PATH.fullmatch(str(inside)):
        return inside
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    for base in (os.environ.get("XDG_RUNTIME_DIR", ""), tempfile.gettempdir(), "/tmp"):  # noqa: S108  owner is checked
        outside = Path(base or "/tmp") / f"claimdesk-{os.getuid()}-{digest}" / "broker.sock"  # noqa: S108  the same
        if len(os.fsencode(outside)) <= LONGEST_SOCKET_PATH and PLAIN_PATH.fullmatch(str(outside)):
            return outside
    raise RuntimeError("No directory with a path short enough for a socket")  # "/tmp" is, so this cannot be reached


def broker_url(home: Path) -> str:
    """What clients of the embedded broker put into BROKER_URL."""
    return f"redis+socket://{socket_path(home)}"


def data_directory(home: Path, choice: BrokerChoice) -> Path:
    """Its log. One for each server and major version: an older server cannot read what a newer one wrote."""
    name = choice.server.partition(" ")[0].lower()
    return home / "broker" / f"{name}-{choice.version[0]}"


def broker_command(home: Path, choice: BrokerChoice) -> tuple[str, ...]:
    """The command line: no TCP port, no snapshots, every second to disk, nothing thrown away when memory is short."""
    options = {
        "port": "0",
        "unixsocket": str(socket_path(home)),
        "unixsocketperm": "600",
        "dir": str(data_directory(home, choice)),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "pidfile": "",
        "logfile": "",
        "loglevel": "warning",
    }
    return (str(choice.binary), *(word for name, value in options.items() for word in (f"--{name}", value)))


def make_ready(home: Path, choice: BrokerChoice, failures: int) -> None:
    """Directories for a start, private to their owner. After repeated failures the kept messages are given up.

    Raises PermissionError when the socket's directory belongs to somebody else.
    """
    data = data_directory(home, choice)
    if failures >= GIVE_UP_DATA_AFTER:
        shutil.rmtree(data, ignore_errors=True)
    private_directory(home / "broker")
    private_directory(socket_path(home).parent)
    private_directory(data)
    end_orphan(socket_path(home))


def private_directory(path: Path) -> None:
    """Make it, mode 0700. Raises PermissionError when it is a link or somebody else's."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise PermissionError(f"{path} belongs to somebody else")
    path.chmod(0o700)


def end_orphan(path: Path) -> None:
    """Shut down a server an earlier `up` left behind (only possible where children can outlive a killed parent, on
    macOS). We hold the home's lock, so whatever answers on its socket is an orphan."""
    if not path.exists():
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(1.0)
        try:
            client.connect(str(path))
            client.sendall(b"SHUTDOWN NOSAVE\r\n")
            while client.recv(4096):
                time.sleep(0.01)
        except OSError:
            pass  # nobody there, or it is gone now: both are what we want
    path.unlink(missing_ok=True)


def clear_away(home: Path) -> None:
    """After the server has ended: remove its socket, and the directory outside the home where there was one."""
    path = socket_path(home)
    path.unlink(missing_ok=True)
    if home not in path.parents:
        shutil.rmtree(path.parent, ignore_errors=True)
