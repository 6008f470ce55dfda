"""What `doctor` looks at on this machine: Python, home, keys, disk, port, static files, mail, the language pipeline."""

import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator

from django.conf import settings

from annotations.engine.address import AddressUnavailable, open_listener
from annotations.engine.findings import Check, Finding, fail, ok, warn
from annotations.engine.home_lock import holder_of
from annotations.engine.preparation import static_is_current

OLDEST_PYTHON = (3, 11)
LITTLE_SPACE, TOO_LITTLE_SPACE = 1_000_000_000, 100_000_000  # bytes


def python() -> Iterator[Finding]:
    """The interpreter."""
    if sys.version_info >= OLDEST_PYTHON:
        yield ok("python", f"{platform.python_version()} at {sys.prefix}")
    else:
        yield fail("python", platform.python_version(), "3.11 or newer is needed; remove .venv and type make run")


def home() -> Iterator[Finding]:
    """Where the data is, and who else can read it."""
    path = settings.HOME
    try:
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        yield fail(
            "home", f"{path} cannot be written ({error.strerror})", "give it to this user, or set CLAIMDESK_HOME"
        )
        return
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        yield warn("home", f"{path} can be entered by other users (mode {mode:o})", f"chmod 700 {path}")
    else:
        yield ok("home", f"{path} (mode {mode:o})")


def disk() -> Iterator[Finding]:
    """Room for more."""
    free = shutil.disk_usage(settings.HOME).free
    said = f"{free / 1e9:.1f} GB free"
    if free < TOO_LITTLE_SPACE:
        yield fail("disk", said, "make room: nothing can be saved when the disk is full")
    elif free < LITTLE_SPACE:
        yield warn("disk", said, "make room soon")
    else:
        yield ok("disk", said)


def keys() -> Iterator[Finding]:
    """The two secrets: in the environment, or in the home for nobody but us."""
    for variable, name in (("SECRET_KEY", "secret-key"), ("LEDGER_KEY", "ledger-key")):
        path = settings.HOME / "keys" / name
        if os.environ.get(variable):
            yield ok(f"key {name}", f"from {variable}")
        elif not path.exists():
            yield fail(f"key {name}", f"{path} is missing", f"put it back from a backup, or set {variable}")
        elif mode := path.stat().st_mode & 0o077:
            yield fail(f"key {name}", f"other users can read {path} (mode {mode:o} too much)", f"chmod 600 {path}")
        else:
            yield ok(f"key {name}", "kept in the home, mode 600")


def port() -> Iterator[Finding]:
    """Whether the site can listen, or does."""
    where = f"{settings.BIND} port {settings.PORT}"
    holder = holder_of(settings.HOME)
    if holder:
        yield ok("address", f"{holder.get('address')} (process {holder.get('pid')} runs now)")
        return
    try:
        open_listener(settings.BIND, settings.PORT).close()
    except AddressUnavailable as error:
        yield warn("address", f"{where} cannot be had", str(error))
    else:
        yield ok("address", f"{where} is free")


def static_files() -> Iterator[Finding]:
    """Style sheets and scripts."""
    if static_is_current():
        yield ok("static files", "collected" if not settings.DEBUG else "served from where they are (DEBUG)")
    else:
        yield warn("static files", "not collected, or older than the code", "make run collects them")


def mail() -> Iterator[Finding]:
    """Whether invitations and forgotten passwords can go by mail."""
    if settings.EMAIL_URL:
        yield ok("mail", f"by {getattr(settings, 'EMAIL_HOST', '') or settings.EMAIL_BACKEND}")
    else:
        yield ok("mail", "none (links are copied by hand; EMAIL_URL=smtp://user:password@host:587 sends them)")


def pipeline() -> Iterator[Finding]:
    """Whether a text can be analysed here."""
    from annotations.nlp import pipeline as nlp  # spaCy is only wanted by this check
    from annotations.nlp.version import PIPELINE_VERSION

    begin = time.monotonic()
    nlp.load()
    claims = nlp.analyse("The council said on Monday that rents rose by 4 per cent.").claims
    seconds = time.monotonic() - begin
    if claims:
        yield ok("pipeline", f"{PIPELINE_VERSION}, ready in {seconds:.1f} s")
    else:
        yield fail("pipeline", "loads, and finds no claim in a sentence that is one", "install requirements.txt again")


SITE_CHECKS: tuple[Check, ...] = (python, home, disk, keys, port, static_files, mail, pipeline)
