"""Signs of life of the workers. Machinery, not history: no events."""

from datetime import datetime

from annotations.models.jobs import WorkerHeartbeat


def heartbeat_beat(
    *, name: str, kind: str, at: datetime, started_at: datetime, broker_ok: bool, detail: str, version: str
) -> None:
    """Say that this worker lives, and how it last saw the broker. Two queries at most."""
    WorkerHeartbeat.objects.update_or_create(
        name=name,
        defaults={
            "kind": kind,
            "at": at,
            "started_at": started_at,
            "broker_ok": broker_ok,
            "detail": detail[:300],
            "version": version,
        },
    )


def heartbeat_end(*, name: str) -> None:
    """The worker has stopped in good order. One query."""
    WorkerHeartbeat.objects.filter(name=name).delete()
