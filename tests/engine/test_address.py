"""Where the site listens, and what it says when it cannot."""

import errno
import socket

import pytest

from annotations.engine.address import AddressUnavailable, explanation, open_listener, site_address


def test_a_port_in_use_is_named_together_with_the_next_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(AddressUnavailable) as refusal:
            open_listener("127.0.0.1", port)
    assert f"Port {port} is in use" in str(refusal.value)
    assert f"PORT={port + 1} make run" in str(refusal.value)


def test_a_free_port_listens_before_anything_is_started() -> None:
    with open_listener("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname(), timeout=1):
        pass


def test_a_low_port_without_rights_names_another_one() -> None:
    denied = OSError(errno.EACCES, "Permission denied")
    assert "PORT=8000 make run" in explanation(denied, "127.0.0.1", 80)


def test_an_address_of_another_machine_is_refused_with_its_name() -> None:
    with pytest.raises(AddressUnavailable, match=r"BIND=192\.0\.2\.1"):
        open_listener("192.0.2.1", 0)


@pytest.mark.parametrize(
    ("bind", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/"),
        ("localhost", "http://localhost:8000/"),
        ("0.0.0.0", "http://127.0.0.1:8000/"),  # noqa: S104  a name, nothing listens
        ("::1", "http://[::1]:8000/"),
    ],
)
def test_the_address_is_one_a_browser_on_this_machine_can_open(bind: str, address: str) -> None:
    assert site_address(bind, 8000) == address
