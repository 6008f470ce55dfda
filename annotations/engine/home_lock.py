"""One `up` at a time in one home: a lock the kernel gives back whatever becomes of its holder."""

import fcntl
import json
import os
import time
from pathlib import Path


class HomeTaken(Exception):
    """Another `up` has this home. `pid` and `address` are "" where it has not written them yet."""

    def __init__(self, home: Path, pid: str, address: str) -> None:
        where = f" at {address}" if address else ""
        who = f"process {pid}" if pid else "another process"
        super().__init__(
            f"Claimdesk already runs in {home} ({who}{where}). "
            "Stop that one first, or give this one a home of its own: CLAIMDESK_HOME=... make run"
        )
        self.pid = pid
        self.address = address


class HomeLock:
    """Held from `take` to `release`. The file says who holds it; it is the kernel's lock on it that counts."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._path = home / "owner.lock"
        self._descriptor: int | None = None

    def take(self, address: str) -> None:
        """Lock the home and write down our pid and address. Raises HomeTaken at once when somebody has it."""
        tries = 3
        while True:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                note = read_note(descriptor)
                os.close(descriptor)
                tries -= 1
                if note or not tries:
                    raise HomeTaken(self._home, note.get("pid", ""), note.get("address", "")) from None
                time.sleep(0.1)  # nobody has signed it: somebody is just looking (`holder_of`), or just starting
                continue
            if self._is_the_file(descriptor):
                break
            os.close(descriptor)  # its last holder removed it between our open and our lock: there is a new one
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps({"pid": str(os.getpid()), "address": address}).encode(), 0)
        self._descriptor = descriptor

    def _is_the_file(self, descriptor: int) -> bool:
        try:
            return os.path.samestat(os.fstat(descriptor), os.stat(self._path))
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Remove the file, then let go of it."""
        if self._descriptor is not None:
            self._path.unlink(missing_ok=True)
            os.close(self._descriptor)
            self._descriptor = None


def read_note(descriptor: int) -> dict[str, str]:
    """What the holder wrote, {} where it is not readable yet."""
    try:
        note = json.loads(os.pread(descriptor, 4096, 0))
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in note.items()} if isinstance(note, dict) else {}


def holder_of(home: Path) -> dict[str, str]:
    """`pid` and `address` of the `up` that runs in this home now, {} where none does."""
    try:
        descriptor = os.open(home / "owner.lock", os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return {}
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return read_note(descriptor)
    finally:
        os.close(descriptor)
    return {}
