"""A project's articles: the list, its live rows, and what can be done to one."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from annotations.models.articles import ArticleOrigin
from annotations.models.claims import Label
from annotations.policy import Action, role_in, role_may
from annotations.selectors import access
from annotations.selectors.articles import articles_in, sources_in
from annotations.selectors.evidence_policy import NEEDING
from annotations.selectors.paging import page_of
from annotations.selectors.practice import practice_offered
from annotations.selectors.projects import continue_with
from annotations.services.articles import article_archive, article_reprocess, article_restore
from annotations.web.article_rows import STATUSES, rows_of, shown_title
from annotations.web.auth import actor_of
from annotations.web.back import back_to
from annotations.web.claim_list import reviewers_in
from annotations.web.filters import ARTICLES, as_query, chosen_in, from_day, reviewer_of, through_day, uid_or_none
from annotations.web.gate import PageRequest
from annotations.web.undo import offer
from annotations.web.views_bar import views_bar

PAGE = 30
MOST_ROWS = 60  # asked for at once while they change


@require_safe
def article_list(request: PageRequest, slug: str) -> HttpResponse:
    """The articles that match the filters in the address, a page at a time."""
    project = access.project_for(request.user, slug)
    bar = views_bar(request, project, "articles")
    if bar.instead is not None:
        return bar.instead
    chosen = chosen_in(request, ARTICLES)
    matching = articles_in(
        project,
        reader=request.user,
        q=chosen["q"],
        status=chosen["status"],
        source=chosen["source"],
        archived=bool(chosen["archived"]),
        reviewer=reviewer_of(request, chosen["reviewer"]),
        flagged=bool(chosen["flagged"]),
        label=chosen["label"],
        needs_evidence=chosen["evidence"] == "needed",
        since=from_day(chosen["since"]),
        until=through_day(chosen["until"]),
    )
    role = role_in(request.user, project)
    able = abilities(role)
    cursor = request.GET.get("cursor", "")
    page = page_of(matching, cursor=cursor, size=PAGE, by="imported_at")
    kept = as_query(chosen)
    context = {
        "project": project,
        "tab": "articles",
        "rows": rows_of(page.rows, reader=request.user, judges=able["may_judge"]),
        "count": matching.count(),
        "going_on": continue_with(request.user, [project]) if able["may_judge"] and not kept and not cursor else None,
        "practice_offer": None if kept or cursor else practice_offered(request.user, project, role),
        "chosen": chosen,
        "filtered": bool(kept),
        "statuses": STATUSES,
        "origins": ArticleOrigin.choices,
        "sources": sources_in(project),
        "reviewers": reviewers_in(project),
        "labels": [("", "Any label"), *Label.choices],
        "asks_evidence": bool(NEEDING[project.evidence_policy]) or bool(chosen["evidence"]),
        "bar": bar,
        "first_page": f"?{kept}" if cursor else "",
        "next_page": f"?{as_query(chosen, cursor=page.next_cursor)}" if page.next_cursor else "",
        **able,
    }
    return render(request, "articles/list.html", context)


@require_safe
def article_rows(request: PageRequest, slug: str) -> HttpResponse:
    """The rows with these uids as they are now, for a list that is being looked at. Unknown ones are left out."""
    project = access.project_for(request.user, slug)
    uids = [uid for word in request.GET.get("ids", "").split(",")[:MOST_ROWS] if (uid := uid_or_none(word))]
    present = articles_in(project, reader=request.user).filter(uid__in=uids)
    able = abilities(role_in(request.user, project))
    rows = rows_of(present, reader=request.user, judges=able["may_judge"])
    context = {"project": project, "rows": rows, **able}
    return render(request, "articles/rows.html", context)


@require_POST
def article_retry(request: PageRequest, uid: UUID) -> HttpResponse:
    """Try a failed import again, or run the model again."""
    article = access.article_for(request.user, uid, to=Action.IMPORT)
    _job, event = article_reprocess(actor=actor_of(request), article=article, at=timezone.now())
    offer(request, f"“{shown_title(article)}” is queued again.", event)
    return back_to(request, reverse("web:article-list", args=[article.project.slug]))


@require_POST
def archive(request: PageRequest, uid: UUID) -> HttpResponse:
    """Out of sight, with everything on it."""
    article = access.article_for(request.user, uid, to=Action.ARCHIVE)
    event = article_archive(actor=actor_of(request), article=article, at=timezone.now())
    offer(request, f"“{shown_title(article)}” is archived. Nothing on it is lost: it can be restored.", event)
    return back_to(request, reverse("web:article-list", args=[article.project.slug]))


@require_POST
def restore(request: PageRequest, uid: UUID) -> HttpResponse:
    """Back in the list."""
    article = access.article_for(request.user, uid, to=Action.ARCHIVE)
    event = article_restore(actor=actor_of(request), article=article, at=timezone.now())
    offer(request, f"“{shown_title(article)}” is back.", event)
    return back_to(request, reverse("web:article-list", args=[article.project.slug]))


def abilities(role: str) -> dict[str, bool]:
    """What the list offers somebody with this role. No query."""
    actions = {
        "may_judge": Action.JUDGE,
        "may_import": Action.IMPORT,
        "may_archive": Action.ARCHIVE,
        "may_manage": Action.MANAGE,
    }
    able = {name: role_may(role, action) for name, action in actions.items()}
    return able | {"may_choose": able["may_import"] or able["may_archive"]}
