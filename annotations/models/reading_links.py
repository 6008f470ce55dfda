"""Read-only links: one article for somebody without an account. The database cannot be used to open one."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from annotations.models.articles import Article
from annotations.models.base import new_uid


class ReadingLinkQuerySet(models.QuerySet["ReadingLink"]):
    """Links by whether they work."""

    def working(self, at: Any) -> Self:
        """Those that were not revoked, have not run out, and lead to something that is there."""
        there = self.filter(article__archived_at=None, article__project__archived_at=None)
        return there.filter(revoked_at=None, expires_at__gt=at)


class ReadingLink(models.Model):
    """256 random bits, kept as their SHA-256 and shown once. `with_names`: the page says who decided and who added
    evidence. Issuing, opening and revoking are events; `last_opened_at` moves with every opening."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="reading_links")
    sha256 = models.CharField(max_length=64, unique=True)
    with_names = models.BooleanField(default=False)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reading_links")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_opened_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ReadingLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"link to {self.article_id}"
