"""The Celery application. Its settings are the CELERY_ ones of settings.py; tasks are found in annotations/tasks.py."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
# Celery reads these by itself, before any setting. A broker that merely happens to be named in the environment has
# swallowed other tools' jobs: ours is BROKER_URL.
for foreign in ("CELERY_BROKER_URL", "CELERY_BROKER_READ_URL", "CELERY_BROKER_WRITE_URL", "CELERY_RESULT_BACKEND"):
    os.environ.pop(foreign, None)

app = Celery("claimdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
