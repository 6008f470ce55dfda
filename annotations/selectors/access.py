"""Things by their public names, for people who may see them. Strangers get NotFound, so ids leak nothing; members
without the role get NotPermitted. This is the only place where doors get objects from."""

from typing import TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef

from annotations.errors import NotFound, NotPermitted
from annotations.models.access import ApiToken
from annotations.models.articles import Article
from annotations.models.batches import Batch
from annotations.models.claims import Claim
from annotations.models.evidence import Evidence
from annotations.models.jobs import Job
from annotations.models.practice import PracticeArticle
from annotations.models.projects import Membership, Project
from annotations.models.reading_links import ReadingLink
from annotations.models.releases import Release
from annotations.models.saved_views import SavedView
from annotations.models.scoring_models import ScoringModel
from annotations.models.sources import Source, SourceUse
from annotations.models.users import User
from annotations.policy import OWN_ALONE, UNDOING, Action, may
from annotations.selectors.confidential import hidden_work, seen_by, sees

M = TypeVar("M", bound=models.Model)


def by_uid(rows: "models.QuerySet[M]", uid: UUID | str) -> M:
    """The row with this uid. Raises NotFound, also for what is no uid at all. One query."""
    try:
        key = uid if isinstance(uid, UUID) else UUID(uid)
    except (ValueError, AttributeError, TypeError) as error:
        raise NotFound from error
    row = rows.filter(uid=key).first()
    if row is None:
        raise NotFound
    return row


def require(user: User, action: Action, project: Project) -> None:
    """Raises NotPermitted unless the user's role in the project allows it. One query at most."""
    if not may(user, action, project):
        raise NotPermitted


def projects_of(user: User) -> "models.QuerySet[Project]":
    """Projects the user can see, by name."""
    rows = Project.objects.filter(archived_at=None)
    if not user.is_superuser:
        rows = rows.filter(memberships__user=user, memberships__removed_at=None)
    return rows.order_by("name", "id")


def project_for(user: User, slug: str, *, to: Action = Action.VIEW) -> Project:
    """The project, if this user may do that in it. Two queries at most."""
    project = projects_of(user).filter(slug=slug).first()
    if project is None:
        raise NotFound
    require(user, to, project)
    return project


def article_for(user: User, uid: UUID | str, *, to: Action = Action.VIEW) -> Article:
    """The article, with its project. Two queries at most."""
    article: Article = by_uid(Article.objects.select_related("project", "duplicate_of").visible_to(user), uid)
    require(user, to, article.project)
    return article


def claim_for(user: User, uid: UUID | str, *, to: Action = Action.VIEW) -> Claim:
    """The claim, with its article and project. Two queries at most."""
    claim: Claim = by_uid(Claim.objects.select_related("article__project").visible_to(user), uid)
    require(user, to, claim.article.project)
    return claim


def evidence_for(user: User, uid: UUID | str, *, to: Action = Action.VIEW) -> Evidence:
    """The piece of evidence, with its claim, article and project; nobody finds one that is hidden from them. Two
    queries at most."""
    rows = Evidence.objects.select_related("claim__article__project", "added_by").visible_to(user)
    rows = rows.filter(seen_by(user))
    evidence: Evidence = by_uid(rows, uid)
    require(user, to, evidence.claim.article.project)
    return evidence


def evidence_to_hide(user: User, uid: UUID | str) -> Evidence:
    """A piece of evidence that the person may make confidential, or open again: who reviews, and sees it then. Four
    queries at most."""
    evidence = evidence_for(user, uid, to=Action.JUDGE)
    if not sees(user, evidence):
        raise NotPermitted("Whoever added it can say that, and whoever sees confidential evidence in this project.")
    return evidence


def source_for(user: User, uid: UUID | str, *, to: Action = Action.VIEW) -> Source:
    """The source, with its project; nobody finds one of hidden evidence alone. Two queries at most."""
    source: Source = by_uid(sources_seen(user), uid)
    require(user, to, source.project)
    return source


def source_named(user: User, slug: str, domain: str, *, to: Action = Action.VIEW) -> Source:
    """The source of this domain in a project. Three queries at most."""
    project = project_for(user, slug, to=to)
    source = sources_seen(user).filter(project=project, domain=domain).first()
    if source is None:
        raise NotFound
    return source


def sources_seen(user: User) -> "models.QuerySet[Source]":
    """Sources of some evidence, standing or not, that the person sees: the others would tell where secrets are from."""
    uses = SourceUse.objects.filter(seen_by(user, "evidence__"), source=OuterRef("pk"))
    rows: models.QuerySet[Source] = Source.objects.visible_to(user).select_related("project").filter(Exists(uses))
    return rows


