"""Before anything is started: the database at the state of the code, the static files in their place. Quick when there
is nothing to do, which is nearly always."""

import hashlib
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from annotations.engine.broker import without_foreign_brokers
from annotations.models.guards import guards_missing

# Parts of packages that no page of ours asks for, and that would take half a minute to compress.
UNUSED = ("redoc", "*.js.map")


class PreparationFailed(Exception):
    """The site cannot start. The message says what to do."""


def database_state() -> tuple[bool, bool]:
    """Whether the database has no tables of ours yet, and whether it is at the state of the code with every guard in
    place. Raises PreparationFailed when it cannot be reached."""
    try:
        is_new = not MigrationRecorder(connection).applied_migrations()
        return is_new, not waiting_migrations() and not guards_missing()
    except DatabaseError as error:
        name = connection.settings_dict["NAME"]
        raise PreparationFailed(f"The database {name} cannot be used: {str(error).strip()}") from None


def waiting_migrations() -> list[str]:
    """Names of migrations that have not been applied, in order. Some 50 ms."""
    executor = MigrationExecutor(connection)
    return [f"{step.app_label}.{step.name}" for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def bring_database_up_to_date() -> bool:
    """Migrate where it is needed. True when the database was new. Raises PreparationFailed."""
    is_new, is_current = database_state()
    if is_current:
        return is_new
    try:
        if settings.DATABASE_OWNER_URL:
            connections.close_all()
            migrate_as_owner()
        else:
            call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise PreparationFailed(f"The database could not be migrated: {str(error).strip()}") from None
    return is_new


def migrate_as_owner() -> None:
    """Migrate in a process of its own that alone knows the owner's password. Raises PreparationFailed."""
    environment = without_foreign_brokers(os.environ) | {"DATABASE_URL": settings.DATABASE_OWNER_URL}
    done = subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--no-input", "--verbosity", "0"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise PreparationFailed(f"The database could not be migrated with DATABASE_OWNER_URL: {last}")


def static_fingerprint() -> str:
    """A hash over name, size and time of every static file, and the versions of what turns them into others."""
    digest = hashlib.sha256(f"{django.__version__} {version('whitenoise')} {settings.STORAGES}".encode())
    for finder in get_finders():
        for path, storage in finder.list(list(UNUSED)):
            found = os.stat(storage.path(path))
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def static_stamp() -> Path:
    """Where the fingerprint of the collected files is kept."""
    return Path(settings.STATIC_ROOT).with_suffix(".stamp")


def static_is_current() -> bool:
    """Whether the collected files are those of the code."""
    stamp = static_stamp()
    return settings.DEBUG or (stamp.exists() and stamp.read_text() == static_fingerprint())


def collect_static() -> bool:
    """Collect the static files where it is needed (some seconds: they are compressed). True when it was."""
    if static_is_current():
        return False
    fingerprint = static_fingerprint()
    static_stamp().unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=list(UNUSED))
    static_stamp().write_text(fingerprint)
    return True
