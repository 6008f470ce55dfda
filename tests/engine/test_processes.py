"""The command lines of the children, and what they find in their environment."""

from pathlib import Path

import pytest

from annotations.engine.broker import BrokerChoice, BrokerKind
from annotations.engine.processes import child_environment, stages

HOME = Path("/srv/desk")
EMBEDDED = BrokerChoice(BrokerKind.EMBEDDED, "Valkey 9.1.2 (PATH)", binary=Path("/usr/bin/valkey-server"), version=(9,))
EXTERNAL = BrokerChoice(BrokerKind.EXTERNAL, "named by BROKER_URL", url="redis://queue.example:6379/0")
NONE = BrokerChoice(BrokerKind.NONE, "none found")


def names(choice: BrokerChoice) -> list[list[str]]:
    return [[spec.name for spec in stage] for stage in stages(HOME, 8000, choice, listener=7)]


def test_the_embedded_broker_starts_first_and_stops_last() -> None:
    assert names(EMBEDDED) == [["broker"], ["web", "worker"]]


def test_a_named_broker_is_not_started() -> None:
    assert names(EXTERNAL) == [[], ["web", "worker"]]


def test_without_a_broker_the_local_pool_does_the_work() -> None:
    worker = stages(HOME, 8000, NONE, listener=7)[1][1]
    assert worker.command[-1] == "annotations.engine.local_pool"
    assert "BROKER_URL" not in worker.env


def test_children_get_the_home_the_port_and_the_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://somebody-else")
    environment = child_environment(HOME, 8123, EMBEDDED)
    assert environment["CLAIMDESK_HOME"] == "/srv/desk"
    assert environment["PORT"] == "8123"
    assert environment["BROKER_URL"] == "redis+socket:///srv/desk/broker/broker.sock"
    assert "CELERY_BROKER_URL" not in environment


def test_a_named_broker_is_passed_on_as_it_is() -> None:
    assert child_environment(HOME, 8000, EXTERNAL)["BROKER_URL"] == EXTERNAL.url


def test_only_the_web_process_gets_the_listening_socket() -> None:
    web, worker = stages(HOME, 8000, EXTERNAL, listener=7)[1]
    assert (web.pass_fds, worker.pass_fds) == ((7,), ())
    assert web.env["CLAIMDESK_LISTEN_FD"] == "7"


def test_the_worker_forks_processes_that_can_be_killed_and_chats_with_nobody() -> None:
    worker = stages(HOME, 8000, EXTERNAL, listener=7)[1][1]
    line = " ".join(worker.command)
    assert "--pool prefork" in line
    for silent in ("--without-gossip", "--without-mingle", "--without-heartbeat"):
        assert silent in line
