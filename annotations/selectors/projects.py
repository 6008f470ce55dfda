"""Projects as the home page and the members page ask for them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from annotations.models.articles import Article, ArticleStatus
from annotations.models.claims import Claim, ClaimState
from annotations.models.judgements import Judgement
from annotations.models.projects import Membership, Project, Role
from annotations.models.users import User
from annotations.selectors.access import projects_of
from annotations.selectors.evidence_policy import needing_count
from annotations.selectors.queue import free_for


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project on the home page. `to_do`: claims its reader has not decided."""

    project: Project
    role: str
    articles: int
    total: int
    decided: int
    to_do: int
    last_activity: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """The numbers of a project."""

    articles: int
    articles_ready: int
    claims: int
    decided: int
    by_state: dict[str, int]
    by_label: dict[str, int]
    needs_evidence: int


def project_rows(reader: User) -> list[ProjectRow]:
    """The reader's projects with their numbers. Five queries, however many projects."""
    projects = list(projects_of(reader))
    roles = dict(
        Membership.objects.current().filter(user=reader, project__in=projects).values_list("project_id", "role")
    )
    articles = grouped(Article.objects.present().filter(project__in=projects), "project_id")
    claims = Claim.objects.active().filter(article__project__in=projects, article__archived_at=None)
    mine = Judgement.objects.current().fresh().filter(claim=OuterRef("pk"), reviewer=reader)
    numbers: dict[int, Any] = {
        row["article__project"]: row
        for row in claims.annotate(done=Exists(mine))
        .values("article__project")
        .annotate(
            total=Count("pk"),
            decided=Count("pk", filter=~Q(state=ClaimState.OPEN)),
            to_do=Count("pk", filter=Q(done=False)),
        )
        .order_by()
    }
    latest = dict(
        Judgement.objects.filter(claim__article__project__in=projects)
        .values_list("claim__article__project")
        .annotate(at=Max("decided_at"))
        .order_by()
    )
    return [
        ProjectRow(
            project=project,
            role=roles.get(project.pk, Role.MANAGER if reader.is_superuser else ""),
            articles=articles.get(project.pk, 0),
            total=numbers.get(project.pk, {}).get("total", 0),
            decided=numbers.get(project.pk, {}).get("decided", 0),
            to_do=numbers.get(project.pk, {}).get("to_do", 0),
            last_activity=latest.get(project.pk),
        )
        for project in projects
    ]


def grouped(rows: "QuerySet[Article]", field: str) -> dict[int, int]:
    """How many rows there are for each value of the field. One query."""
    return dict(rows.values_list(field).annotate(number=Count("pk")).order_by())


def continue_with(reader: User, projects: Collection[Project]) -> tuple[Article, int] | None:
    """The article of these projects that the reader decided something in last, if claims in it want them, and how many
    they have not decided there; else the newest with such claims. Three queries at most."""
    mine = Judgement.objects.current().fresh().filter(claim=OuterRef("pk"), reviewer=reader)
    left = Claim.objects.active().filter(~Exists(mine))
    wanting = free_for(Claim.objects.active().filter(article=OuterRef("pk")), reader)
    open_articles = (
        Article.objects.present()
        .filter(Exists(wanting), status=ArticleStatus.READY, project__in=projects, project__archived_at=None)
        .select_related("project")
    )
    last = Judgement.objects.by(reader).order_by("-decided_at").values_list("claim__article", flat=True).first()
    article = (open_articles.filter(pk=last).first() if last else None) or open_articles.order_by(
        "-imported_at", "-id"
    ).first()
    return (article, left.filter(article=article).count()) if article else None


def members_of(project: Project) -> "QuerySet[Membership]":
    """The project's members by name."""
    rows = Membership.objects.current().filter(project=project).select_related("user", "project")
    return rows.order_by("user__name", "id")


def progress_of(project: Project) -> Progress:
    """The numbers of one project. Four queries at most."""
    articles = Article.objects.present().filter(project=project)
    claims = Claim.objects.active().filter(article__project=project, article__archived_at=None)
    by_state = dict(claims.values_list("state").annotate(number=Count("pk")).order_by())
    by_label = dict(claims.exclude(label="").values_list("label").annotate(number=Count("pk")).order_by())
    statuses = dict(articles.values_list("status").annotate(number=Count("pk")).order_by())
    total = sum(by_state.values())
    return Progress(
        articles=sum(statuses.values()),
        articles_ready=statuses.get(ArticleStatus.READY, 0),
        claims=total,
        decided=total - by_state.get(ClaimState.OPEN, 0),
        by_state=by_state,
        by_label=by_label,
        needs_evidence=needing_count(project),
    )
