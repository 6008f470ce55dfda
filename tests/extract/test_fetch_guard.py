"""No URL leads to a place inside: each is refused before a connection is made."""

import socket
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any, NoReturn

import pytest

from annotations.extract.addresses import AllowedHosts, is_public
from annotations.extract.fetch import fetch
from annotations.extract.types import ExtractionFailed
from tests.extract.servers import answering, redirecting, serving

HOSTILE = [
    # plainly inside
    "http://127.0.0.1/", "http://localhost/", "http://localhost./", "http://LOCALHOST/", "http://127.8.9.1/",
    "http://10.0.0.1/", "http://172.16.0.1/", "http://172.31.255.255/", "http://192.168.1.1/", "http://169.254.169.254/",
    "http://100.64.0.1/", "http://100.100.100.200/", "http://0.0.0.0/", "http://0.1.2.3/", "http://192.0.0.192/",
    "http://198.18.0.1/", "http://224.0.0.1/", "http://240.0.0.1/", "http://255.255.255.255/", "http://168.63.129.16/",
    "http://192.0.2.1/", "http://203.0.113.9/", "http://192.88.99.1/",
    # the same, written as a number in another way
    "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://017700000001/",
    "http://127.1/", "http://127.0.1/", "http://0/", "http://0x0/", "http://127.0.0.1./", "http://127.0.0.0x1/",
    "http://00000177.1/", "http://4294967295/", "http://1.2.3.4.5/", "http://127.0.0.256/", "http://0x/",
    # IPv6, and IPv4 inside it
    "http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/",
    "http://[2002:7f00:1::]/", "http://[64:ff9b::127.0.0.1]/", "http://[64:ff9b:1::7f00:1]/", "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/", "http://[fc00::1]/", "http://[fd00:ec2::254]/", "http://[fec0::1]/", "http://[ff02::1]/",
    "http://[2001:db8::1]/", "http://[2001:0:7f00:1::]/", "http://[3fff::1]/", "http://[5f00::1]/",
    "http://[::ffff:0:127.0.0.1]/", "http://[0:0:0:0:0:0:0:1]/", "http://[100::1]/", "http://[v1.x]/", "http://[::1/",
    # a user name in front, another reading of the same characters
    "http://user@127.0.0.1/", "http://user:pass@news.example/", "http://news.example@127.0.0.1/",
    "http://127.0.0.1#@news.example/", "http://127.0.0.1\\@news.example/",
    "http://news.example\\@127.0.0.1/", "http:\\\\127.0.0.1\\", "http:/\\127.0.0.1/", "http://127.0.0.1%2f@news.example/",
    "http://127.0.0.1%00.news.example/", "http://%31%32%37.0.0.1/", "http://127.0.0.1\t/", "http://127.0.0.1\n/",
    "http://news.example\r\nHost: inside/", "http://127.0.0.1\u200b/", "http://127.0.0.1 /", "http://a b/",
    # digits, dots and letters of other scripts
    "http://１２７.０.０.１/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://127．0．0．1/", "http://٢١٣٠٧٠٦٤٣٣/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "http://local\u00adhost/", "http://0ｘ7f.1/", "http://１２７.1/",
    # other schemes, other ports
    "file:///etc/passwd", "gopher://127.0.0.1:6379/_FLUSHALL", "ftp://127.0.0.1/", "dict://127.0.0.1:11211/",
    "ldap://127.0.0.1/", "jar:http://127.0.0.1!/", "javascript:alert(1)", "data:text/html,hi", "unix:///run/x.sock",
    "//127.0.0.1/", "/etc/passwd", "127.0.0.1", "", "http://", "http:///etc/passwd", "https:", "http://?x", "http://.",
    "http://news.example:22/", "http://news.example:6379/", "http://news.example:0/", "http://news.example:99999/",
    "http://news.example:80x/", "http://news.example:8000/", "http://[::1]:80/", "http://-a.example/",
    "http://a..example/", f"http://{'a' * 64}.example/", f"http://{'a.' * 130}example/",
    f"http://news.example/{'a' * 3000}",
]  # fmt: skip

PUBLIC = "93.184.215.14"
PUBLIC_V6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
SCOPED_V6 = PUBLIC_V6 + "%eth0"  # "through this interface", whoever answers there
INSIDE = [
    "127.0.0.1",
    "10.0.0.1",
    "::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "fe80::1%eth0",
    SCOPED_V6,
    "words",
]


class Connected(Exception):
    """A connection was tried; the address is the argument."""


