"""Whether the site can do its work, part by part, for load balancers and for whoever runs it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError

from annotations.models.jobs import WorkerHeartbeat
from annotations.nlp.version import PIPELINE_VERSION
from annotations.selectors.engine import SILENCE_SECONDS


@dataclass(frozen=True, slots=True)
class Readiness:
    """One part. `needed`: without it new articles are not worked on, or nothing works at all."""

    part: str
    ok: bool
    words: str = ""
    needed: bool = True


def readiness(*, at: datetime) -> list[Readiness]:
    """Database, broker, worker and model, each as one line. One query."""
    try:
        newest = WorkerHeartbeat.objects.order_by("-at").first()
    except DatabaseError:
        return [Readiness("database", ok=False, words="it does not answer")]
    lines = [Readiness("database", ok=True)]
    if newest is None or newest.at < at - timedelta(seconds=SILENCE_SECONDS):
        silent = "none was ever seen" if newest is None else f"silent for {(at - newest.at).total_seconds():.0f} s"
        return [*lines, Readiness("worker", ok=False, words=silent)]
    broker = "none, jobs come from their table" if newest.kind == "local" else newest.detail
    return [
        *lines,
        Readiness("broker", ok=newest.broker_ok, words=broker),
        Readiness("worker", ok=True, words=f"seen {max(0.0, (at - newest.at).total_seconds()):.0f} s ago"),
        model_line(newest.version),
    ]


def model_line(running: str) -> Readiness:
    """Whether the worker's model is the one this process knows. An older one still works."""
    same = running in ("", PIPELINE_VERSION)
    words = running or PIPELINE_VERSION if same else f"the worker runs {running}, this process knows {PIPELINE_VERSION}"
    return Readiness("model", ok=same, words=words, needed=False)
