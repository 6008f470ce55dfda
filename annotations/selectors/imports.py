"""What became of the rows of an import."""

from django.db.models import QuerySet

from annotations.models.imports import ImportRow, ImportRun, RowStatus


def rows_of(run: ImportRun, *, status: str = "") -> "QuerySet[ImportRow]":
    """The rows a worker is through with, with their articles; all of them, or those with this status. Page it by
    `index`."""
    rows: QuerySet[ImportRow] = ImportRow.objects.filter(run=run).select_related("article").defer("article__text")
    return rows.filter(status=status) if status in RowStatus.values else rows


def page_of_rows(run: ImportRun, *, status: str, after: str, size: int) -> tuple[list[ImportRow], str]:
    """Some rows behind the one with this index, and the index to go on behind, "" at the end. One query."""
    rows = rows_of(run, status=status).order_by("index")
    if after.isascii() and after.isdecimal() and len(after) < 9:
        rows = rows.filter(index__gt=int(after))
    found = list(rows[: size + 1])
    return found[:size], str(found[size - 1].index) if len(found) > size else ""
