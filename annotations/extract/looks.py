"""One look at the source of some evidence: the page or file as it is, its words, and in plain words what is wrong."""

from collections.abc import Callable
from dataclasses import replace

from annotations.extract.fetch import fetch
from annotations.extract.page_problems import (
    problem_of_failure,
    problem_of_kind,
    problem_of_page,
    problem_of_text,
)
from annotations.extract.sandbox import extract_in_child
from annotations.extract.types import ExtractionFailed, Fetched, Look

_MOST_HEADERS, _LONGEST_NAME, _LONGEST_VALUE = 100, 100, 2_000


def look_at(
    url: str,
    *,
    allow_hosts: frozenset[str] = frozenset(),
    report: Callable[[int, int], None] = lambda done, of: None,
) -> Look:
    """Fetch an address and read what it answers, whatever that is. The network is guarded as in `fetch`, which
    tells `report` the bytes.

    Raises ExtractionFailed with a code and words made for evidence where nothing was answered that could be kept.
    """
    try:
        got = fetch(url, allow_hosts=allow_hosts, any_kind=True, report=report)
    except ExtractionFailed as error:
        problem = problem_of_failure(error.code, error.message, error.hint, error.status)
        raise ExtractionFailed(problem.code, problem.message, problem.hint, status=error.status) from error
    look = read_bytes(got.body, media_type=got.media_type, charset=got.charset, source_url=got.url)
    return replace(look, final_url=got.url, http_status=got.status, headers=_kept(got))


def read_bytes(
    body: bytes, *, filename: str = "", media_type: str = "", charset: str = "", source_url: str = ""
) -> Look:
    """The bytes with their text, or with the reason why there is none. Read in a killable child."""
    look = Look(body=body, media_type=media_type)
    problem = problem_of_kind(body, media_type)
    if problem is not None:
        return replace(look, problem=problem)
    try:
        document = extract_in_child(
            body, filename=filename, media_type=media_type, charset=charset, source_url=source_url, whole=True
        )
    except ExtractionFailed as error:
        return replace(look, problem=problem_of_text(error.code, error.message))
    shown = document.whole or document.text
    return replace(
        look,
        text=document.text,
        whole=document.whole if document.whole != document.text else "",
        title=document.title,
        problem=problem_of_page(body, shown) if document.whole else None,
    )


def _kept(got: Fetched) -> dict[str, str]:
    """The answer's headers as they can be stored anywhere: a hundred at most, without control characters."""
    named = list(got.headers.items())[:_MOST_HEADERS]
    return {_printable(name)[:_LONGEST_NAME]: _printable(value)[:_LONGEST_VALUE] for name, value in named}


def _printable(header: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in header)
