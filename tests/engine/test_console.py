"""What `up` shows of what its children say."""

import pytest

from annotations.engine.console import READY, Console


def test_a_line_shows_who_said_it(capsys: pytest.CaptureFixture[str]) -> None:
    Console().tell("web", "something broke")
    assert capsys.readouterr().out == "web     | something broke\n"


def test_readiness_is_heard_and_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console()
    heard: list[str] = []
    console.when_ready = heard.append
    console.tell("web", READY)
    assert heard == ["web"]
    assert capsys.readouterr().out == ""


def test_what_a_server_says_at_every_start_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    Console().tell("broker", "4242:C 24 Nov 2026 15:00:00.000 # WARNING Memory overcommit must be enabled! Without it")
    Console().tell("broker", "4242:M 24 Nov 2026 15:00:00.000 # Bad file format reading the append only file")
    assert capsys.readouterr().out.count("\n") == 1
