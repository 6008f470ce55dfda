"""Articles: in, out of sight, back again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from annotations.errors import (
    AnnotationError,
    ArticleArchived,
    EmptyText,
    ExternalIdTaken,
    FileTooLarge,
    InvalidValue,
    TextTooLong,
)
from annotations.extract.text import normalise
from annotations.extract.types import Document
from annotations.models.articles import Article, ArticleOrigin, ArticleStatus
from annotations.models.jobs import Job, JobKind
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.services.about import About, checked_about, checked_url, first_line, sha256_of
from annotations.services.actor import Actor
from annotations.services.batches import record_article
from annotations.services.blobs import blob_store
from annotations.services.jobs import ClaimedJob, job_enqueue, job_fail, job_finish
from annotations.services.ledger import open_entry, stream_of, subject_of
from annotations.services.values import clean_text
from annotations.services.verbs import Verb

__all__ = [
    "LARGEST_FILE",
    "LONGEST_TEXT",
    "About",
    "Imported",
    "Source",
    "article_archive",
    "article_fail",
    "article_import",
    "article_reprocess",
    "article_restore",
    "article_store_text",
]

LONGEST_TEXT = 1_000_000  # code points
LARGEST_FILE = 10 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article comes from: exactly one of `text`, `html`, `url` and `body` (a file's bytes) is given."""

    text: str | None = None
    html: str | None = None
    url: str | None = None
    body: bytes | None = None
    filename: str = ""
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """The article, whether it is new, and the job and event a new one has."""

    article: Article
    created: bool
    job: Job | None = None
    event: LedgerEvent | None = None


def article_import(
    *, actor: Actor, project: Project, source: Source, at: datetime, about: About | None = None
) -> Imported:
    """Take an article in, with its job, in one transaction. The same text, or the same external id with the same text,
    is the article that is there already. Raises ExternalIdTaken, EmptyText, TextTooLong, FileTooLarge, InvalidValue."""
    about = checked_about(about or About())
    try:
        with transaction.atomic():
            return import_once(actor=actor, project=project, source=source, about=about, at=at)
    except IntegrityError:
        # A rival imported the same text or id between our look and our insert: now it is there to be found.
        with transaction.atomic():
            return import_once(actor=actor, project=project, source=source, about=about, at=at)


def import_once(*, actor: Actor, project: Project, source: Source, about: About, at: datetime) -> Imported:
    """One attempt of article_import, in the caller's transaction."""
    article = Article(
        project=project,
        title=about.title,
        byline=about.byline,
        source_name=about.source_name,
        source_url=about.source_url,
        published_at=about.published_at,
        language=about.language,
        external_id=about.external_id,
        metadata=about.metadata,
        imported_by=actor.user,
        imported_at=at,
    )
    take_source(article, source, at=at)
    known = already_there(article)
    if known is not None:
        return Imported(article=known, created=False)
    entry = open_entry(actor=actor, stream=stream_of(article), at=at)
    entry.add(article)
    event = entry.record(verb=Verb.ARTICLE_IMPORTED, subject=subject_of(article))
    kind = JobKind.EXTRACT_ARTICLE if article.text is None else JobKind.PREANNOTATE_ARTICLE
    return Imported(article=article, created=True, job=article_job(actor, article, kind, at=at), event=event)


@transaction.atomic
def article_store_text(
    *, actor: Actor, article: Article, document: Document, at: datetime, claimed: ClaimedJob
) -> LedgerEvent:
    """The text the worker extracted, stored once, and the job that splits it. A text the project has makes this
    article its duplicate; an article that has its text keeps it. Raises LeaseLost."""
    entry = open_entry(actor=actor, stream=stream_of(article), at=at)
    article = Article.objects.select_related("project", "imported_by").get(pk=article.pk)
    job_finish(claimed=claimed, at=at)
    if article.text is not None:
        article_job(actor, article, JobKind.PREANNOTATE_ARTICLE, at=at)
        return entry.record(verb=Verb.ARTICLE_EXTRACTED, subject=subject_of(article), detail={"kept": True})
    sha256 = sha256_of(document.text)
    twins = Article.objects.filter(project=article.project, text_sha256=sha256).exclude(text_sha256="")
    twin = twins.exclude(pk=article.pk).first()
    warnings = [{"code": warning.code, "message": warning.message} for warning in document.warnings]
    entry.change(
        article,
        title=article.title or document.title[:500] or first_line(document.text),
        byline=article.byline or document.byline[:300],
        source_name=article.source_name or document.source_name[:200],
        source_url=article.source_url or document.source_url[:2000],
        published_at=article.published_at or document.published_at,
        language=article.language or document.language[:12],
        warnings=warnings,
        error_code="",
        error_message="",
        error_hint="",
    )
    if twin is not None:
        entry.change(article, status=ArticleStatus.DUPLICATE, duplicate_of=twin)
        return entry.record(verb=Verb.ARTICLE_EXTRACTED, subject=subject_of(article))
    entry.change(
        article,
        text=document.text,
        text_sha256=sha256,
        text_length=len(document.text),
        status=ArticleStatus.QUEUED,
    )
    event = entry.record(verb=Verb.ARTICLE_EXTRACTED, subject=subject_of(article))
    article_job(actor, article, JobKind.PREANNOTATE_ARTICLE, at=at)
    return event


