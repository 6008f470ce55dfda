"""Keys, links and answers kept for a repeated request. None of it can be used by whoever reads the database."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from annotations.models.base import new_uid
from annotations.models.projects import Project, Role


class LinkPurpose(models.TextChoices):
    """What a one-time link is for."""

    SIGN_IN = "sign_in", "Sign in"
    RESET = "reset", "Set a new password"
    INVITATION = "invitation", "Join a project"


class ApiToken(models.Model):
    """A key for scripts. 256 random bits, so a plain SHA-256 keeps it safe at rest; shown once."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=80, blank=True, default="")
    prefix = models.CharField(max_length=16)
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT, related_name="api_tokens")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.prefix


class OneTimeLink(models.Model):
    """A link that works once. For an invitation, `project` and `role` say what it gives; `email` who it is for."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    purpose = models.CharField(max_length=12, choices=LinkPurpose.choices)
    sha256 = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="links"
    )
    email = models.EmailField(blank=True, default="")
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=12, choices=Role.choices, blank=True, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="links_made"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.uid}"


class IdempotentReply(models.Model):
    """The answer to a POST with an Idempotency-Key, in the same transaction as its effect."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="idempotent_replies")
    key = models.CharField(max_length=255)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)  # NULL while the first request is still at work
    body = models.TextField(blank=True, default="")
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["user", "key"], name="idempotent_reply_once_per_key")
        ]

    def __str__(self) -> str:
        return self.key


class AppliedOp(models.Model):
    """One operation of a browser's outbox that was carried out, with its answer."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applied_ops")
    op_id = models.UUIDField()
    result = models.JSONField(default=dict)
    applied_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["user", "op_id"], name="applied_op_once_per_user")
        ]

    def __str__(self) -> str:
        return str(self.op_id)
