"""How many requests one key, one session's user or one unknown address may make.

Counted in files, one byte a request: appending a byte is atomic, so the count holds for every process of a machine
without a cache server, without a lock, and without a database write for each GET (which on SQLite would queue readers
behind writers). Several machines count on their own. Where the files cannot be written nobody is turned away.
"""

import hashlib
import os
import shutil
import time
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from annotations.api.auth import token_of

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class DeskThrottle(BaseThrottle):
    """`burst` for callers we know, `anonymous` for the others; rates from REST_FRAMEWORK."""

    seconds_left = 0.0

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Whether this request may pass; counts it."""
        scope, caller = caller_of(request)
        limit, seconds = rate_of(scope)
        now = time.time()
        used = hits(settings.HOME / "throttle" / scope, caller, now=now, seconds=seconds)
        self.seconds_left = seconds - now % seconds
        return used <= limit

    def wait(self) -> float:
        """Seconds until it is worth trying again."""
        return self.seconds_left


def caller_of(request: Request) -> tuple[str, str]:
    """Which rate counts, and for whom."""
    token = token_of(request)
    if token is not None:
        return "burst", f"token {token.uid}"
    if request.user and request.user.is_authenticated:
        return "burst", f"user {request.user.uid}"
    return "anonymous", f"address {address_of(request)}"


def address_of(request: Request | HttpRequest) -> str:
    """The caller's address. Behind our proxy it is the last one the proxy wrote; others are anybody's claim."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def rate_of(scope: str) -> tuple[int, int]:
    """Requests, and the seconds they are counted over."""
    number, _, unit = str(api_settings.DEFAULT_THROTTLE_RATES[scope]).partition("/")
    return int(number), SECONDS[unit[0]]


def hits(folder: Path, caller: str, *, now: float, seconds: int) -> float:
    """Requests of this caller in the last `seconds`, this one included: those of the running window, and of the one
    before it the share that is still inside. Two small file operations."""
    window = int(now // seconds)
    name = hashlib.sha256(caller.encode()).hexdigest()[:32]
    running, before = folder / str(window) / name, folder / str(window - 1) / name
    try:
        count = count_one(running, folder)
        earlier = before.stat().st_size if before.exists() else 0
    except OSError:
        return 0
    return count + earlier * (1 - now % seconds / seconds)


def count_one(path: Path, folder: Path) -> int:
    """Add a byte to the file and say how many it has."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        forget_windows(folder, until=int(path.parent.name) - 1)
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, b".")
        return os.fstat(file).st_size
    finally:
        os.close(file)


def forget_windows(folder: Path, *, until: int) -> None:
    """Remove the windows before this one."""
    for old in folder.iterdir():
        if old.name.isdecimal() and int(old.name) < until:
            shutil.rmtree(old, ignore_errors=True)
