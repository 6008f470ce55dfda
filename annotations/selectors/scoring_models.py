"""Which models a project has, which is live, and what is left to be read with it."""

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from annotations.models.articles import Article, ArticleStatus
from annotations.models.claims import Claim, ClaimState
from annotations.models.projects import Project
from annotations.models.scoring_models import ScoringModel
from annotations.models.suggestions import NlpRun
from annotations.nlp.version import SHIPPED_MODEL, pipeline_version


def models_of(project: Project) -> "QuerySet[ScoringModel]":
    """The models trained for a project, newest first, without the shipped one."""
    rows = ScoringModel.objects.filter(project=project).select_related("created_by")
    return rows.order_by("-created_at", "-id")


def live_version(project: Project) -> str:
    """The version of the model that scores the project's claims now. No query where the model is loaded."""
    return project.scoring_model.version if project.scoring_model else SHIPPED_MODEL


def live_pipeline(project: Project) -> str:
    """The pipeline version its runs get."""
    return pipeline_version(live_version(project))


def articles_to_read_again(project: Project, pipeline: str) -> "QuerySet[Article]":
    """Ready articles with open claims whose newest run is another pipeline's, without their texts."""
    runs = NlpRun.objects.filter(article=OuterRef("pk")).order_by("-ran_at", "-id").values("pipeline_version")
    open_ones = Claim.objects.active().filter(article=OuterRef("pk"), state=ClaimState.OPEN)
    rows = Article.objects.filter(project=project, archived_at=None, status=ArticleStatus.READY).defer("text")
    newest = rows.annotate(newest_run=Subquery(runs[:1]))
    return newest.filter(Exists(open_ones)).exclude(newest_run=pipeline)


def free_version(project: Project) -> str:
    """A version for the project's next model. One query."""
    stem = f"linear-{project.slug[:24].rstrip('-')}-"
    taken = set(ScoringModel.objects.filter(version__startswith=stem).values_list("version", flat=True))
    return next(version for number in range(1, len(taken) + 2) if (version := f"{stem}{number}") not in taken)
