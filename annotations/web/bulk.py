"""Several at once: articles of a project, claims of an article."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from annotations.errors import AnnotationError, InvalidValue
from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.policy import Action, role_in, role_may
from annotations.selectors import access
from annotations.selectors.claims import page_of_claims
from annotations.services.actor import Actor
from annotations.services.batches import MOST_AT_ONCE, Outcome
from annotations.services.bulk import (
    articles_archive,
    articles_reprocess,
    articles_restore,
    articles_want_reviewers,
)
from annotations.services.bulk_claims import claims_dismiss, claims_restore, claims_withdraw
from annotations.web.article_rows import shown_title
from annotations.web.auth import actor_of
from annotations.web.back import back_to
from annotations.web.gate import PageRequest
from annotations.web.pages import NOT_ABOUT_THE_FORM, everything_said
from annotations.web.undo import tell

PAGE = 100
# What can be done: the role it takes, and how it is told.
ARTICLES = {
    "archive": (Action.ARCHIVE, "archived"),
    "restore": (Action.ARCHIVE, "restored"),
    "retry": (Action.IMPORT, "queued again"),
    "reprocess": (Action.IMPORT, "queued for the model"),
    "wanted": (Action.MANAGE, "changed"),
}
CLAIMS = {
    "withdraw": (Action.MARK, "withdrawn"),
    "restore": (Action.MARK, "put back"),
    "dismiss": (Action.JUDGE, "marked not a claim"),
}


@require_POST
def article_bulk(request: PageRequest, slug: str) -> HttpResponse:
    """One action (`do`) on the chosen articles."""
    what = request.POST.get("do", "")
    needed, done = ARTICLES.get(what, (Action.VIEW, ""))
    project = access.project_for(request.user, slug, to=needed)
    articles = access.articles_among(request.user, project, request.POST.getlist("chosen")[: MOST_AT_ONCE + 1])
    try:
        outcome = to_articles(what, articles, actor_of(request), request.POST.get("wanted", ""))
        count = f"{outcome.done} article{'' if outcome.done == 1 else 's'} {done}."
        tell(request, count, outcome)
    except AnnotationError as error:
        if isinstance(error, NOT_ABOUT_THE_FORM):
            raise
        messages.error(request, everything_said(error))
    return back_to(request, reverse("web:article-list", args=[project.slug]))


@require_POST
def claim_bulk(request: PageRequest, slug: str) -> HttpResponse:
    """One action (`do`) on the chosen claims of an article of this project."""
    what = request.POST.get("do", "")
    needed, done = CLAIMS.get(what, (Action.VIEW, ""))
    project = access.project_for(request.user, slug, to=needed)
    chosen = access.claims_among(request.user, request.POST.getlist("chosen")[: MOST_AT_ONCE + 1])
    claims = [claim for claim in chosen if claim.article.project_id == project.pk]
    try:
        for group in by_article(claims):
            outcome = to_claims(what, group, actor_of(request), request.POST.get("reason", ""))
            tell(request, f"{outcome.done} claim{'' if outcome.done == 1 else 's'} {done}.", outcome)
    except AnnotationError as error:
        if isinstance(error, NOT_ABOUT_THE_FORM):
            raise
        messages.error(request, everything_said(error))
    return back_to(request, reverse("web:article-list", args=[project.slug]))


@require_safe
def claim_choose(request: PageRequest, uid: UUID) -> HttpResponse:
    """The claims of an article as a list to choose from, a page at a time in text order."""
    article = access.article_for(request.user, uid)
    cards, following = page_of_claims(article, reader=request.user, after=request.GET.get("cursor", ""), size=PAGE)
    role = role_in(request.user, article.project)
    context = {
        "project": article.project,
        "article": article,
        "title": shown_title(article),
        "tab": "articles",
        "claims": cards,
        "next": following,
        "may_judge": role_may(role, Action.JUDGE) and article.archived_at is None,
    }
    return render(request, "articles/claims.html", context)


def to_articles(what: str, articles: list[Article], actor: Actor, wanted: str) -> Outcome:
    """Do it. Raises InvalidValue for what there is not."""
    at = timezone.now()
    match what:
        case "archive":
            return articles_archive(actor=actor, articles=articles, at=at)
        case "restore":
            return articles_restore(actor=actor, articles=articles, at=at)
        case "retry" | "reprocess":
            return articles_reprocess(actor=actor, articles=articles, at=at, failed_only=what == "retry")
        case "wanted" if wanted.isdecimal() and len(wanted) < 3:
            return articles_want_reviewers(actor=actor, articles=articles, wanted=int(wanted), at=at)
        case "wanted":
            raise InvalidValue("The number of reviewers has to be from 1 to 9.", field="wanted")
    raise InvalidValue("There is no such action.", field="do")


def to_claims(what: str, claims: list[Claim], actor: Actor, reason: str) -> Outcome:
    """Do it. Raises InvalidValue for what there is not."""
    at = timezone.now()
    match what:
        case "withdraw":
            return claims_withdraw(actor=actor, claims=claims, reason=reason, at=at)
        case "restore":
            return claims_restore(actor=actor, claims=claims, at=at)
        case "dismiss":
            return claims_dismiss(actor=actor, claims=claims, at=at)
    raise InvalidValue("There is no such action.", field="do")


def by_article(claims: list[Claim]) -> list[list[Claim]]:
    """The claims of each article; one empty group for none, so that the service can say so."""
    groups: dict[int, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.article_id, []).append(claim)
    return list(groups.values()) or [[]]