def practice_for(user: User, uid: UUID | str, *, to: Action = Action.VIEW) -> PracticeArticle:
    """The practice article, with its project and the article it was made of. Two queries at most."""
    rows = PracticeArticle.objects.select_related("project", "article").visible_to(user)
    practice: PracticeArticle = by_uid(rows, uid)
    require(user, to, practice.project)
    return practice


def job_for(user: User, uid: UUID | str, *, to: Action = Action.VIEW) -> Job:
    """The job, with its project; nobody finds one about evidence that is hidden from them. Two queries at most."""
    rows = Job.objects.select_related("project", "article", "release", "snapshot", "import_run").visible_to(user)
    job: Job = by_uid(rows.filter(~hidden_work(user)), uid)
    require(user, to, job.project)
    return job


def release_for(user: User, uid: UUID | str, *, to: Action = Action.VIEW) -> Release:
    """The release, with its project. Two queries at most."""
    release: Release = by_uid(Release.objects.select_related("project", "created_by").visible_to(user), uid)
    require(user, to, release.project)
    return release


def batch_for(user: User, uid: UUID | str) -> Batch:
    """The batch, with its project, for somebody who may see it. One query."""
    batch: Batch = by_uid(Batch.objects.select_related("project").visible_to(user), uid)
    return batch


def batch_to_undo(user: User, uid: UUID | str) -> Batch:
    """A batch this person may take back: somebody who may do such a thing, and of decisions only one's own. Two queries
    at most."""
    batch = batch_for(user, uid)
    if batch.verb in OWN_ALONE and batch.user_id != user.pk:
        raise NotPermitted("Only the person who decided can undo it.")
    require(user, UNDOING.get(batch.verb, Action.VIEW), batch.project)
    return batch


def articles_among(user: User, project: Project, uids: list[str]) -> list[Article]:
    """The project's articles with these uids, for somebody who may see it; unknown ones are left out. One query."""
    rows = Article.objects.select_related("project").defer("text").visible_to(user)
    return list(rows.filter(project=project, uid__in=[uid for uid in uids if is_uid(uid)]))


def claims_among(user: User, uids: list[str]) -> list[Claim]:
    """The claims with these uids that the person may see; unknown ones are left out. One query."""
    rows = Claim.objects.select_related("article__project").defer("article__text").visible_to(user)
    return list(rows.filter(uid__in=[uid for uid in uids if is_uid(uid)]).order_by("article_id", "start", "id"))


def is_uid(word: str) -> bool:
    """Whether this is a uid at all."""
    try:
        UUID(word)
    except ValueError:
        return False
    return True


def model_for(project: Project, uid: UUID | str) -> ScoringModel:
    """One of the project's own models; the caller has looked at who asks. One query."""
    model: ScoringModel = by_uid(ScoringModel.objects.filter(project=project).select_related("project"), uid)
    return model


def membership_for(user: User, project: Project, uid: UUID | str) -> Membership:
    """A member of a project the user manages. Two queries at most."""
    require(user, Action.MANAGE, project)
    rows = Membership.objects.current().filter(project=project).select_related("user", "project")
    membership: Membership = by_uid(rows, uid)
    return membership


def token_for(user: User, uid: UUID | str) -> ApiToken:
    """One of the user's own keys."""
    token: ApiToken = by_uid(ApiToken.objects.filter(user=user, revoked_at=None).select_related("user"), uid)
    return token


def saved_view_for(user: User, uid: UUID | str) -> SavedView:
    """One of the user's own views, of a project they are still in; removed ones too. One query."""
    rows = SavedView.objects.filter(owner=user, project__in=projects_of(user).order_by().values("pk"))
    view: SavedView = by_uid(rows.select_related("project", "owner"), uid)
    return view


def reading_link_for(user: User, uid: UUID | str) -> ReadingLink:
    """A read-only link to an article of a project where the user may make them. Two queries at most."""
    rows = ReadingLink.objects.filter(article__in=Article.objects.visible_to(user).values("pk"))
    link: ReadingLink = by_uid(rows.select_related("article__project"), uid)
    require(user, Action.SHARE, link.article.project)
    return link


def user_by_email(email: str) -> User | None:
    """The account with this address, or None. For commands; doors have no business looking people up."""
    return User.objects.filter(email=email.strip().lower()).first()


def project_by_slug(slug: str) -> Project | None:
    """The project with this slug, or None. For commands."""
    return Project.objects.filter(slug=slug).first()
