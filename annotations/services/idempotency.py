"""The same request twice, one effect: the answer to a keyed request is kept in the transaction of what it did."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from annotations.errors import KeyReused
from annotations.models.access import IdempotentReply
from annotations.models.users import User

KEPT_DAYS = 30
SWEEP_EVERY = 100  # keyed requests between two looks for replies that are too old


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it goes out. `kept_body`: what a repeated request gets instead, where the body holds a secret."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)
    kept_body: str | None = None


def reply_once(
    *,
    user: User,
    key: str,
    request_sha256: str,
    at: datetime,
    make: Callable[[], Reply],
    refusal: Callable[[Exception], Reply | None],
) -> tuple[Reply, bool]:
    """The answer to this key, and whether it was given before. `make` does the work, once; a rival with the same key
    waits for it. An exception that `refusal` turns into a Reply is final and kept, without its effects; any other
    leaves nothing behind, so the same key may try again. Raises KeyReused."""
    with transaction.atomic():
        row = IdempotentReply(user=user, key=key, request_sha256=request_sha256, created_at=at)
        try:
            with transaction.atomic():
                row.save(force_insert=True)  # a rival waits here until the first one is through
        except IntegrityError:
            return stored(user, key, request_sha256), True
        reply = made(make, refusal)
        row.status, row.headers = reply.status, reply.headers
        row.body = reply.body if reply.kept_body is None else reply.kept_body
        row.save(update_fields=["status", "headers", "body"])
        if row.pk % SWEEP_EVERY == 0:
            IdempotentReply.objects.filter(user=user, created_at__lt=at - timedelta(days=KEPT_DAYS)).delete()
        return reply, False


def made(make: Callable[[], Reply], refusal: Callable[[Exception], Reply | None]) -> Reply:
    """What `make` answers, or its refusal with everything it did taken back."""
    try:
        with transaction.atomic():
            return make()
    except Exception as error:
        reply = refusal(error)
        if reply is None:
            raise
        return reply


def stored(user: User, key: str, request_sha256: str) -> Reply:
    """The answer that was given before. Raises KeyReused. One query."""
    row = IdempotentReply.objects.get(user=user, key=key)
    if row.request_sha256 != request_sha256:
        raise KeyReused
    return Reply(status=row.status or 200, body=row.body, headers=row.headers)
