"""Limits that hold for every process of the site."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory

from annotations.api import throttles
from annotations.api.throttles import hits
from annotations.models.projects import Project
from annotations.models.users import User
from tests.api.callers import Caller

BURST = """
import sys, pathlib, os
os.environ["DJANGO_SETTINGS_MODULE"] = "factcheck.settings"
import django
django.setup()
from annotations.api.throttles import hits
folder = pathlib.Path(sys.argv[1])
for _ in range(250):
    hits(folder, "somebody", now=1000.0, seconds=60)
"""


def test_requests_of_four_processes_are_counted_together(tmp_path: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", BURST, str(tmp_path)]) for _ in range(4)]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0, 0]
    assert hits(tmp_path, "somebody", now=1000.0, seconds=60) == 1001


def test_what_the_last_window_had_fades_out(tmp_path: Path) -> None:
    for _ in range(10):
        hits(tmp_path, "somebody", now=59.0, seconds=60)
    assert hits(tmp_path, "somebody", now=75.0, seconds=60) == pytest.approx(1 + 10 * 0.75)
    assert hits(tmp_path, "somebody else", now=75.0, seconds=60) == 1


def test_windows_that_are_over_are_removed(tmp_path: Path) -> None:
    for now in (30.0, 90.0, 150.0, 210.0):
        hits(tmp_path, "somebody", now=now, seconds=60)
    assert sorted(folder.name for folder in tmp_path.iterdir()) == ["2", "3"]


def test_nobody_is_turned_away_where_nothing_can_be_counted(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert hits(blocked, "somebody", now=1.0, seconds=60) == 0


def test_too_many_requests_are_told_when_to_come_back(
    api_ana: Caller, api_ben: Caller, desk: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttles, "rate_of", lambda scope: (3, 86400))
    assert [api_ana.get("me/").status_code for _ in range(4)] == [200, 200, 200, 429]
    reply = api_ana.get("me/")
    assert reply.json()["code"] == "throttled"
    assert 1 <= int(reply["Retry-After"]) <= 86400
    assert api_ben.get("me/").status_code == 200


def test_a_browser_is_counted_by_its_user(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttles, "rate_of", lambda scope: (2, 86400))
    first, second = Client(), Client()
    first.force_login(ana)
    second.force_login(ana)
    statuses = [client.get("/api/v1/me/").status_code for client in (first, second, first)]
    assert statuses == [200, 200, 429]


def test_the_rates_are_those_of_the_settings() -> None:
    assert throttles.rate_of("burst") == (1200, 60)
    assert throttles.rate_of("anonymous") == (60, 60)


@pytest.mark.parametrize(("behind_proxy", "address"), [(True, "203.0.113.9"), (False, "127.0.0.1")])
def test_only_our_own_proxy_is_believed(rf: RequestFactory, settings: Any, behind_proxy: bool, address: str) -> None:
    settings.BEHIND_PROXY = behind_proxy
    request = rf.get("/", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})
    assert throttles.address_of(request) == address
