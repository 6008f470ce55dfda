"""The review screen, and the pieces of it the browser asks for again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from annotations.models.articles import Article, ArticleStatus
from annotations.policy import Action, may, role_in, role_may
from annotations.selectors import access
from annotations.selectors.articles import status_of
from annotations.selectors.blocks import Block
from annotations.selectors.claims import ClaimCard
from annotations.selectors.jobs import acting_on, job_row, work_on
from annotations.selectors.parts import Part
from annotations.selectors.review import Review, part_seen, review_of
from annotations.selectors.review_data import claim_data
from annotations.web.article_rows import shown_title
from annotations.web.gate import PageRequest
from annotations.web.panel import panel_context


@require_safe
def article_review(request: PageRequest, uid: UUID) -> HttpResponse:
    """One article with its claims, standing on the claim the address names or on the first that is open."""
    article = access.article_for(request.user, uid)
    review = review_of(article, request.user, current=request.GET.get("claim", ""), at=offset_in(request))
    return render(request, "review.html", review_context(review))


@require_safe
def article_part(request: PageRequest, uid: UUID) -> HttpResponse:
    """The part of a long article at an offset, as a fragment: its text, its rows of the claim list, its claims' data.
    No cache keeps it, as with every page that has an article's words."""
    article = access.article_for(request.user, uid)
    seen = part_seen(article, request.user, at=offset_in(request) or 0)
    if seen is None:
        return HttpResponse(status=204)
    may_judge = may(request.user, Action.JUDGE, article.project) and article.archived_at is None
    context = {
        "part": seen.part,
        "claims": seen.claims,
        "title_block": title_of([seen.part]),
        "may_judge": may_judge,
        "part_data": {"version": seen.version, "claims": [claim_data(card) for card in seen.claims]},
    }
    return render(request, "partials/_part_fetched.html", context)


@require_safe
def article_status(request: PageRequest, uid: UUID) -> HttpResponse:
    """How far the machine is with the article, for polling."""
    article = access.article_for(request.user, uid)
    as_shown(article, status_of(article))
    context = {"article": article, **work_context(article, role_in(request.user, article.project))}
    return render(request, "partials/_article_status.html", context)


def work_context(article: Article, role: str) -> dict[str, object]:
    """How far the machine is, where it is at work, and whether this role may stop it. One query at most."""
    job = work_on(article) if article.status in (ArticleStatus.QUEUED, ArticleStatus.PROCESSING) else None
    if job is None:
        return {}
    return {"work": job_row(job, at=timezone.now()), "may_stop": role_may(role, acting_on(job))}


def offset_in(request: PageRequest) -> int | None:
    """The place of the text the address asks for, None where it names none."""
    said = request.GET.get("at", "")
    return int(said) if said.isdecimal() and said.isascii() and len(said) < 10 else None


def title_of(parts: list[Part]) -> Block[ClaimCard] | None:
    """The heading the article begins with, which stands above the text; None where it begins with something else."""
    first = parts[0].blocks[0] if parts and parts[0].number == 0 else None
    return first if first is not None and first.kind == "heading" else None


def as_shown(article: Article, status: str) -> None:
    """The article with the status and the title people see. For the template alone: nothing is saved here."""
    article.status, article.title = status, shown_title(article)


def review_context(review: Review) -> dict[str, object]:
    """The template's names for it."""
    as_shown(review.article, review.status)
    following = review.next_article
    context: dict[str, object] = {
        "article": review.article,
        "project": review.project,
        "tab": "articles",
        "parts": review.parts,
        "here": review.here,
        "title_block": title_of(review.parts),
        "claims": review.claims,
        "total": review.total,
        "current": review.current,
        "done": review.done,
        "todo": review.todo,
        "label_counts": review.label_counts,
        "open_flags": review.open_flags,
        "needing": review.needing,
        "may_judge": review.may_judge,
        "may_manage": role_may(review.role, Action.MANAGE),
        "may_share": role_may(review.role, Action.SHARE) and review.article.archived_at is None,
        "guidelines_changed": review.guidelines_changed,
        "page_data": review.page_data,
        "undo_claim": review.undo_claim,
        "next_article_url": reverse("web:article-review", args=[following.uid]) if following else None,
    }
    context |= work_context(review.article, review.role)
    if review.panel is not None:
        context |= panel_context(review.panel, may_judge=review.may_judge)
    return context
