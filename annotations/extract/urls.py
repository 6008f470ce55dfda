"""URLs that people paste, read strictly: what another program might read differently is refused."""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import quote, urljoin, urlsplit

import idna

from annotations.extract.addresses import AllowedHosts, parsed
from annotations.extract.types import ExtractionFailed

_LONGEST = 2_048
_PORTS = {"http": 80, "https": 443}
_UNWANTED = re.compile(r"[\x00-\x20\x7f-\xa0\s\\\ud800-\udfff\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# A last label like this makes programs read the whole host as a number: 0x7f.1, 017700000001, 2130706433.
_NUMERIC_LABEL = re.compile(r"(?:\d+|0x[0-9a-f]*)")
_KEPT_IN_PATH = "/%:@!$&'()*+,;=~-._"
_KEPT_IN_QUERY = _KEPT_IN_PATH + "?"


@dataclass(frozen=True, slots=True)
class Target:
    """One address on the web: `host` is a lower-case ASCII name or an IP address without brackets."""

    scheme: str
    host: str
    port: int
    path: str  # with the query, ready for the request line

    @property
    def authority(self) -> str:
        """The host as the Host header and the URL write it, with the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The URL without fragment."""
        return f"{self.scheme}://{self.authority}{self.path}"


def target(url: str, allowed: AllowedHosts) -> Target:
    """Give the parts of `url`.

    Raises ExtractionFailed `url_invalid` for what is no URL, and `url_not_allowed` for other schemes and ports,
    a user name, and hosts written as numbers in any but the usual way. Nothing is looked up.
    """
    text = url.strip()
    if len(text) > _LONGEST:
        raise _invalid(f"The address is longer than {_LONGEST:,} characters.")
    if _UNWANTED.search(text):
        raise _invalid("The address has a space, a backslash or an invisible character in it.")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise _invalid("This is not an address of the web.") from error
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise not_allowed("Only addresses that begin with http:// or https:// can be fetched.")
    if "@" in parts.netloc:
        raise not_allowed("Addresses with a user name or password cannot be fetched.")
    host = _host(parts.netloc, parts.hostname or "")
    port = _PORTS[scheme] if port is None else port
    if port not in _PORTS.values() and not allowed.opens_port(host, port):
        raise not_allowed(f"Port {port} cannot be fetched; only the ports 80 and 443 can.")
    path = quote(parts.path, safe=_KEPT_IN_PATH) or "/"
    query = f"?{quote(parts.query, safe=_KEPT_IN_QUERY)}" if parts.query else ""
    return Target(scheme=scheme, host=host, port=port, path=path + query)


def joined(base: Target, location: str) -> str:
    """Give the URL that `location` means in an answer from `base`. Raises ExtractionFailed `url_invalid`."""
    try:
        return urljoin(base.url, location.strip())
    except ValueError as error:
        raise _invalid("The address is redirected to something that is no address.") from error


def not_allowed(message: str) -> ExtractionFailed:
    """The failure for an address that is understood and refused."""
    return ExtractionFailed("url_not_allowed", message, "Paste the text of the article, or upload it as a file.")


def _invalid(message: str) -> ExtractionFailed:
    return ExtractionFailed("url_invalid", message, "Copy the address from the browser's address bar.")


def _host(netloc: str, host: str) -> str:
    if netloc.startswith("["):
        return _literal(netloc, host)
    if not host:
        raise _invalid("The address names no host.")
    name = _ascii(host).removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _invalid("The address names no host that can exist.")
    if _NUMERIC_LABEL.fullmatch(labels[-1]) and (name != host.removesuffix(".") or parsed(name) is None):
        raise not_allowed("The host is a number written in an unusual way.")
    return name


def _literal(netloc: str, host: str) -> str:
    try:
        address = IPv6Address(host)
    except ValueError as error:
        raise _invalid("The address names no host that can exist.") from error
    if address.scope_id is not None or not re.fullmatch(r"\[[0-9a-fA-F:.]+\](?::\d*)?", netloc):
        raise not_allowed("The host is a number written in an unusual way.")
    return str(address)


def _ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        return idna.encode(host, uts46=True, std3_rules=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise _invalid("The address names no host that can exist.") from error
