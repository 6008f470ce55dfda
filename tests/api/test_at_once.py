"""Requests that arrive at the same moment, at a site in processes of its own: on SQLite, or where DATABASE_URL says."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest

from tests.live_site import LiveSite

pytestmark = pytest.mark.faults
RIVALS = 6


@dataclass
class Answer:
    """What came back."""

    status: int
    body: Any
    receipt: str
    replayed: bool


@dataclass
class Desk:
    """A running site and a key of its administrator."""

    site: LiveSite
    key: str

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request."""
        request = urllib.request.Request(
            f"{self.site.address}/api/v1/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.key}",
                "Content-Type": "application/json",
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )
        try:
            reply = urllib.request.urlopen(request, timeout=120)
        except urllib.error.HTTPError as error:
            reply = error
        with reply:
            told = reply.headers
            return Answer(
                status=reply.status,
                body=json.loads(reply.read() or b"null"),
                receipt=told.get("Ledger-Receipt", ""),
                replayed=told.get("Idempotency-Replayed") == "true",
            )


def at_once(send: Callable[[int], Answer]) -> list[Answer]:
    """The answers of all rivals, who start together."""
    gate = Barrier(RIVALS)

    def go(number: int) -> Answer:
        gate.wait(timeout=120)
        return send(number)

    with ThreadPoolExecutor(RIVALS) as pool:
        return list(pool.map(go, range(RIVALS)))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A site with one project."""
    with LiveSite(tmp_path_factory.mktemp("at-once") / "home") as site:
        desk = Desk(site, site.key)
        assert desk.send("POST", "projects/", {"name": "Desk", "slug": "desk"}).status == 201
        yield desk


@pytest.fixture
def claim(desk: Desk) -> str:
    """A claim marked by hand in a new article."""
    article = desk.send("POST", "projects/desk/articles/", {"text": f"Boat {uuid4()} sank."}).body["id"]
    made = desk.send("POST", f"articles/{article}/claims/", {"start": 0, "end": 4})
    if made.status == 409:  # the worker was quicker and found one there
        return str(made.body["claim"])
    assert made.status == 201, made.body
    return str(made.body["id"])


def test_rivals_with_one_key_get_one_answer(desk: Desk) -> None:
    text, key = f"Ferry {uuid4()} sank.", str(uuid4())
    answers = at_once(lambda _: desk.send("POST", "projects/desk/articles/", {"text": text}, Idempotency_Key=key))
    assert {answer.status for answer in answers} == {202}
    assert len({answer.receipt for answer in answers}) == 1
    assert all(answer.body == answers[0].body for answer in answers)
    assert sorted(answer.replayed for answer in answers) == [False] + [True] * (RIVALS - 1)


def test_rivals_with_one_text_get_one_article(desk: Desk) -> None:
    text = f"Tram {uuid4()} was late."
    answers = at_once(lambda _: desk.send("POST", "projects/desk/articles/", {"text": text}))
    assert sorted(answer.status for answer in answers) == [200] * (RIVALS - 1) + [202]
    assert len({answer.body["id"] for answer in answers}) == 1


def test_one_operation_sent_by_rivals_is_done_once(desk: Desk, claim: str) -> None:
    op = {
        "id": str(uuid4()),
        "at": 1,
        "kind": "label",
        "claim": claim,
        "base_version": 1,
        "payload": {"label": "sourced"},
    }
    answers = at_once(lambda _: desk.send("POST", "ops/", {"ops": [op]}))
    results = [answer.body["results"][0] for answer in answers]
    assert sorted(result["status"] for result in results) == ["ok"] + ["seen"] * (RIVALS - 1)
    assert len({result["receipt"] for result in results}) == 1


def test_of_rivals_who_move_a_claim_one_wins_and_the_others_learn_how_it_is(desk: Desk, claim: str) -> None:
    read = desk.send("GET", f"claims/{claim}/").body
    tag = '"1"'
    answers = at_once(
        lambda number: desk.send("PATCH", f"claims/{claim}/", {"end": read["start"] + 1 + number % 3}, If_Match=tag)
    )
    assert sorted(answer.status for answer in answers) == [200] + [412] * (RIVALS - 1)
    now = desk.send("GET", f"claims/{claim}/").body
    assert all(answer.body["current"]["end"] == now["end"] for answer in answers if answer.status == 412)


def test_decisions_at_once_all_stand_in_the_history(desk: Desk, claim: str) -> None:
    labels = ["sourced", "disputed", "opinion", "unresolved", "not_a_claim", "sourced"]
    answers = at_once(lambda number: desk.send("POST", f"claims/{claim}/judgements/", {"label": labels[number]}))
    assert {answer.status for answer in answers} == {201}
    lines = desk.send("GET", f"claims/{claim}/history/").body["results"]
    told = [line for line in lines if line["verb"] == "judgement.recorded"]
    assert sorted(line["after"] for line in told) == sorted(labels)
    assert {line["receipt"] for line in told} == {answer.receipt for answer in answers}
