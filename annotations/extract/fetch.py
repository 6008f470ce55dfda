"""A page fetched from the web, and from nowhere else.

The host is resolved once, every address it has must be public, and the connection goes to one of those
addresses: nothing is asked twice, so nothing can change in between. Redirects go the same way again.
No proxy, no cookies, no credentials; the standard library's client does only what it is told here.
"""

import http.client
from collections.abc import Callable

from annotations.extract.addresses import AllowedHosts
from annotations.extract.answers import check_headers, read_body, redirect_of
from annotations.extract.connections import Deadline, Resolver, connect, system_resolver, unreachable
from annotations.extract.limits import DEFAULT_LIMITS, Limits
from annotations.extract.types import ExtractionFailed, Fetched
from annotations.extract.urls import Target, joined, target

_HEADERS = {
    "User-Agent": "Claimdesk (reads one page at the request of an editor)",
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,application/pdf;q=0.8,*/*;q=0.1",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
_NOT_KEPT = frozenset(("set-cookie", "set-cookie2"))


def fetch(
    url: str,
    *,
    limits: Limits = DEFAULT_LIMITS,
    allow_hosts: frozenset[str] = frozenset(),
    only_allowed: bool = False,
    any_kind: bool = False,
    resolve: Resolver = system_resolver,
    report: Callable[[int, int], None] = lambda done, of: None,
) -> Fetched:
    """Give what `url` answers, after at most `limits.fetch_redirects` redirects.

    `allow_hosts` lists hosts and networks that may be fetched although they are not public (see AllowedHosts;
    none by default); with `only_allowed` nothing else is fetched. With `any_kind`, pictures and
    whatever else is no text are given too. Takes at most `limits.fetch_seconds` in all
    and reads at most `limits.body_bytes`. `report(done, of)` is told the bytes
    of the page as they come (see `read_body`).
    Raises ExtractionFailed: `url_invalid`, `url_not_allowed`, `url_unreachable`, `url_answered_error`,
    `url_not_text`, `url_too_large`, `url_too_slow`, `url_redirects_too_often`; ValueError for a bad `allow_hosts`.
    """
    allowed = AllowedHosts.of(allow_hosts, only=only_allowed)
    with Deadline(limits.fetch_seconds) as deadline:
        for _hop in range(limits.fetch_redirects + 1):
            where = target(url, allowed)
            found = _ask(where, allowed, deadline, limits, resolve, any_kind, report)
            if isinstance(found, Fetched):
                return found
            url = joined(where, found)
    raise ExtractionFailed(
        "url_redirects_too_often",
        f"The address was redirected more than {limits.fetch_redirects} times.",
        "Open it in a browser and copy the address where it ends.",
    )


def _ask(
    where: Target,
    allowed: AllowedHosts,
    deadline: Deadline,
    limits: Limits,
    resolve: Resolver,
    any_kind: bool,
    report: Callable[[int, int], None],
) -> Fetched | str:
    """Give the answer, or the address it redirects to."""
    connection = http.client.HTTPConnection(where.host, where.port)
    connection.auto_open = 0  # never connects by itself: the socket below is the only one
    connection.sock = connect(where, allowed, deadline, resolve)
    try:
        try:
            connection.request("GET", where.path, headers={"Host": where.authority, **_HEADERS})
            answer = connection.getresponse()
        except (http.client.HTTPException, OSError, ValueError) as error:
            deadline.remaining()
            raise unreachable(f"{where.host} gives no proper answer.") from error
        redirect = redirect_of(answer)
        if redirect is not None:
            return redirect
        check_headers(answer, limits, any_kind=any_kind)
        return Fetched(
            url=where.url,
            status=answer.status,
            media_type=answer.headers.get_content_type() if "Content-Type" in answer.headers else "",
            charset=answer.headers.get_content_charset("") or "",
            headers={name.lower(): value for name, value in answer.headers.items() if name.lower() not in _NOT_KEPT},
            body=read_body(answer, deadline, limits, report),
        )
    finally:
        connection.close()
