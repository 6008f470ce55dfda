"""What a web server answers: looked at before it is read, and read up to a limit."""

import http.client
import zlib
from collections.abc import Callable

from annotations.extract.connections import Deadline, unreachable
from annotations.extract.kinds import SUPPORTED, declared_kind, says_nothing
from annotations.extract.limits import MEBIBYTE, Limits
from annotations.extract.types import ExtractionFailed

_CHUNK = 64 * 1024
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PASTE = "Paste the text of the article, or upload it as a file."


def redirect_of(answer: http.client.HTTPResponse) -> str | None:
    """Give where the answer sends us, or None if it is no redirect."""
    return answer.headers.get("Location") if answer.status in _REDIRECTS else None


def check_headers(answer: http.client.HTTPResponse, limits: Limits, *, any_kind: bool = False) -> None:
    """Raise ExtractionFailed `url_answered_error`, `url_not_text` (not with `any_kind`) or `url_too_large` before the
    body is read."""
    if not 200 <= answer.status < 300:
        reason = http.client.responses.get(answer.status, "")
        raise ExtractionFailed(
            "url_answered_error",
            f"The server answered {answer.status} {reason}".strip() + ".",
            _PASTE,
            status=answer.status,
        )
    media_type = answer.headers.get("Content-Type", "")
    if not any_kind and declared_kind(media_type) is None and not says_nothing(media_type):
        name = media_type.partition(";")[0].strip()[:80]
        raise ExtractionFailed("url_not_text", f"The address leads to {name}. What can be read: {SUPPORTED}.", _PASTE)
    if answer.length is not None and answer.length > limits.body_bytes:
        raise _too_large(limits)


def read_body(
    answer: http.client.HTTPResponse, deadline: Deadline, limits: Limits, report: Callable[[int, int], None]
) -> bytes:
    """Give the body, unpacked if the server packed it, never more than the limit. `report(done, of)` is told
    the bytes, of 0 where the server did not say how many there are; what it raises ends the reading.

    Raises ExtractionFailed `url_too_large`, `url_too_slow`, `url_unreachable` (cut off) or `url_not_text`
    (packed in a way that was not asked for).
    """
    unpack = _unpacker(answer.headers.get("Content-Encoding", ""))
    body, said = bytearray(), 0 if unpack else answer.length or 0
    try:
        while chunk := answer.read1(_CHUNK):
            deadline.remaining()
            while chunk:
                body += unpack.decompress(chunk, limits.body_bytes - len(body) + 1) if unpack else chunk
                if len(body) > limits.body_bytes:
                    raise _too_large(limits)
                chunk = unpack.unconsumed_tail if unpack else b""
            report(len(body), said)
    except (http.client.HTTPException, OSError, ValueError) as error:
        deadline.remaining()
        raise _cut_off() from error
    except zlib.error as error:
        raise _packed() from error
    deadline.remaining()
    if answer.length or (unpack and not unpack.eof and body):
        raise _cut_off()
    return bytes(body)


def _unpacker(encoding: str) -> "zlib._Decompress | None":
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return None
    if name in ("gzip", "x-gzip", "deflate"):
        return zlib.decompressobj(zlib.MAX_WBITS | 32)
    raise _packed()


def _too_large(limits: Limits) -> ExtractionFailed:
    return ExtractionFailed(
        "url_too_large", f"The page is larger than {limits.body_bytes / MEBIBYTE:,.0f} MB.", "Paste its text instead."
    )


def _cut_off() -> ExtractionFailed:
    return unreachable("The connection was cut before the whole page had arrived.")


def _packed() -> ExtractionFailed:
    return ExtractionFailed("url_not_text", "The server sends the page packed in a way that cannot be read.", _PASTE)
