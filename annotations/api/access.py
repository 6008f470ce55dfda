"""Things by their public names, for this request: what its person may do, within the project its key is for."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request

from annotations.api.auth import bound_project, refuse_unbound, user_of
from annotations.errors import NotFound
from annotations.models.articles import Article
from annotations.models.batches import Batch
from annotations.models.claims import Claim
from annotations.models.evidence import Evidence
from annotations.models.jobs import Job
from annotations.models.practice import PracticeArticle
from annotations.models.projects import Membership, Project
from annotations.models.releases import Release
from annotations.models.sources import Source
from annotations.models.users import User
from annotations.policy import Action
from annotations.selectors import access

T = TypeVar("T")


def granted(request: Request, thing: T, project_of: Callable[[T], Project], to: Action) -> T:
    """The thing, if the key is for its project and the person may do that there. A key for another project gets
    NotFound before anybody looks at roles."""
    refuse_unbound(request, project_of(thing))
    if to != Action.VIEW:
        access.require(user_of(request), to, project_of(thing))
    return thing


def project_for(request: Request, slug: str, *, to: Action = Action.VIEW) -> Project:
    """The project. Three queries at most."""
    return granted(request, access.project_for(user_of(request), slug), lambda project: project, to)


def projects_for(request: Request) -> "QuerySet[Project]":
    """The projects this request can see."""
    rows, bound = access.projects_of(user_of(request)), bound_project(request)
    return rows if bound is None else rows.filter(pk=bound.pk)


def article_for(request: Request, uid: UUID, *, to: Action = Action.VIEW) -> Article:
    """The article, with its project. Three queries at most."""
    return granted(request, access.article_for(user_of(request), uid), lambda article: article.project, to)


def claim_for(request: Request, uid: UUID, *, to: Action = Action.VIEW) -> Claim:
    """The claim, with its article and project. Three queries at most."""
    return granted(request, access.claim_for(user_of(request), uid), lambda claim: claim.article.project, to)


def claims_for(request: Request, uids: list[UUID], *, to: Action) -> list[Claim]:
    """All of these claims, or NotFound. Three queries at most."""
    rows = Claim.objects.select_related("article__project").visible_to(user_of(request)).filter(uid__in=uids)
    claims = list(rows)
    if len(claims) != len(set(uids)):
        raise NotFound
    for project in {claim.article.project_id: claim.article.project for claim in claims}.values():
        granted(request, project, lambda project: project, to)
    return claims


def evidence_for(request: Request, uid: UUID, *, to: Action = Action.VIEW) -> Evidence:
    """The piece of evidence, with its claim, article and project. Three queries at most."""
    piece = access.evidence_for(user_of(request), uid)
    return granted(request, piece, lambda piece: piece.claim.article.project, to)


def evidence_to_hide(request: Request, uid: UUID) -> Evidence:
    """The piece of evidence, for whoever may make it confidential or open again. Five queries at most."""
    piece = evidence_for(request, uid, to=Action.JUDGE)
    access.evidence_to_hide(user_of(request), piece.uid)
    return piece


def source_for(request: Request, uid: UUID, *, to: Action = Action.VIEW) -> Source:
    """The source, with its project. Three queries at most."""
    return granted(request, access.source_for(user_of(request), uid), lambda source: source.project, to)


def practice_for(request: Request, uid: UUID, *, to: Action = Action.VIEW) -> PracticeArticle:
    """The practice article, with its project and the article it was made of. Three queries at most."""
    return granted(request, access.practice_for(user_of(request), uid), lambda practice: practice.project, to)


def job_for(request: Request, uid: UUID, *, to: Action = Action.VIEW) -> Job:
    """The job, with its project. Three queries at most."""
    return granted(request, access.job_for(user_of(request), uid), lambda job: job.project, to)


def batch_to_undo(request: Request, uid: UUID) -> Batch:
    """The batch, for somebody who may take it back. Three queries at most."""
    batch = access.batch_for(user_of(request), uid)
    refuse_unbound(request, batch.project)
    return access.batch_to_undo(user_of(request), uid)


def release_for(request: Request, uid: UUID, *, to: Action = Action.VIEW) -> Release:
    """The release, with its project. Three queries at most."""
    return granted(request, access.release_for(user_of(request), uid), lambda release: release.project, to)


def membership_for(request: Request, slug: str, uid: UUID) -> Membership:
    """A member of a project the caller manages. Five queries at most."""
    project = project_for(request, slug, to=Action.MANAGE)
    return access.membership_for(user_of(request), project, uid)


def user_named(uid: UUID | None, email: str) -> User | None:
    """The account with this uid or this address, or None. Only for managers, who decide whom to take in."""
    if uid is not None:
        return User.objects.filter(uid=uid).first()
    return access.user_by_email(email)
