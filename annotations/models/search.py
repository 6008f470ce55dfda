"""What search looks through: one line of words for each article, claim, piece of evidence and note."""

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.db import connections, models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from annotations.models.articles import Article
from annotations.models.base import new_uid
from annotations.models.claims import Claim
from annotations.models.evidence import Evidence
from annotations.models.judgements import Note
from annotations.models.projects import Project
from annotations.models.search_index import ids_matching
from annotations.terms import Term


class SearchKind(models.TextChoices):
    """What can be found."""

    ARTICLE = "article", "Articles"
    CLAIM = "claim", "Claims"
    EVIDENCE = "evidence", "Evidence"
    NOTE = "note", "Notes"


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    """Entries by their words."""

    def matching(self, terms: Sequence[Term]) -> Self:
        """Those that have every term; all of them without terms. The same rows on every database."""
        if not terms:
            return self
        sql, params = ids_matching(connections[self.db].vendor, terms)
        rows = self.filter(pk__in=RawSQL(sql, params))  # noqa: S611  our own words; values are parameters
        for term in terms:
            if len(term.words) > 1:  # the index knows that the words are there, not that they stand side by side
                rows = rows.filter(words__contains=term.slice)
        return rows


class SearchEntry(models.Model):
    """One thing's words. Derived from guarded rows and notes by services/search_index.py, so it is not guarded itself;
    `rebuild_search` makes all of them anew. `uid` is the thing's own (a note has none, so its entry's stands for it).
    `place`: where a claim begins, so that claims of one moment come in the order of the text. `loose`: more words than
    an index can hold; such rows are read through. No constraint ties it to what it is about: it can be made anew."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=SearchKind.choices)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, db_constraint=False, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, db_constraint=False, related_name="+")
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, db_constraint=False, related_name="+")
    evidence = models.OneToOneField(
        Evidence, null=True, on_delete=models.PROTECT, db_constraint=False, related_name="+"
    )
    note = models.OneToOneField(Note, null=True, on_delete=models.PROTECT, db_constraint=False, related_name="+")
    at = models.DateTimeField()
    place = models.PositiveIntegerField(default=0)
    loose = models.BooleanField(default=False)
    words = models.TextField()

    objects: ClassVar[Any] = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "search entries"
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["project", "-at", "place", "uid"], name="search_newest_first"),
            models.Index(fields=["id"], condition=Q(loose=True), name="search_loose"),
        ]

    def __str__(self) -> str:
        return f"words of {self.kind} {self.uid}"
