"""Lines for machines, and the banner people see."""

import re
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from annotations.models.users import User
from annotations.nlp.version import PIPELINE_VERSION
from annotations.services.heartbeats import heartbeat_beat
from tests.web.conftest import SignIn


def beat(at: datetime, *, broker_ok: bool = True, version: str = PIPELINE_VERSION, kind: str = "celery") -> None:
    """A worker's sign of life."""
    heartbeat_beat(name="w1", kind=kind, at=at, started_at=at, broker_ok=broker_ok, detail="", version=version)


@pytest.mark.django_db
def test_all_is_well_when_a_worker_was_seen_and_has_our_model(client: Client) -> None:
    beat(timezone.now())
    answer = client.get("/readyz")
    assert answer.status_code == 200
    database, broker, worker, model = answer.content.decode().splitlines()
    assert (database, broker, model) == ("database: ok", "broker: ok", f"model: ok, {PIPELINE_VERSION}")
    assert re.fullmatch(r"worker: ok, seen \d+ s ago", worker)


@pytest.mark.django_db
def test_a_silent_worker_is_down(client: Client) -> None:
    beat(timezone.now() - timedelta(seconds=60))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert re.search(r"^worker: down, silent for \d+ s$", answer.content.decode(), re.MULTILINE)


@pytest.mark.django_db
def test_a_broker_that_does_not_answer_is_down(client: Client) -> None:
    beat(timezone.now(), broker_ok=False)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "broker: down" in answer.content.decode()


@pytest.mark.django_db
def test_a_worker_with_another_model_is_told_and_still_works(client: Client) -> None:
    beat(timezone.now(), version="cues-0.1.0")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert "model: down, the worker runs cues-0.1.0" in answer.content.decode()


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_down_while_the_process_is_up(client: Client) -> None:
    with patch("annotations.selectors.readiness.WorkerHeartbeat.objects.order_by", side_effect=DatabaseError):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.content.decode() == "database: down, it does not answer\n"


def test_the_process_is_up_without_asking_the_database(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


def test_nothing_here_is_for_search_engines(client: Client) -> None:
    assert client.get("/robots.txt").content.decode().splitlines() == ["User-agent: *", "Disallow: /"]


def test_the_banner_is_there_only_while_something_is_wrong(sign_in: SignIn, ana: User) -> None:
    browser = sign_in(ana)
    assert "No worker is running" in browser.get("/engine/").content.decode()
    beat(timezone.now())
    assert browser.get("/engine/").content.decode().strip() == ""


def test_visitors_are_told_nothing_about_the_machines(client: Client, ana: User) -> None:
    assert "No worker is running" not in client.get("/sign-in/").content.decode()


def test_the_styleguide_is_there_only_while_debugging(client: Client, ana: User, settings: object) -> None:
    assert client.get("/styleguide/").status_code == 404
    settings.DEBUG = True  # type: ignore[attr-defined]
    assert client.get("/styleguide/").status_code == 200
