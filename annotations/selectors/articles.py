"""Articles as lists and pages ask for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from annotations.models.articles import Article, ArticleStatus
from annotations.models.claims import Claim, ClaimState, Flag
from annotations.models.jobs import Job, JobState
from annotations.models.judgements import Judgement
from annotations.models.projects import Project
from annotations.models.search import SearchEntry, SearchKind
from annotations.models.users import User
from annotations.selectors.evidence_policy import needing
from annotations.selectors.queue import free_for
from annotations.terms import terms_of


@dataclass(frozen=True, slots=True)
class ArticleCounts:
    """How many claims an article has, how many somebody decided, and how many the reader has still to do."""

    total: int
    decided: int
    to_do: int


def articles_in(
    project: Project,
    *,
    reader: User,
    q: str = "",
    status: str = "",
    source: str = "",
    archived: bool = False,
    reviewer: UUID | None = None,
    flagged: bool = False,
    label: str = "",
    needs_evidence: bool = False,
    since: datetime | None = None,
    until: datetime | None = None,
) -> "QuerySet[Article]":
    """A project's articles, newest first, each with `claims_total`, `claims_decided`, `to_do` (for the reader) and
    `running` (its job is at work). `q`: terms the article has (terms.py); `reviewer`: they decided about a claim of it;
    `label`: a claim of it has that final label; `needs_evidence`: one has a label, the final one or the reader's, that
    wants evidence and none is there; `since`, `until`: when it was imported. Page it by (-imported_at, -id)."""
    rows = Article.objects.filter(project=project, archived_at__isnull=not archived)
    terms = terms_of(q)
    if terms:
        found = SearchEntry.objects.filter(kind=SearchKind.ARTICLE, project=project).matching(terms)
        rows = rows.filter(pk__in=found.values("article"))
    if source:
        rows = rows.filter(Q(source_name=source) | Q(origin=source))
    active = Claim.objects.active().filter(article=OuterRef("pk"))
    if reviewer is not None:
        rows = rows.filter(Exists(active.filter(judgements__superseded_at=None, judgements__reviewer__uid=reviewer)))
    if flagged:
        rows = rows.filter(Exists(active.filter(flags__isnull=False, flags__cleared_at=None)))
    if label:
        rows = rows.filter(Exists(active.filter(label=label)))
    if needs_evidence:
        rows = rows.filter(Exists(active.filter(needing(reader, final=True))))
    if since is not None:
        rows = rows.filter(imported_at__gte=since)
    if until is not None:
        rows = rows.filter(imported_at__lt=until)
    counted_rows = with_counts(rows, reader=reader)
    if status:
        counted_rows = counted_rows.filter(status_filter(status))
    return counted_rows.order_by("-imported_at", "-id")


def with_counts(rows: "QuerySet[Article]", *, reader: User) -> "QuerySet[Article]":
    """The same articles with their numbers, counted by the database in the same query."""
    active = Claim.objects.active().filter(article=OuterRef("pk"))
    mine = Judgement.objects.current().fresh().filter(claim=OuterRef("pk"), reviewer=reader)
    flags = Flag.objects.filter(claim__article=OuterRef("pk"), claim__withdrawn_at=None, cleared_at=None)
    working = Job.objects.filter(article=OuterRef("pk"), state=JobState.RUNNING)
    return rows.annotate(
        claims_total=counted(active),
        claims_decided=counted(active.exclude(state=ClaimState.OPEN)),
        to_do=counted(active.filter(~Exists(mine))),
        running=Exists(working),
        flags_open=counted(flags, owner="claim__article"),
    )


def counted(rows: "QuerySet[Any]", owner: str = "article") -> Coalesce:
    """The number of an article's rows, as a subquery."""
    numbers = rows.order_by().values(owner).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(numbers, output_field=IntegerField()), Value(0))


def status_filter(status: str) -> Q:
    """The rows of with_counts that stand so. `in_review` and `done` look at claims, the rest at the machine."""
    match status:
        case "processing":
            return Q(status=ArticleStatus.QUEUED, running=True)
        case "queued":
            return Q(status=ArticleStatus.QUEUED, running=False)
        case "to_do":
            return Q(status=ArticleStatus.READY, to_do__gt=0)
        case "in_review":
            return Q(status=ArticleStatus.READY, claims_decided__gt=0) & ~Q(claims_decided=F("claims_total"))
        case "done":
            return Q(status=ArticleStatus.READY, claims_total__gt=0, claims_decided=F("claims_total"))
        case _:
            return Q(status=status)


def status_of(article: Article) -> str:
    """How an article stands: its stored status, or `processing` while its job is at work. One query unless the article
    came from with_counts."""
    if article.status != ArticleStatus.QUEUED:
        return article.status
    running = getattr(article, "running", None)
    if running is None:
        running = Job.objects.filter(article=article, state=JobState.RUNNING).exists()
    return ArticleStatus.PROCESSING if running else ArticleStatus.QUEUED


def counts_of(article: Article, *, reader: User) -> ArticleCounts:
    """The numbers of one article. One query."""
    row: Any = with_counts(Article.objects.filter(pk=article.pk), reader=reader)[0]
    return ArticleCounts(total=row.claims_total, decided=row.claims_decided, to_do=row.to_do)


def next_article_for(reader: User, article: Article) -> Article | None:
    """The next article of the project with claims that want the reader, who did not decide them and is not one too
    many: the next older one, else the newest. Two queries at most."""
    left = free_for(Claim.objects.active().filter(article=OuterRef("pk")), reader)
    rows = Article.objects.present().filter(Exists(left), project=article.project, status=ArticleStatus.READY)
    rows = rows.exclude(pk=article.pk).order_by("-imported_at", "-id")
    older = Q(imported_at__lt=article.imported_at) | Q(imported_at=article.imported_at, pk__lt=article.pk)
    return rows.filter(older).first() or rows.first()


def sources_in(project: Project, *, limit: int = 50) -> list[str]:
    """Names of sources to filter by. One query."""
    rows = Article.objects.filter(project=project).exclude(source_name="").values_list("source_name", flat=True)
    return list(rows.order_by("source_name").distinct()[:limit])
