"""The review screen, and the pieces of it the browser asks for again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from annotations.models.articles import Article
from annotations.selectors import access
from annotations.selectors.articles import status_of
from annotations.selectors.review import Review, review_of
from annotations.web.article_rows import shown_title
from annotations.web.gate import PageRequest
from annotations.web.panel import panel_context


@require_safe
def article_review(request: PageRequest, uid: UUID) -> HttpResponse:
    """One article with its claims, standing on the claim the address names or on the first that is open."""
    article = access.article_for(request.user, uid)
    review = review_of(article, request.user, current=request.GET.get("claim", ""))
    return render(request, "review.html", review_context(review))


@require_safe
def article_status(request: PageRequest, uid: UUID) -> HttpResponse:
    """How far the machine is with the article, for polling."""
    article = access.article_for(request.user, uid)
    as_shown(article, status_of(article))
    return render(request, "partials/_article_status.html", {"article": article})


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
        "blocks": review.blocks,
        "claims": review.claims,
        "current": review.current,
        "done": review.done,
        "todo": review.todo,
        "label_counts": review.label_counts,
        "open_flags": review.open_flags,
        "may_judge": review.may_judge,
        "guidelines_changed": review.guidelines_changed,
        "page_data": review.page_data,
        "next_article_url": reverse("web:article-review", args=[following.uid]) if following else None,
    }
    if review.panel is not None:
        context |= panel_context(review.panel, may_judge=review.may_judge)
    return context
