"""Nobody overwrites what they have not seen: ETag on the way out, If-Match on the way in."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from rest_framework.request import Request

from annotations.errors import PreconditionMissing, VersionConflict
from annotations.models.base import Guarded

G = TypeVar("G", bound=Guarded)
ENTITY_TAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e]*)"')


def etag_of(row: Guarded) -> str:
    """The row's ETag: it changes with every change the ledger knows of."""
    return f'"{row.row_version}"'


def expected_version(request: Request, row: Guarded) -> int | None:
    """The version the caller read, for the service to compare again under its lock; None for `If-Match: *`. Raises
    PreconditionMissing, and VersionConflict where the row moved on already. A weak tag counts like a strong one: what
    compresses answers on the way weakens them, and the version in them is exact either way."""
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise PreconditionMissing(f'Send If-Match with the ETag you read, for example If-Match: "{row.row_version}".')
    if header == "*":
        return None
    if str(row.row_version) not in ENTITY_TAG.findall(header):
        raise VersionConflict
    return row.row_version


@contextmanager
def telling_the_present(reload: Callable[[], G], show: Callable[[G], Any]) -> Iterator[None]:
    """Lets a VersionConflict out with the row as it is now, so that the caller can merge without another request."""
    try:
        yield
    except VersionConflict as error:
        row = reload()
        raise VersionConflict(error.message, current_version=row.row_version, current=show(row)) from error
