"""What runs beside the tasks in each Celery worker: relay and heartbeat in its main process, spaCy in its children.

Loaded by name through CELERY_IMPORTS, so `celery -A factcheck worker` does the same on every machine.
"""

import atexit
import logging
import os
import threading
import warnings
from dataclasses import dataclass
from typing import Any

from celery import signals
from celery.exceptions import SecurityWarning

from annotations.engine.heartbeat import Heartbeat
from annotations.engine.parent_death import die_with_parent
from annotations.engine.relay import Relay

logger = logging.getLogger(__name__)
LET_OTHERS_START = 2.0  # seconds; on a small machine the web process needs both cores first

# In a container the worker is root like everything else there, and our messages are JSON, which can run nothing.
warnings.filterwarnings("ignore", category=SecurityWarning)


@dataclass
class Companions:
    """The two threads of this process, if it is a worker's main process."""

    relay: Relay | None = None
    heartbeat: Heartbeat | None = None


here = Companions()


# Not at worker_ready: that comes when the broker has answered, and while it does not, the pages should say so.
@signals.celeryd_after_setup.connect
def start_companions(sender: str, instance: Any, **from_celery: Any) -> None:
    """The worker's main process starts."""
    if here.relay is not None:
        return
    here.relay = relay = Relay(instance.app)
    here.heartbeat = Heartbeat(name=str(sender), kind="celery", broker=lambda: (relay.broker_ok, relay.detail))
    relay.start()
    here.heartbeat.start()
    atexit.register(stop_companions)


@signals.worker_shutdown.connect
def stop_companions(**from_celery: Any) -> None:
    """The worker's main process ends."""
    relay, heartbeat = here.relay, here.heartbeat
    here.relay = here.heartbeat = None
    if relay is not None:
        relay.stop()
    if heartbeat is not None:
        heartbeat.stop()


@signals.worker_process_init.connect
def start_child(**from_celery: Any) -> None:
    """A pool process starts: it ends with its parent, and reads the language data before the first article comes."""
    here.relay = here.heartbeat = None
    die_with_parent(os.getppid())
    loader = threading.Timer(LET_OTHERS_START, load_pipeline)
    loader.daemon = True
    loader.start()


def load_pipeline() -> None:
    """Load spaCy and our pipeline (about a second), so that the first article does not wait for it."""
    try:
        from annotations.nlp import pipeline  # the main process does without spaCy

        pipeline.load()
    except Exception:  # the first job meets the same error and reports it
        logger.warning("the pipeline could not be loaded in advance", exc_info=True)
