"""The event a write left, where the service that wrote it hands back something else."""

from annotations.models.ledger import LedgerEvent


def newest_event(*, stream: str, subject: str, verb: str, request_id: str) -> LedgerEvent | None:
    """The newest event with this verb about this subject that this request wrote. One query."""
    rows = LedgerEvent.objects.filter(stream=stream, subject=subject, verb=verb, request_id=request_id)
    return rows.order_by("-seq").first()
