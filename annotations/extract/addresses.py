"""Which addresses lie on the public internet, and which hosts a site vouches for itself."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address

# Written out instead of asking `is_global`: Python 3.11 calls NAT64, 6to4, ::127.0.0.1 and multicast global.
_CLOSED_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a cloud's own services, at a public-looking address
        "169.254.0.0/16",  # link-local, metadata of clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
# Public IPv6 is one block. Outside it lie loopback, mapped and compatible IPv4, NAT64, unique local, link-local,
# site-local, segment routing and multicast; inside it these are not public or carry an IPv4 address.
_OPEN_V6 = IPv6Network("2000::/3")
_CLOSED_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # Teredo, ORCHID, benchmarking
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)


def is_public(address: Address) -> bool:
    """Whether `address` is an ordinary address of the internet, carrying no other address inside."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED_V4)
    if address.scope_id is not None:
        return False
    return address in _OPEN_V6 and not any(address in network for network in _CLOSED_V6)


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """Hosts that may be fetched although they are not public, as whoever runs the site has listed them.

    An entry is a host as it is written in a URL ("wiki.example", "10.0.0.5", "[fd00::5]"), which vouches for
    every address it has; the same with a port ("127.0.0.1:8123"), which opens that port too; or a network
    ("10.1.0.0/16"), which vouches for the addresses in it. With `only`, nothing else may be fetched.
    """

    hosts: frozenset[tuple[str, int | None]] = frozenset()
    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    only: bool = False

    @classmethod
    def of(cls, entries: frozenset[str], *, only: bool = False) -> "AllowedHosts":
        """Read the entries. Raises ValueError for one that is neither a host nor a network."""
        networks = tuple(ip_network(entry.strip()) for entry in entries if "/" in entry)
        hosts = frozenset(_host(entry) for entry in entries if "/" not in entry)
        return cls(hosts=hosts, networks=networks, only=only)

    def vouches_for_host(self, host: str, port: int) -> bool:
        """Whether every address of this host may be reached."""
        return (host, None) in self.hosts or (host, port) in self.hosts

    def opens_port(self, host: str, port: int) -> bool:
        """Whether this host may be reached at a port other than 80 and 443."""
        return (host, port) in self.hosts

    def permits(self, address: Address) -> bool:
        """Whether the address lies in a listed network, or is public where that is enough."""
        listed = any(address.version == network.version and address in network for network in self.networks)
        return listed or (not self.only and is_public(address))


def _host(entry: str) -> tuple[str, int | None]:
    text = entry.strip().lower().rstrip(".")
    literal, bracket, after = text.removeprefix("[").partition("]")
    if bracket:
        return str(IPv6Address(literal)), int(after.removeprefix(":")) if after else None
    if text.count(":") > 1:
        return str(IPv6Address(text)), None
    name, _colon, port = text.partition(":")
    if not name:
        raise ValueError(f"not a host: {entry!r}")
    return name, int(port) if port else None


def parsed(text: str) -> Address | None:
    """Give the address written in `text` in its usual form, or None for a name or any unusual form."""
    try:
        return ip_address(text)
    except ValueError:
        return None
