"""Whether the machines are at work, for the banner and the health lines."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from annotations.models.jobs import Job, JobState, WorkerHeartbeat

SILENCE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class EngineState:
    """`state` is ok, no_worker, broker_down or local_pool; the words say what to do about it."""

    state: str
    message: str = ""
    hint: str = ""
    waiting: int = 0


def engine_state(*, at: datetime) -> EngineState:
    """How the workers are. At most two queries."""
    newest = WorkerHeartbeat.objects.filter(at__gte=at - timedelta(seconds=SILENCE_SECONDS)).order_by("-at").first()
    if newest is not None and newest.broker_ok:
        if newest.kind != "local":
            return EngineState("ok")
        return EngineState("local_pool", "Jobs run without a queue on this machine.", "That is fine for one person.")
    waiting = Job.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).count()
    if newest is None:
        return EngineState(
            "no_worker",
            "No worker is running, so new articles wait. Nothing is lost.",
            "Start the site with “make run”, or a worker with “celery -A factcheck worker”. "
            "“manage.py doctor” says what is wrong.",
            waiting,
        )
    return EngineState(
        "broker_down",
        "The queue cannot be reached, so new articles wait. Nothing is lost.",
        "Start the broker again, or correct BROKER_URL. The work goes on by itself when it is back.",
        waiting,
    )
