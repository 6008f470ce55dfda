"""When two addresses mean one page, and when some words mean a DOI."""

import re
from urllib.parse import parse_qsl, quote, urlsplit

import idna

_PORTS = {"http": 80, "https": 443}
_KEPT = "/%:@!$&'()*+,;=~-._?"
# What senders of letters and advertisements hang on an address to follow people; the page is the same without it.
_TRACKING = frozenset(
    [
        "fbclid",
        "gclid",
        "gclsrc",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "twclid",
        "ttclid",
        "igshid",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "_hsenc",
        "_hsmi",
        "oly_anon_id",
        "oly_enc_id",
        "vero_id",
        "wickedid",
        "s_cid",
        "ref_src",
    ]
)
_TRACKING_BEGINS = ("utm_", "pk_", "mtm_", "hsa_")
_DOI = re.compile(r"(?:doi:\s*|(?:https?://)?(?:dx\.|www\.)?doi\.org/)?(10\.\d{4,9}(?:\.\d+)*/\S+)", re.IGNORECASE)


def same_address(url: str) -> str:
    """Give the one spelling of an address that all its spellings share: scheme and host in lower case, no usual port,
    no fragment, no parameter that only follows people. A DOI's letters count the same in either case.

    Meant for comparing; what people gave is what is fetched and shown. What is no address comes back as it is.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url.strip()
    scheme, host = parts.scheme.lower(), _host(parts.hostname or "")
    if not host:
        return url.strip()
    path = quote(parts.path, safe=_KEPT) or "/"
    if host in ("doi.org", "dx.doi.org", "www.doi.org"):
        scheme, host, path = "https", "doi.org", path.lower()
    where = f"[{host}]" if ":" in host else host
    authority = where if port in (None, _PORTS.get(scheme)) else f"{where}:{port}"
    query = _query(parts.query)
    return f"{scheme}://{authority}{path}" + (f"?{query}" if query else "")


def doi_link(text: str) -> str:
    """Give the https address of a DOI written in any of the usual ways ("10.…", "doi:…", "https://doi.org/…"), or ""
    for what is none."""
    found = _DOI.fullmatch(text.strip())
    return f"https://doi.org/{found[1].rstrip('.,;')}" if found else ""


def _host(name: str) -> str:
    name = name.lower().removesuffix(".")
    if name.isascii():
        return name
    try:
        return idna.encode(name, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        return name


def _query(query: str) -> str:
    kept = [part for part in query.split("&") if part and not _is_tracking(part)]
    return quote("&".join(kept), safe=_KEPT + "&")


def _is_tracking(part: str) -> bool:
    pairs = parse_qsl(part, keep_blank_values=True)
    name = pairs[0][0].lower() if pairs else ""
    return name in _TRACKING or name.startswith(_TRACKING_BEGINS)
