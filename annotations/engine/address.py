"""Where the site listens. The supervisor opens the socket itself, before anything else is started."""

import errno
import socket


class AddressUnavailable(Exception):
    """The site cannot listen there. The message says why, and what to type instead."""


def open_listener(bind: str, port: int) -> socket.socket:
    """A listening TCP socket. Held by the supervisor, so a restart of the web process refuses nobody.

    Raises AddressUnavailable.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            bind, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise AddressUnavailable(f"BIND={bind}: there is no such address ({error.strerror}).") from None
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(512)
    except OSError as error:
        listener.close()
        raise AddressUnavailable(explanation(error, bind, port)) from None
    return listener


def explanation(error: OSError, bind: str, port: int) -> str:
    """Why the address cannot be had, and the line to type."""
    other = port + 1 if port < 65535 else 8000
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program. Choose another one: PORT={other} make run"
    if error.errno == errno.EACCES:
        return f"Port {port} needs special rights. Choose one above 1023: PORT=8000 make run"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"BIND={bind}: this machine does not have that address."
    return f"Cannot listen on {bind} port {port}: {error.strerror}."


def site_address(bind: str, port: int) -> str:
    """The address to type into a browser on this machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(bind, bind)  # noqa: S104  a lookup, no bind
    return f"http://{host}:{port}/"
