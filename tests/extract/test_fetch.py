"""A page is fetched within its time and size, and what went wrong is said."""

import gzip
import shutil
import ssl
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from annotations.extract.fetch import fetch
from annotations.extract.limits import Limits
from annotations.extract.types import ExtractionFailed
from tests.extract.helpers import HANGS
from tests.extract.servers import Handler, answering, redirecting, sending, serving

HTML = "Content-Type: text/html; charset=ISO-8859-2"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


def refused(handler: Handler, limits: Limits | None = None, **given: Any) -> ExtractionFailed:
    with serving(handler) as server, pytest.raises(ExtractionFailed) as failure:
        fetch(server.url(), allow_hosts=server.allowed, limits=limits or Limits(fetch_seconds=5), **given)
    return failure.value


def test_an_answer_is_given_as_it_came() -> None:
    with serving(answering(b"<p>Words</p>", HTML, "X-Thing: Yes")) as server:
        found = fetch(server.url("/a?b=c#d"), allow_hosts=server.allowed)
    assert (found.status, found.body) == (200, b"<p>Words</p>")
    assert (found.media_type, found.charset) == ("text/html", "iso-8859-2")
    assert found.url == server.url("/a?b=c")
    assert found.headers["x-thing"] == "Yes"


def test_the_bytes_are_told_as_they_come() -> None:
    told: list[tuple[int, int]] = []
    body = b"words " * 40_000
    with serving(answering(body, "Content-Type: text/plain")) as server:
        fetch(server.url(), allow_hosts=server.allowed, report=lambda done, of: told.append((done, of)))
    assert len(told) > 1
    assert told[-1] == (len(body), len(body))
    assert told == sorted(told)


def test_the_request_is_plain_and_carries_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1/")
    with serving(answering(b"words", "Content-Type: text/plain", "Set-Cookie: a=b")) as server:
        found = fetch(server.url("/é?ü=ß"), allow_hosts=server.allowed)
    request = server.requests[0].decode("ascii")
    assert request.startswith("GET /%C3%A9?%C3%BC=%C3%9F HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{server.port}\r\n" in request
    names = {line.partition(":")[0].lower() for line in request.split("\r\n")[1:] if line}
    assert names == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert "set-cookie" not in found.headers


def test_three_redirects_are_followed_and_four_are_not() -> None:
    def hops(count: int) -> Handler:
        def handler(connection: Any, request: bytes) -> None:
            number = int(request.split(b" ")[1].strip(b"/") or b"0")
            again = redirecting(f"/{number + 1}") if number < count else answering(b"end", "Content-Type: text/plain")
            again(connection, request)

        return handler

    with serving(hops(3)) as server:
        found = fetch(server.url(), allow_hosts=server.allowed)
        assert (found.body, found.url) == (b"end", server.url("/3"))
    assert refused(hops(4)).code == "url_redirects_too_often"


def test_no_cookie_is_carried_over_a_redirect() -> None:
    def handler(connection: Any, request: bytes) -> None:
        first = request.startswith(b"GET / ")
        answer = answering(b"", "Location: /2", "Set-Cookie: a=b", status="302 Found") if first else answering(b"end")
        answer(connection, request)

    with serving(handler) as server:
        fetch(server.url(), allow_hosts=server.allowed)
    assert b"ookie" not in server.requests[1]


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "500 Oops", "304 Not Modified", "302 Found"])
def test_an_error_is_told_with_its_status(status: str) -> None:
    failure = refused(answering(b"", status=status))
    assert failure.code == "url_answered_error"
    assert status[:3] in failure.message


@pytest.mark.parametrize("media_type", ["image/png", "application/json", "video/mp4", "application/zip"])
def test_what_is_no_text_is_refused_by_its_type(media_type: str) -> None:
    failure = refused(answering(b"x", f"Content-Type: {media_type}"))
    assert failure.code == "url_not_text"
    assert media_type in failure.message


@pytest.mark.parametrize("media_type", ["application/octet-stream", "application/pdf", "text/markdown", "TEXT/HTML"])
def test_what_may_be_text_is_fetched(media_type: str) -> None:
    with serving(answering(b"x", f"Content-Type: {media_type}")) as server:
        assert fetch(server.url(), allow_hosts=server.allowed).body == b"x"


def test_a_body_of_the_largest_size_is_fetched_and_one_byte_more_is_not() -> None:
    with serving(answering(b"x" * 1000)) as server:
        assert len(fetch(server.url(), allow_hosts=server.allowed, limits=Limits(body_bytes=1000)).body) == 1000
    assert refused(answering(b"x" * 1001), Limits(body_bytes=1000)).code == "url_too_large"


def test_a_body_without_a_length_is_stopped_at_the_limit() -> None:
    endless = sending(HEAD + b"\r\n", *[b"x" * 65_536] * 1_000)
    assert refused(endless, Limits(body_bytes=200_000)).code == "url_too_large"


