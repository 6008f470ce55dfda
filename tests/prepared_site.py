"""What every live site starts as: a home prepared once for the whole run, with its database migrated, its static files
collected, and Mina, the administrator, with a key. A site is a copy of it, so no test waits for what is always the
same. Starting from nothing is what tests/faults/test_start_and_stop.py is about."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
MINA = "mina@example.org"
DATABASE = "claimdesk.sqlite3"
MIGRATE = """
import django
django.setup()
from annotations.engine.preparation import bring_database_up_to_date
bring_database_up_to_date()
"""
PREPARE = f"""
import django
django.setup()
from django.utils import timezone
from annotations.engine.preparation import collect_static
from annotations.management.people import terminal
from annotations.services.accounts import account_create
from annotations.services.links import token_create
collect_static()
at = timezone.now()
mina, _event = account_create(actor=terminal(), email={MINA!r}, is_superuser=True, at=at)
scopes = ["read", "review", "import", "export", "admin"]
print(token_create(actor=terminal(), user=mina, scopes=scopes, project=None, days=90, name="made for tests", at=at)[1])
"""


@dataclass(frozen=True)
class Prepared:
    """The home to copy, Mina's key, and the PostgreSQL database to copy where the run is on one."""

    home: Path
    key: str
    database: str


@cache
def temporary_home() -> Path:
    """A folder that is gone when this process ends."""
    home = Path(tempfile.mkdtemp(prefix="claimdesk-tests-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home


def in_process(home: Path, url: str, script: str) -> str:
    """What a script prints that runs in a process of its own, on the database of `url`."""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=environment_of(home) | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@cache
def migrated_file() -> Path:
    """A migrated SQLite database without a row of anybody's, to be copied."""
    home = temporary_home() / "migrated"
    in_process(home, f"sqlite:///{home / DATABASE}", MIGRATE)
    return home / DATABASE


@cache
def migrated_database() -> str:
    """The URL of a migrated PostgreSQL database without a row of anybody's, to be copied."""
    url = new_database(os.environ["DATABASE_URL"])
    atexit.register(drop_database, url)
    in_process(temporary_home() / "migrated-postgres", url, MIGRATE)
    return url


@cache
def prepared() -> Prepared:
    """The prepared home of this process; some seconds the first time."""
    home = temporary_home() / "prepared"
    home.mkdir()
    if on_postgres():
        database = new_database(os.environ["DATABASE_URL"], like=migrated_database())
        atexit.register(drop_database, database)
    else:
        database = ""
        shutil.copy(migrated_file(), home)
    key = in_process(home, database or f"sqlite:///{home / DATABASE}", PREPARE).split()[-1]
    return Prepared(home, key, database)


def on_postgres() -> bool:
    """Whether this run is on PostgreSQL."""
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def environment_of(home: Path) -> dict[str, str]:
    """The environment of this run, for processes of a site that lives in `home`."""
    kept = {name: value for name, value in os.environ.items() if name not in {"FAULT", "PORT", "CLAIMDESK_HOME"}}
    if not on_postgres():
        kept.pop("DATABASE_URL", None)  # SQLite: each home has a database of its own
    return kept | {
        "CLAIMDESK_HOME": str(home),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "factcheck.settings",
    }


def new_database(url: str, *, like: str = "") -> str:
    """A new PostgreSQL database beside the one of `url`, empty or a copy of the one of `like`; its URL."""
    import psycopg

    name = f"live_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        template = f" TEMPLATE {urlsplit(like).path.removeprefix('/')}" if like else ""
        connection.execute(f"CREATE DATABASE {name}{template}".encode())
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def drop_database(url: str) -> None:
    """Drop one made by `new_database`, whoever is still connected."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {urlsplit(url).path.removeprefix('/')} WITH (FORCE)".encode())
