"""What `doctor` looks at in the queue: which broker, with which settings, and whether a worker really answers."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.utils import timezone
from kombu import Connection

from annotations.engine.broker import BrokerKind, choose_broker
from annotations.engine.embedded_broker import broker_url
from annotations.engine.findings import Check, Finding, fail, ok, warn
from annotations.engine.home_lock import holder_of
from annotations.engine.relay import TIMEOUTS
from annotations.models.jobs import Job, JobState, WorkerHeartbeat

FRESH = timedelta(seconds=20)
START = "make run"
ASKED = ("appendonly", "appendfsync", "save", "maxmemory-policy", "port", "unixsocket")
PATIENCE = 3.0  # seconds for the workers' answers


def point_celery_at(url: str) -> None:
    """Make this process's Celery use that broker, with timeouts that end even where it is frozen."""
    options = dict(current_app.conf.broker_transport_options or {})
    if url.startswith("redis"):
        options |= TIMEOUTS
    current_app.conf.update(broker_url=url, broker_read_url=url, broker_write_url=url, broker_transport_options=options)


def queue() -> Iterator[Finding]:
    """Broker, settings, workers."""
    choice = choose_broker()
    for sentence in choice.passed_over:
        yield warn("broker", sentence, "nothing, unless you want that one")
    if choice.kind is BrokerKind.NONE:
        yield warn("broker", "none found: jobs run from their table, more slowly", "install valkey, or set BROKER_URL")
        yield from workers()
        return
    yield ok("broker", choice.server)
    if choice.kind is BrokerKind.EMBEDDED and not holder_of(settings.HOME):
        yield warn("queue", "not running", START)
        yield from workers()
        return
    yield from running_queue(choice.url or broker_url(settings.HOME))


def running_queue(url: str) -> Iterator[Finding]:
    """A broker that should answer."""
    point_celery_at(url)
    try:
        with current_app.connection_for_write() as connection:
            connection.connect()
            told = broker_settings(connection)
        answers = current_app.control.ping(timeout=PATIENCE) or []
    except Exception as error:  # noqa: BLE001  every transport has errors of its own
        yield fail("queue", f"{Connection(url).as_uri()}: {error}", f"restart it ({START}); no job is lost meanwhile")
        yield from workers()
        return
    yield ok("queue", f"{Connection(url).as_uri()} {told}".rstrip())
    yield ok("queue settings", celery_settings())
    yield from workers()
    names = sorted(name for answer in answers for name in answer)
    if names:
        yield ok("ping", f"answered by {', '.join(names)}")
    else:
        yield fail("ping", f"no worker answered within {PATIENCE:g} s", f"{START}, or celery -A factcheck worker")


def broker_settings(connection: Connection) -> str:
    """What the server itself says it does, where it is of the Redis family and tells."""
    client: Any = getattr(connection.default_channel, "client", None)
    if client is None:
        return ""
    try:
        told = {name: client.config_get(name).get(name, "") for name in ASKED}
    except Exception:  # noqa: BLE001  hosted servers refuse CONFIG; that is no fault of theirs
        return "(the server does not tell its settings)"
    return ", ".join(f"{name}={value or 'none'}" for name, value in told.items())


def celery_settings() -> str:
    """What counts when a worker dies: the settings in effect, not those in a file."""
    conf = current_app.conf
    options = conf.broker_transport_options or {}
    return (
        f"acks_late={conf.task_acks_late}, reject_on_worker_lost={conf.task_reject_on_worker_lost}, "
        f"prefetch={conf.worker_prefetch_multiplier}, time_limit={conf.task_time_limit} s, "
        f"visibility_timeout={options.get('visibility_timeout', 'not of this broker')}"
    )


def workers() -> Iterator[Finding]:
    """Signs of life, and work that waits."""
    now = timezone.now()
    fresh = list(WorkerHeartbeat.objects.filter(at__gte=now - FRESH).order_by("name"))
    for heart in fresh:
        age = (now - heart.at).total_seconds()
        if heart.broker_ok:
            yield ok("worker", f"{heart.name} ({heart.kind}, {heart.version}), last sign of life {age:.0f} s ago")
        else:
            yield fail(
                "worker", f"{heart.name} lives and cannot reach the broker: {heart.detail}", "look at the broker"
            )
    if not fresh:
        yield warn(
            "worker", "none has given a sign of life in the last 20 s", f"{START}, or celery -A factcheck worker"
        )
    waiting = Job.objects.filter(state=JobState.QUEUED).count()
    aside = Job.objects.filter(state=JobState.QUARANTINED).count()
    said = f"{waiting} waiting, {aside} set aside"
    yield warn("jobs", said, "look at the failed articles and retry them there") if aside else ok("jobs", said)


QUEUE_CHECKS: tuple[Check, ...] = (queue,)
