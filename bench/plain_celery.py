"""The yardstick of `bench.queue`: Celery as it comes, with a task that does nothing, on whatever BROKER_URL names."""

import os

from celery import Celery

app = Celery("plain", broker=os.environ.get("BROKER_URL", ""))
app.conf.task_default_queue = "plain"
app.conf.task_ignore_result = True
app.conf.worker_prefetch_multiplier = 1
app.conf.task_acks_late = True


@app.task(name="nothing")
def nothing() -> None:
    """Do nothing."""
