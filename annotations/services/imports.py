"""Many articles at once: each row through `article_import`, some of them in one transaction."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import OperationalError, transaction

from annotations.errors import AnnotationError
from annotations.extract.row_types import ArticleRow, RowRefusal
from annotations.models.articles import Article
from annotations.models.projects import Project
from annotations.services.actor import Actor
from annotations.services.articles import About, Imported, Source, article_import

MOST_ROWS, MOST_CHARACTERS = 50, 500_000  # of one transaction: others want to write as well


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of a row: a new article, one that was here already (`created` is False), or a refusal. `article` is
    None for a refusal and in a rehearsal."""

    number: int
    created: bool = False
    article: Article | None = None
    refusal: RowRefusal | None = None


def rows_import(
    *,
    actor: Actor,
    project: Project,
    rows: Iterable[ArticleRow | RowRefusal],
    now: Callable[[], datetime],
    rehearse: bool = False,
) -> Iterator[RowOutcome]:
    """Import rows as they come and say what became of each, after it is committed. A refused row stops nothing; rows
    that came out are in whatever happens later. With `rehearse` nothing is kept, and a row that repeats one of an
    earlier transaction counts as new."""
    for batch in batches(rows):
        try:
            outcomes = batch_import(actor=actor, project=project, batch=batch, at=now(), rehearse=rehearse)
        except OperationalError:
            # Two imports of the same texts in another order can stand in each other's way; one of them tries again.
            outcomes = batch_import(actor=actor, project=project, batch=batch, at=now(), rehearse=rehearse)
        yield from outcomes


@transaction.atomic
def batch_import(
    *, actor: Actor, project: Project, batch: list[ArticleRow | RowRefusal], at: datetime, rehearse: bool
) -> list[RowOutcome]:
    """All of these rows in one transaction; one that is refused leaves the others."""
    outcomes = []
    for row in batch:
        if isinstance(row, RowRefusal):
            outcomes.append(RowOutcome(row.number, refusal=row))
            continue
        try:
            imported = row_import(actor=actor, project=project, row=row, at=at)
        except AnnotationError as error:
            refusal = RowRefusal(row.number, error.field, error.code, error.message, error.hint)
            outcomes.append(RowOutcome(row.number, refusal=refusal))
        else:
            article = None if rehearse else imported.article
            outcomes.append(RowOutcome(row.number, created=imported.created, article=article))
    if rehearse:
        transaction.set_rollback(True)
    return outcomes


def row_import(*, actor: Actor, project: Project, row: ArticleRow, at: datetime) -> Imported:
    """One row as an article. Raises what article_import raises."""
    about = About(
        title=row.title,
        byline=row.byline,
        source_name=row.source_name,
        source_url=row.source_url,
        published_at=row.published_at,
        language=row.language,
        external_id=row.external_id,
        metadata=row.metadata,
    )
    source = Source(text=row.text, html=row.html, url=row.url)
    return article_import(actor=actor, project=project, source=source, about=about, at=at)


def batches(rows: Iterable[ArticleRow | RowRefusal]) -> Iterator[list[ArticleRow | RowRefusal]]:
    """The rows in runs that make short transactions."""
    batch: list[ArticleRow | RowRefusal] = []
    characters = 0
    for row in rows:
        batch.append(row)
        if isinstance(row, ArticleRow):
            characters += len(row.text or row.html or "")
        if len(batch) >= MOST_ROWS or characters >= MOST_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