def test_a_chunked_body_is_stopped_at_the_limit() -> None:
    chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
    endless = sending(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[chunk] * 1_000)
    assert refused(endless, Limits(body_bytes=200_000)).code == "url_too_large"


def test_a_packed_body_is_unpacked() -> None:
    packed = answering(gzip.compress(b"words " * 1_000), "Content-Encoding: gzip", "Content-Type: text/plain")
    with serving(packed) as server:
        assert fetch(server.url(), allow_hosts=server.allowed).body == b"words " * 1_000


def test_a_packed_body_is_stopped_at_the_limit_of_what_it_unpacks_to() -> None:
    bomb = answering(gzip.compress(bytes(20_000_000)), "Content-Encoding: gzip")
    assert refused(bomb, Limits(body_bytes=100_000)).code == "url_too_large"


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip"])
def test_a_body_packed_in_an_unknown_way_is_refused(encoding: str) -> None:
    assert refused(answering(b"not packed at all", f"Content-Encoding: {encoding}")).code == "url_not_text"


@pytest.mark.parametrize(
    "handler",
    [
        sending(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"),
        sending(HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\nonly this"),
        sending(HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"words " * 1_000)[:-20]),
        sending(b"words without any head"),
        sending(b""),
        sending(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n"),
        sending(b"HTTP/1.1 200 OK\r\nA: " + b"b" * 100_000 + b"\r\n\r\n"),
    ],
)
def test_an_answer_that_is_cut_or_broken_is_told(handler: Handler) -> None:
    assert refused(handler).code == "url_unreachable"


@pytest.mark.parametrize(
    "handler",
    [
        sending(b"", pause=30),
        sending(*[b"H"] * 100, pause=0.2),
        sending(HEAD + b"A: ", *[b"b"] * 100, pause=0.2),
        sending(HEAD + b"\r\n", *[b"b"] * 100, pause=0.2),
        sending(HEAD + b"Content-Length: 100\r\n\r\n", *[b"b"] * 100, pause=0.2),
        sending(*[b"HTTP/1.1 100 Continue\r\n\r\n"] * 100, pause=0.2),
    ],
)
def test_a_slow_answer_is_given_up_at_the_deadline_whatever_drips_in(handler: Handler) -> None:
    start = time.monotonic()
    assert refused(handler, Limits(fetch_seconds=0.8)).code == "url_too_slow"
    assert time.monotonic() - start < HANGS


def test_a_slow_resolver_is_given_up_at_the_deadline() -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        time.sleep(5)
        return []

    start = time.monotonic()
    with pytest.raises(ExtractionFailed) as failure:
        fetch("http://news.example/", limits=Limits(fetch_seconds=0.5), resolve=resolve)
    assert failure.value.code == "url_too_slow"
    assert time.monotonic() - start < HANGS


def test_a_name_that_does_not_exist_is_told() -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(ExtractionFailed, match=r"no host named news\.example") as failure:
        fetch("http://news.example/", resolve=resolve)
    assert failure.value.code == "url_unreachable"


def test_a_closed_port_is_told() -> None:
    with serving(answering(b"")) as server:
        pass
    with pytest.raises(ExtractionFailed) as failure:
        fetch(server.url(), allow_hosts=server.allowed)
    assert failure.value.code == "url_unreachable"


def test_a_server_without_tls_is_unreachable_over_https() -> None:
    with serving(answering(b"")) as server, pytest.raises(ExtractionFailed) as failure:
        fetch(f"https://127.0.0.1:{server.port}/", allow_hosts=server.allowed)
    assert failure.value.code == "url_unreachable"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with the openssl program")
class TestCertificates:
    """Over https the certificate must be valid, and for the name in the URL, although we connect to an address."""

    @pytest.fixture
    def certificate(self, tmp_path: Path) -> Path:
        path = tmp_path / "both.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=news.example",
             "-addext", "subjectAltName=DNS:news.example", "-keyout", str(path), "-out", str(tmp_path / "public.pem")],
            check=True, capture_output=True,
        )  # fmt: skip
        path.write_bytes(path.read_bytes() + (tmp_path / "public.pem").read_bytes())
        return path

    def fetched(self, certificate: Path, name: str) -> bytes:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        with serving(answering(b"words"), context) as server:
            url = f"https://{name}:{server.port}/"
            listed = frozenset((f"{name}:{server.port}",))
            return fetch(url, allow_hosts=listed, resolve=lambda _host, _port: ["127.0.0.1"]).body

    def test_an_unknown_issuer_is_refused(self, certificate: Path) -> None:
        with pytest.raises(ExtractionFailed, match="certificate") as failure:
            self.fetched(certificate, "news.example")
        assert failure.value.code == "url_unreachable"

    def test_a_trusted_certificate_for_the_name_is_accepted(
        self, certificate: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert self.fetched(certificate, "news.example") == b"words"

    def test_a_trusted_certificate_for_another_name_is_refused(
        self, certificate: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with pytest.raises(ExtractionFailed, match="certificate"):
            self.fetched(certificate, "other.example")
