"""Which site an address is of: its registrable domain, by the public suffix list that comes with the library. No
network."""

from functools import cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList


def domain_of(url: str) -> str:
    """`bbc.co.uk` for `https://www.bbc.co.uk/news`: in lower case and ASCII; the host itself where no public suffix is
    above it (an intranet, an IP address); "" where the address has no host. The first call reads the list, about 50
    ms."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
    if not host or is_ip(host):
        return host[:253]
    try:
        host = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host[:253]
    return (suffixes().privatesuffix(host) or host)[:253]


@cache
def suffixes() -> PublicSuffixList:
    """The list as the library brings it."""
    return PublicSuffixList(only_icann=True)


def is_ip(host: str) -> bool:
    """Whether it is an IP address."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
