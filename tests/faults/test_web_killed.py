"""The web process dies in the middle of a hundred decisions, again and again, while the client keeps trying."""

import json
import os
import signal
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.live_site import LiveSite

pytestmark = pytest.mark.faults
DECISIONS = 100
KILLS = 4
LABELS = ("sourced", "disputed", "opinion", "not_a_claim", "unresolved")
TEXT = "Districts and their rents\n\n" + "\n\n".join(
    f"Rents in district {number} rose by {number % 9 + 1} per cent, the council said."
    for number in range(1, DECISIONS + 1)
)
TOLD = """
import json
from annotations.models import Judgement, LedgerEvent
print(json.dumps({
    "events": LedgerEvent.objects.filter(verb="judgement.recorded").count(),
    "current": {str(j.claim.uid): j.label for j in Judgement.objects.current().select_related("claim")},
    "all": Judgement.objects.count(),
}))
"""


class Client:
    """A script with a key that sends again what was not answered, as the outbox does."""

    def __init__(self, site: LiveSite, key: str) -> None:
        self.site, self.key, self.failures = site, key, 0

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """One request, sent until it is answered with a 2xx."""
        deadline = time.monotonic() + 300
        while True:
            request = urllib.request.Request(
                self.site.address + path,
                method=method,
                data=None if body is None else json.dumps(body).encode(),
                headers={"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"},
            )
            try:
                with urllib.request.urlopen(request, timeout=10) as reply:
                    return dict(json.loads(reply.read()))
            except (urllib.error.URLError, OSError):
                self.failures += 1
                assert time.monotonic() < deadline, "the site never came back"
                time.sleep(0.05)


def test_a_hundred_decisions_survive_the_web_process_being_killed(tmp_path: Path) -> None:
    """Everything acknowledged is there once, nothing twice, and the chain verifies."""
    with LiveSite(tmp_path / "home") as site:
        client = Client(site, site.key)
        client.call("POST", "/api/v1/projects/", {"name": "Rents", "slug": "rents"})
        article = client.call("POST", "/api/v1/projects/rents/articles/", {"text": TEXT})
        claims = claims_of(client, article["id"])
        assert len(claims) == DECISIONS

        killer = threading.Thread(target=kill_web, args=(site,), daemon=True)
        killer.start()
        acknowledged = {}
        for number, claim in enumerate(claims):
            op = {
                "id": str(uuid4()),
                "at": 0,
                "kind": "label",
                "claim": claim,
                "base_version": 1,
                "payload": {"label": LABELS[number % len(LABELS)]},
            }
            result = client.call("POST", "/api/v1/ops/", {"ops": [op]})["results"][0]
            assert result["status"] in {"ok", "seen"}, result
            acknowledged[claim] = LABELS[number % len(LABELS)]
            time.sleep(0.03)
        killer.join(timeout=240)

        told = json.loads(site.manage("shell", "-v0", "-c", TOLD))
        assert told["current"] == acknowledged
        assert (told["events"], told["all"]) == (DECISIONS, DECISIONS)
        assert site.manage("verify_ledger").startswith("Intact")


def claims_of(client: Client, article: str) -> list[str]:
    """The article's claims once it is split."""
    deadline = time.monotonic() + 300
    while client.call("GET", f"/api/v1/articles/{article}/")["status"] != "ready":
        assert time.monotonic() < deadline, "never split"
        time.sleep(0.2)
    return [row["id"] for row in client.call("GET", f"/api/v1/articles/{article}/claims/?page_size=500")["results"]]


def kill_web(site: LiveSite) -> None:
    """Kill every web process, wait until the supervisor has brought it back, again."""
    for _ in range(KILLS):
        time.sleep(0.7)
        for pid in site.pids("gunicorn"):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        while not site.answers():
            time.sleep(0.1)
