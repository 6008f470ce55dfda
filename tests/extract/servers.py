"""Small servers on the loopback for the tests of fetching."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

TLS_HELLO = b"\x16\x03"
Handler = Callable[[socket.socket, bytes], None]


@dataclass
class Server:
    """A listening server: the port it has, and the requests it got."""

    port: int
    requests: list[bytes] = field(default_factory=list)

    @property
    def allowed(self) -> frozenset[str]:
        """What makes this server reachable."""
        return frozenset((f"127.0.0.1:{self.port}",))

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextlib.contextmanager
def serving(handler: Handler, context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server that hands each connection, with its request, to `handler`."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(port=listener.getsockname()[1])

    def run() -> None:
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    def answer(connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            if context is not None:
                connection = context.wrap_socket(connection, server_side=True)
            with connection:
                request = b""
                while (
                    b"\r\n\r\n" not in request
                    and not request.startswith(TLS_HELLO)
                    and (chunk := connection.recv(65536))
                ):
                    request += chunk
                server.requests.append(request)
                handler(connection, request)

    threading.Thread(target=run, daemon=True).start()
    try:
        yield server
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts, so that the port is closed
        listener.close()


def received(connection: socket.socket) -> bytes:
    """A whole request, or the first words of someone who expects TLS here."""
    request = b""
    while b"\r\n\r\n" not in request and not request.startswith(TLS_HELLO):
        chunk = connection.recv(65_536)
        if not chunk:
            break
        request += chunk
    return request


def answering(body: bytes, *headers: str, status: str = "200 OK") -> Handler:
    """Answers every request with this body, its length told."""
    head = "".join(f"{header}\r\n" for header in (f"Content-Length: {len(body)}", *headers))

    def handler(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body)

    return handler


def sending(*pieces: bytes, pause: float = 0.0) -> Handler:
    """Sends these bytes as they are, waiting before each."""

    def handler(connection: socket.socket, _request: bytes) -> None:
        for piece in pieces:
            time.sleep(pause)
            connection.sendall(piece)

    return handler


def redirecting(location: str, status: str = "302 Found") -> Handler:
    """Sends every request to another address."""
    return answering(b"", f"Location: {location}", status=status)
