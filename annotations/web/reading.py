"""Reading an article: through a link, without an account; on paper; and the links themselves."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.errors import NotFound
from annotations.models.articles import Article
from annotations.policy import Action
from annotations.selectors import access
from annotations.selectors.reading import reading_for, reading_link_found, reading_links_of, reading_through
from annotations.services.reading_links import reading_link_issue, reading_link_open, reading_link_revoke
from annotations.web.article_rows import shown_title
from annotations.web.auth import actor_of
from annotations.web.errors import render_error
from annotations.web.forms.reading import ReadingLinkForm
from annotations.web.gate import PageRequest
from annotations.web.pages import errors_into, form_page


@require_safe
def through_link(request: HttpRequest, token: str) -> HttpResponse:
    """The article, for whoever has the link. A wrong, an old and a revoked one get one and the same answer."""
    now = timezone.now()
    try:
        link = reading_link_found(token, at=now)
    except NotFound as error:
        return unkept(render_error(request, error))
    reading_link_open(actor=actor_of(request), link=link, at=now)
    article = link.article
    context = {"reading": reading_through(link), "article": article, "link": link, "called": shown_title(article)}
    return unkept(render(request, "reading/link.html", context))


def unkept(answer: HttpResponse) -> HttpResponse:
    """The answer with what keeps its address out of other sites and of search."""
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer


@require_safe
def on_paper(request: PageRequest, uid: UUID) -> HttpResponse:
    """The whole article with the reader's labels and all evidence, to be printed."""
    article = access.article_for(request.user, uid)
    context = {
        "reading": reading_for(request.user, article),
        "article": article,
        "project": article.project,
        "called": shown_title(article),
    }
    return render(request, "reading/paper.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: PageRequest, uid: UUID) -> HttpResponse:
    """The article's links; a POST makes one, which is on this answer and nowhere else."""
    article = access.article_for(request.user, uid, to=Action.SHARE)
    form = ReadingLinkForm(request.POST or None)
    issued = ""
    if form.is_valid():
        with errors_into(form):
            given = form.cleaned_data
            _link, secret, _event = reading_link_issue(
                actor=actor_of(request),
                article=article,
                days=given["days"],
                with_names=given["with_names"],
                at=timezone.now(),
            )
            issued = request.build_absolute_uri(reverse("web:reading", args=[secret]))
            form = ReadingLinkForm()
    return form_page(request, "reading/links.html", form, links_context(article, issued, timezone.now()))


def links_context(article: Article, issued: str, now: datetime) -> dict[str, Any]:
    """The names of the page of links."""
    return {
        "article": article,
        "project": article.project,
        "tab": "articles",
        "called": shown_title(article),
        "links": reading_links_of(article),
        "issued": issued,
        "now": now,
    }


@require_POST
def revoke(request: PageRequest, uid: UUID) -> HttpResponse:
    """Stop a link at once."""
    link = access.reading_link_for(request.user, uid)
    reading_link_revoke(actor=actor_of(request), link=link, at=timezone.now())
    messages.success(request, "The link is revoked and no longer works.")
    return redirect("web:reading-links", uid=link.article.uid)
