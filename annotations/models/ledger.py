"""The ledger: one line per service call, chained by hash, never changed."""

from typing import Any, ClassVar

from django.db import models


class LedgerHead(models.Model):
    """The last event of a stream. Its row is the only lock a writer needs."""

    stream = models.CharField(max_length=60, primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.stream}/{self.seq}"


class LedgerEvent(models.Model):
    """Who did what, through which door, when and why; `subject` is the object it is about, `claim:<uid>`."""

    stream = models.CharField(max_length=60)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_id = models.CharField(max_length=40, blank=True, default="")
    actor_label = models.CharField(max_length=200)
    on_behalf_of = models.CharField(max_length=200, blank=True, default="")
    door = models.CharField(max_length=12)
    request_id = models.CharField(max_length=64, blank=True, default="")
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)
    reason = models.TextField(blank=True, default="")
    payload_digest = models.CharField(max_length=64)
    touches_digest = models.CharField(max_length=64)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)
    key_id = models.CharField(max_length=16)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["subject", "id"], name="ledger_event_subject")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["stream", "seq"], name="ledger_event_once_per_place"),
            models.UniqueConstraint(fields=["hash"], name="ledger_event_hash_once"),
        ]

    def __str__(self) -> str:
        return f"{self.stream}/{self.seq} {self.verb}"

    @property
    def receipt(self) -> str:
        """What a caller keeps to prove later that the event was there."""
        return f"{self.stream}/{self.seq}/{self.hash}"


class LedgerTouch(models.Model):
    """One object an event changed, to which version, with the digest of its whole state afterwards."""

    event = models.ForeignKey(LedgerEvent, on_delete=models.PROTECT, related_name="touches")
    object_type = models.CharField(max_length=20)
    object_id = models.UUIDField()
    object_version = models.PositiveIntegerField()
    state_digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["object_type", "object_id", "object_version"], name="ledger_touch_once_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.object_type}:{self.object_id} v{self.object_version}"


class LedgerPayload(models.Model):
    """Before and after, as the canonical text that was hashed. Apart, so that an erasure can drop it."""

    event = models.OneToOneField(LedgerEvent, on_delete=models.PROTECT, related_name="payload", primary_key=True)
    salt = models.CharField(max_length=32)
    body = models.TextField()

    def __str__(self) -> str:
        return f"payload of {self.event_id}"
