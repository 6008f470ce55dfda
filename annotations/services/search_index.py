"""Keeping search in step: `Entry.record` hands over every row it writes, so no service can forget it. Derived rows, so
there is no event of their own."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import models, transaction

from annotations.models.articles import Article
from annotations.models.base import Guarded
from annotations.models.claims import Claim
from annotations.models.evidence import Evidence
from annotations.models.judgements import Note
from annotations.models.search import SearchEntry, SearchKind
from annotations.words import fits_an_index, index_line

TEXTS: dict[type[models.Model], tuple[str, ...]] = {
    Article: ("title", "byline", "source_name", "source_url", "original_name", "text"),
    Claim: ("quote",),
    Evidence: ("reference", "url", "quote", "locator"),
    Note: ("body",),
}
BATCH = 500


def index_new(rows: Iterable[Guarded | Note]) -> None:
    """Take new rows in. One query for each five hundred; their articles have to be loaded."""
    entries = [entry_of(row) for row in rows if type(row) in TEXTS]
    if entries:
        SearchEntry.objects.bulk_create(entries, batch_size=BATCH)


def index_changed(row: Guarded, fields: Iterable[str]) -> None:
    """Take a row's new words in, where one of the fields that changed has some. One query at most."""
    if set(fields) & {*TEXTS.get(type(row), ()), "start"}:
        fresh = entry_of(row)
        SearchEntry.objects.filter(uid=fresh.uid).update(words=fresh.words, loose=fresh.loose, place=fresh.place)


def entry_of(row: Any) -> SearchEntry:
    """What search keeps of a row, not saved."""
    line = index_line(*(getattr(row, name) or "" for name in TEXTS[type(row)]))
    entry = SearchEntry(words=line, loose=not fits_an_index(line))
    match row:
        case Article():
            entry.kind, entry.article, entry.at = SearchKind.ARTICLE, row, row.imported_at
        case Claim():
            entry.kind, entry.claim, entry.at = SearchKind.CLAIM, row, row.created_at
            entry.article, entry.place = row.article, row.start
        case Evidence():
            entry.kind, entry.evidence, entry.at = SearchKind.EVIDENCE, row, row.added_at
            entry.claim, entry.article = row.claim, row.claim.article
        case Note():
            entry.kind, entry.note, entry.at = SearchKind.NOTE, row, row.written_at
            entry.claim, entry.article = row.claim, row.claim.article
    entry.project_id = entry.article.project_id
    if not isinstance(row, Note):
        entry.uid = row.uid
    return entry


@transaction.atomic
def search_rebuild(*, report: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Make every entry anew and say how many there are. Reads every text once, a few hundred rows at a time;
    `report(done, of)` is told the entries."""
    total, done = sum(model._default_manager.count() for model in TEXTS), 0
    SearchEntry.objects.all().delete()
    for batch in batches():
        SearchEntry.objects.bulk_create(batch, batch_size=BATCH)
        done += len(batch)
        report(done, total)
    return int(SearchEntry.objects.count())


def batches() -> Iterator[list[SearchEntry]]:
    """Every entry there should be, some at a time."""
    rows = (
        Article.objects.order_by("pk"),
        Claim.objects.select_related("article").defer("article__text").order_by("pk"),
        Evidence.objects.select_related("claim__article").defer("claim__article__text").order_by("pk"),
        Note.objects.select_related("claim__article").defer("claim__article__text").order_by("pk"),
    )
    for kind in rows:
        found: list[SearchEntry] = []
        for row in kind.iterator(chunk_size=100):
            found.append(entry_of(row))
            if len(found) == BATCH // 10:
                yield found
                found = []
        if found:
            yield found
