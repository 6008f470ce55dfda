"""Read-only links: issued, opened, revoked."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from annotations.errors import ArticleArchived, ArticleNotReady, InvalidValue
from annotations.models.articles import Article
from annotations.models.ledger import LedgerEvent
from annotations.models.reading_links import ReadingLink
from annotations.services.actor import Actor
from annotations.services.ledger import open_entry, stream_of, subject_of
from annotations.services.links import sha256_of
from annotations.services.verbs import Verb

DAYS = (1, 7, 30)


@transaction.atomic
def reading_link_issue(
    *, actor: Actor, article: Article, at: datetime, days: int = 7, with_names: bool = False
) -> tuple[ReadingLink, str, LedgerEvent]:
    """A link to read this article, and its secret part, which cannot be shown again. Raises InvalidValue,
    ArticleNotReady, ArticleArchived."""
    if days not in DAYS:
        raise InvalidValue(f"A link works for {', '.join(map(str, DAYS))} days.", field="days")
    entry = open_entry(actor=actor, stream=stream_of(article), at=at)
    article = Article.objects.defer("text").get(pk=article.pk)
    if article.archived_at is not None:
        raise ArticleArchived
    if not article.text_sha256:
        raise ArticleNotReady
    secret = secrets.token_urlsafe(32)
    link = ReadingLink(
        article=article,
        sha256=sha256_of(secret),
        with_names=with_names,
        issued_by=actor.as_user(),
        issued_at=at,
        expires_at=at + timedelta(days=days),
    )
    event = entry.record(
        verb=Verb.READING_LINK_ISSUED,
        subject=subject_of(article),
        detail={"link": str(link.uid), "days": days, "with_names": with_names},
    )
    link.save()
    return link, secret, event


@transaction.atomic
def reading_link_open(*, actor: Actor, link: ReadingLink, at: datetime) -> LedgerEvent | None:
    """Note that somebody read through the link. One event a day for each link: None where today's is there already."""
    entry = open_entry(actor=actor, stream=stream_of(link.article), at=at)
    last = ReadingLink.objects.values_list("last_opened_at", flat=True).get(pk=link.pk)
    fresh = last is not None and last.date() == at.date()
    ReadingLink.objects.filter(pk=link.pk).update(last_opened_at=at)
    if fresh:
        return None
    return entry.record(verb=Verb.READING_LINK_OPENED, subject=subject_of(link.article), detail={"link": str(link.uid)})


@transaction.atomic
def reading_link_revoke(*, actor: Actor, link: ReadingLink, at: datetime) -> LedgerEvent | None:
    """Stop a link at once. None where it was revoked already."""
    entry = open_entry(actor=actor, stream=stream_of(link.article), at=at)
    if ReadingLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at) == 0:
        return None
    return entry.record(
        verb=Verb.READING_LINK_REVOKED, subject=subject_of(link.article), detail={"link": str(link.uid)}
    )
