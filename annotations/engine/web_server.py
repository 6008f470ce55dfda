"""gunicorn's settings: `gunicorn -c python:annotations.engine.web_server factcheck.wsgi`.

Under `manage.py up` it serves the socket the supervisor has opened, else the one that BIND and PORT name.
"""

import gc
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks.urls import check_url_config
from django.db import connections

from annotations.engine.console import READY
from annotations.engine.parent_death import die_with_parent
from annotations.engine.processes import process_count

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
_listener = os.environ.get("CLAIMDESK_LISTEN_FD", "")
_host = f"[{settings.BIND}]" if ":" in settings.BIND else settings.BIND
bind = f"fd://{_listener}" if _listener else f"{_host}:{settings.PORT}"
proc_name = "claimdesk-web"
workers = process_count()
threads = 4
worker_class = "gthread"
preload_app = True  # the workers share its memory
timeout = 60
graceful_timeout = 3
keepalive = 5
loglevel = "warning"
control_socket_disable = True  # it would stay behind
forwarded_allow_ips = "*" if settings.BEHIND_PROXY else "127.0.0.1"
if Path("/dev/shm").is_dir():  # noqa: S108  gunicorn opens an unnamed file there
    worker_tmp_dir = "/dev/shm"  # noqa: S108  its sign of life must not wait for a slow disk


def when_ready(server: Any) -> None:
    """Load every page once, for all workers, then tell the supervisor that requests are answered from now on. No
    database handle may be open at the fork: SQLite's locks do not survive it."""
    check_url_config(None)
    connections.close_all()
    gc.collect()
    gc.freeze()  # else the collector touches, and so copies, every shared page
    if _listener:
        os.write(1, f"{READY}\n".encode())


def post_fork(server: Any, worker: Any) -> None:
    """A worker ends with its master."""
    die_with_parent(server.pid)
