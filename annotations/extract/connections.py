"""A connection to an address that has been checked, with one deadline for everything that is done over it."""

import contextlib
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from ipaddress import ip_address

import certifi

from annotations.extract.addresses import AllowedHosts
from annotations.extract.types import ExtractionFailed
from annotations.extract.urls import Target, not_allowed

Resolver = Callable[[str, int], Sequence[str]]

_MOST_ADDRESSES = 4  # tried one after the other


class Deadline:
    """The moment at which a fetch ends, whatever it is doing: the socket it uses is shut down under it.

    A time limit on each read is not enough, because a server can send one byte whenever it runs out.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end_now)
        self._timer.daemon = True

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()

    def remaining(self) -> float:
        """Give the seconds left. Raises ExtractionFailed `url_too_slow` when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.missed()
        return left

    def missed(self) -> ExtractionFailed:
        """The failure for a fetch that did not end in time."""
        return ExtractionFailed(
            "url_too_slow",
            f"The page did not arrive within {self._seconds:g} seconds.",
            "Try again, or paste the text.",
        )

    def watch(self, sock: socket.socket) -> None:
        """Shut this socket down, instead of any before it, when the time is over."""
        with self._lock:
            self._socket = sock
        sock.settimeout(self.remaining())

    def _end_now(self) -> None:
        with self._lock, contextlib.suppress(OSError):
            if self._socket is not None:
                # Not SSLSocket's own, which takes the connection apart under the thread that reads from it.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def connect(where: Target, allowed: AllowedHosts, deadline: Deadline, resolve: Resolver) -> socket.socket:
    """Give a connected socket, with TLS for https and the certificate checked against the host's name.

    Raises ExtractionFailed `url_not_allowed` unless every address of the host is public or vouched for, before
    any connection is tried; `url_unreachable`; `url_too_slow`.
    """
    addresses = _checked(where, allowed, _resolved(where, deadline, resolve))
    failure: OSError | None = None
    for address in addresses[:_MOST_ADDRESSES]:
        try:
            plain = socket.create_connection((address, where.port), timeout=deadline.remaining())
        except OSError as error:
            failure = error
            continue
        try:
            return _secured(plain, where, deadline)
        except BaseException:
            plain.close()
            raise
    deadline.remaining()
    raise unreachable(f"{where.host} does not answer.") from failure


def system_resolver(host: str, port: int) -> Sequence[str]:
    """Give the addresses of `host` as this machine resolves names."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


def unreachable(message: str) -> ExtractionFailed:
    """The failure for a host that is not there, or not in order."""
    return ExtractionFailed("url_unreachable", message, "Check the address, or paste the text of the article.")


def _resolved(where: Target, deadline: Deadline, resolve: Resolver) -> Sequence[str]:
    """Resolve in a thread, because the system's resolver cannot be given a time limit."""
    answers: queue.Queue[Sequence[str] | Exception] = queue.Queue()

    def ask() -> None:
        try:
            answers.put(resolve(where.host, where.port))
        except (OSError, ValueError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=deadline.remaining())
    except queue.Empty:
        raise deadline.missed() from None
    if isinstance(found, Exception) or not found:
        raise unreachable(f"There is no host named {where.host}.") from (
            found if isinstance(found, Exception) else None
        )
    return found


def _checked(where: Target, allowed: AllowedHosts, addresses: Sequence[str]) -> Sequence[str]:
    if allowed.vouches_for_host(where.host, where.port):
        return addresses
    for text in addresses:
        try:
            address = ip_address(text)
        except ValueError:
            raise _closed(where, allowed) from None
        if not allowed.permits(address):
            raise _closed(where, allowed)
    return addresses


def _closed(where: Target, allowed: AllowedHosts) -> ExtractionFailed:
    if allowed.only:
        return not_allowed(f"{where.host} is not among the hosts that this site fetches from.")
    return not_allowed(f"{where.host} is not on the public internet, so it is not fetched.")


def _secured(plain: socket.socket, where: Target, deadline: Deadline) -> socket.socket:
    deadline.watch(plain)
    if where.scheme == "http":
        return plain
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    secure = context.wrap_socket(plain, server_hostname=where.host, do_handshake_on_connect=False)
    try:
        deadline.watch(secure)
        secure.do_handshake()
    except ssl.SSLCertVerificationError as error:
        secure.close()
        raise unreachable(f"The certificate of {where.host} is not valid: {error.verify_message}.") from error
    except OSError as error:
        secure.close()
        deadline.remaining()
        raise unreachable(f"No secure connection to {where.host} could be made.") from error
    return secure