@pytest.fixture(autouse=True)
def tried(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Lets nothing connect but to the loopback server of a test; gives the addresses that were tried."""
    tried: list[Any] = []
    connect = socket.socket.connect

    def refuse(sock: socket.socket, address: Any) -> None:
        tried.append(address)
        if address[0] != "127.0.0.1" or address[1] in (80, 443):
            raise Connected(address)
        connect(sock, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    return tried


def nobody(host: str, _port: int) -> Sequence[str]:
    """A resolver that answers only for the names that every machine knows."""
    if host == "localhost":
        return ["127.0.0.1", "::1"]
    return [str(ip_address(host))]


def refused(url: str, **given: Any) -> ExtractionFailed:
    with pytest.raises(ExtractionFailed) as failure:
        fetch(url, **{"resolve": nobody, **given})
    assert failure.value.message
    return failure.value


def test_the_battery_is_large() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 100


@pytest.mark.parametrize("url", HOSTILE)
def test_a_hostile_address_is_refused_before_any_connection(url: str, tried: list[Any]) -> None:
    assert refused(url).code in ("url_not_allowed", "url_invalid")
    assert tried == []


@pytest.mark.parametrize(
    "url", ["http://127.1/", "http://0x7f.1/", "http://2130706433/", "http://１２７.1/", "file:///a"]
)
def test_an_unusual_address_is_refused_before_anything_is_looked_up(url: str) -> None:
    def never(_host: str, _port: int) -> NoReturn:
        raise AssertionError("looked up")

    refused(url, resolve=never)


@pytest.mark.parametrize("inside", INSIDE)
def test_a_name_that_resolves_inside_is_refused(inside: str, tried: list[Any]) -> None:
    assert refused("http://news.example/", resolve=lambda _host, _port: [inside]).code == "url_not_allowed"
    assert tried == []


@pytest.mark.parametrize("inside", INSIDE)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_address_inside_among_public_ones_is_enough(inside: str, place: int, tried: list[Any]) -> None:
    answers = [PUBLIC, PUBLIC_V6]
    answers.insert(place, inside)
    assert refused("http://news.example/", resolve=lambda _host, _port: answers).code == "url_not_allowed"
    assert tried == []


def test_a_name_is_looked_up_once_so_a_second_answer_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the first answer is public, every later one is inside. We connect to what we checked."""
    answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    asked: list[str] = []
    connected: list[tuple[str, int]] = []

    def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return next(answers)

    def connect(address: tuple[str, int], timeout: float) -> NoReturn:
        connected.append(address)
        raise OSError("not really")

    monkeypatch.setattr(socket, "create_connection", connect)
    assert refused("http://news.example/", resolve=resolve).code == "url_unreachable"
    assert asked == ["news.example"]
    assert connected == [(PUBLIC, 80)]


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
@pytest.mark.parametrize(
    "location",
    ["http://127.0.0.1/", "http://169.254.169.254/latest/", "http://[::1]/", "file:///etc/passwd", "gopher://10.1.1.1/",
     "http://0x7f.1/", "//10.0.0.1/", "http://localhost/", "http://user@news.example/", "http://[::1",
     "\\\\127.0.0.1\\"],
)  # fmt: skip
def test_a_redirect_to_the_inside_is_refused(status: str, location: str) -> None:
    with serving(redirecting(location, status)) as server:
        assert refused(server.url(), allow_hosts=server.allowed).code in ("url_not_allowed", "url_invalid")
        assert len(server.requests) == 1


def test_a_redirect_to_a_name_that_has_moved_inside_is_refused() -> None:
    with serving(redirecting("http://news.example/")) as server:
        failure = refused(
            server.url(),
            allow_hosts=server.allowed,
            resolve=lambda host, _port: ["127.0.0.1"] if host == "news.example" else [host],
        )
    assert failure.code == "url_not_allowed"


def test_the_loopback_is_closed_unless_it_is_listed() -> None:
    with serving(answering(b"secret", "Content-Type: text/plain")) as server:
        assert refused(server.url()).code == "url_not_allowed"
        assert server.requests == []
        assert fetch(server.url(), allow_hosts=server.allowed).body == b"secret"


def test_listing_a_host_does_not_open_its_other_ports() -> None:
    with serving(answering(b"secret")) as server:
        assert refused(server.url(), allow_hosts=frozenset(("127.0.0.1",))).code == "url_not_allowed"
        assert refused(server.url(), allow_hosts=frozenset((f"127.0.0.1:{server.port + 1}",))).code == "url_not_allowed"
        assert server.requests == []


def test_a_listed_name_is_reached_wherever_it_is() -> None:
    with serving(answering(b"words", "Content-Type: text/plain")) as server:
        found = fetch(
            f"http://wiki.example:{server.port}/",
            allow_hosts=frozenset((f"wiki.example:{server.port}",)),
            resolve=lambda _host, _port: ["127.0.0.1"],
        )
        assert found.body == b"words"
        assert f"Host: wiki.example:{server.port}\r\n".encode() in server.requests[0]


def test_a_network_vouches_for_its_addresses() -> None:
    allowed = AllowedHosts.of(frozenset(("10.1.0.0/16", "fd00::/8")))
    assert allowed.permits(ip_address("10.1.2.3"))
    assert allowed.permits(ip_address("fd00::5"))
    assert not allowed.permits(ip_address("10.2.0.1"))
    assert allowed.permits(ip_address(PUBLIC))


def test_a_closed_site_fetches_nothing_that_is_not_listed(tried: list[Any]) -> None:
    failure = refused("http://news.example/", only_allowed=True, resolve=lambda _host, _port: [PUBLIC])
    assert failure.code == "url_not_allowed"
    assert tried == []


@pytest.mark.parametrize("entry", ["10.0.0.0/33", "a/b", ":80", "[::1", "host:port"])
def test_a_list_that_makes_no_sense_is_an_error(entry: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        fetch("http://news.example/", allow_hosts=frozenset((entry,)))


@pytest.mark.parametrize("entry", ["[::1]:8080", "::1", "[::1]", "Wiki.Example.", "10.0.0.5", "wiki.example:8080"])
def test_hosts_are_listed_as_urls_write_them(entry: str) -> None:
    assert AllowedHosts.of(frozenset((entry,))).hosts


@pytest.mark.parametrize(
    "address", [PUBLIC, PUBLIC_V6, "8.8.8.8", "1.1.1.1", "223.255.255.1", "100.128.0.1", "172.32.0.1"]
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(ip_address(address))


def test_a_fragment_is_no_part_of_the_host() -> None:
    asked: list[str] = []

    def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"]

    refused("http://news.example#@other.example/", resolve=resolve)
    assert asked == ["news.example"]
