"""Wiring only: settings, URLs, and the Celery application that tasks register with."""

from factcheck.celery import app as celery_app

__all__ = ["celery_app"]