@transaction.atomic
def article_fail(
    *, actor: Actor, article: Article, error: AnnotationError, at: datetime, claimed: ClaimedJob
) -> LedgerEvent:
    """The work on this article ended badly; people see why and can try again. Raises LeaseLost."""
    entry = open_entry(actor=actor, stream=stream_of(article), at=at)
    article = Article.objects.get(pk=article.pk)
    job_fail(claimed=claimed, at=at, code=error.code, message=error.message, hint=error.hint)
    if not article.claims.exists():  # a failed re-run leaves a ready article as it was
        entry.change(
            article,
            status=ArticleStatus.FAILED,
            error_code=error.code,
            error_message=error.message[:500],
            error_hint=error.hint[:500],
        )
    return entry.record(
        verb=Verb.ARTICLE_FAILED, subject=subject_of(article), detail={"code": error.code, "message": error.message}
    )


@transaction.atomic
def article_reprocess(*, actor: Actor, article: Article, at: datetime) -> tuple[Job, LedgerEvent]:
    """Run the current pipeline again, or try a failed import again. No human work changes."""
    entry = open_entry(actor=actor, stream=stream_of(article), at=at)
    article = Article.objects.select_related("project").get(pk=article.pk)
    if article.status == ArticleStatus.DUPLICATE:
        raise InvalidValue("This article is a duplicate; open the one it repeats.")
    if article.archived_at is not None:
        raise ArticleArchived
    if article.status == ArticleStatus.FAILED:
        entry.change(article, status=ArticleStatus.QUEUED, error_code="", error_message="", error_hint="")
    event = record_article(entry, article, Verb.ARTICLE_RETRIED)
    kind = JobKind.EXTRACT_ARTICLE if article.text is None else JobKind.PREANNOTATE_ARTICLE
    return article_job(actor, article, kind, at=at), event


@transaction.atomic
def article_archive(*, actor: Actor, article: Article, at: datetime) -> LedgerEvent | None:
    """Put it out of sight, with everything on it. None where it was."""
    return set_archived(actor=actor, article=article, at=at, archived_at=at, verb=Verb.ARTICLE_ARCHIVED)


@transaction.atomic
def article_restore(*, actor: Actor, article: Article, at: datetime) -> LedgerEvent | None:
    """Bring an archived article back. None where it was not archived."""
    return set_archived(actor=actor, article=article, at=at, archived_at=None, verb=Verb.ARTICLE_RESTORED)


def set_archived(
    *, actor: Actor, article: Article, at: datetime, archived_at: datetime | None, verb: Verb
) -> LedgerEvent | None:
    """Archive or restore, unless it is so already."""
    entry = open_entry(actor=actor, stream=stream_of(article), at=at)
    article = Article.objects.select_related("project").get(pk=article.pk)
    if (article.archived_at is None) == (archived_at is None):
        return None
    entry.change(article, archived_at=archived_at)
    return record_article(entry, article, verb)


# --- The parts ---------------------------------------------------------------------------------------------------


def take_source(article: Article, source: Source, *, at: datetime) -> None:
    """Put the source into the article: text at once, everything else as bytes for the worker."""
    given = [part for part in (source.text, source.html, source.url, source.body) if part is not None]
    if len(given) != 1:
        raise InvalidValue("Give exactly one of text, html, url and file.", field="text")
    if source.text is not None:
        take_text(article, source.text)
    elif source.url is not None:
        article.origin = ArticleOrigin.URL
        article.source_url = checked_url(source.url, field="url")
    else:
        body = source.html.encode(errors="replace") if source.html is not None else source.body or b""
        if not body:
            raise EmptyText
        if len(body) > LARGEST_FILE:
            raise FileTooLarge
        article.origin = ArticleOrigin.HTML if source.html is not None else ArticleOrigin.FILE
        article.original_name = clean_text(source.filename, field="file", longest=255)
        article.original_type = "text/html" if source.html is not None else source.media_type[:120]
        article.original_sha256 = blob_store(pieces=[body], at=at).sha256


def take_text(article: Article, raw: str) -> None:
    """Pasted text: normalised once, hashed, never edited after."""
    normalised = normalise(raw)
    if not normalised.text.strip():
        raise EmptyText(field="text")
    if len(normalised.text) > LONGEST_TEXT:
        raise TextTooLong(field="text")
    article.origin = ArticleOrigin.PASTE
    article.text = normalised.text
    article.text_sha256 = sha256_of(normalised.text)
    article.text_length = len(normalised.text)
    article.title = article.title or first_line(normalised.text)
    if normalised.replaced:
        message = f"{normalised.replaced} characters that cannot be stored became �."
        article.warnings = [{"code": "characters_replaced", "message": message}]


def already_there(article: Article) -> Article | None:
    """The article of this project that has the same text or external id. Raises ExternalIdTaken."""
    present = Article.objects.filter(project=article.project)
    # The exclusions let SQLite see that its partial indexes serve; without them it walks the whole project.
    if article.external_id:
        holder = present.filter(external_id=article.external_id).exclude(external_id="").first()
        if holder is not None:
            same = same_source(holder, article)
            if not same:
                raise ExternalIdTaken(field="external_id", article=str(holder.uid))
            return holder
    if article.text_sha256:
        return present.filter(text_sha256=article.text_sha256).exclude(text_sha256="").first()
    if article.original_sha256:
        # The same bytes, however they are named, extract to the same text.
        return present.filter(original_sha256=article.original_sha256).exclude(original_sha256="").first()
    return None


def same_source(holder: Article, article: Article) -> bool:
    """Whether both came from the same text, bytes or address."""
    if article.text_sha256:
        return bool(holder.text_sha256 == article.text_sha256)
    if article.original_sha256:
        return bool(holder.original_sha256 == article.original_sha256)
    return bool(holder.source_url == article.source_url)


def article_job(actor: Actor, article: Article, kind: JobKind, *, at: datetime) -> Job:
    """The job for this article, queued once."""
    return job_enqueue(
        kind=kind,
        project=article.project,
        article=article,
        requested_by=actor.user or article.imported_by,
        dedupe_key=str(article.uid),
        at=at,
    )
