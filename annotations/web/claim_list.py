"""A project's claims: filtered, a page at a time, each one step from being decided."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.models.articles import ArticleOrigin
from annotations.models.claims import ClaimState, Label
from annotations.models.projects import Project
from annotations.selectors import access
from annotations.selectors.articles import sources_in
from annotations.selectors.claim_list import ClaimFilter, claims_found, claims_seen
from annotations.selectors.paging import page_in_order
from annotations.selectors.projects import members_of
from annotations.web.article_rows import shown_title
from annotations.web.filters import CLAIMS, as_query, chosen_in, from_day, reviewer_of, through_day
from annotations.web.gate import PageRequest
from annotations.web.views_bar import views_bar

PAGE = 30
NEWEST = ("-created_at", "article_id", "start", "pk")
MINE = (("", "Mine or not"), ("to_do", "To do for me"), ("decided", "Decided by me"))
EVIDENCE = (("", "Any evidence"), ("some", "With evidence"), ("none", "Without"), ("needed", "Needs evidence"))


@require_safe
def claim_list(request: PageRequest, slug: str) -> HttpResponse:
    """The claims that match the filters in the address, newest first, those of one moment as the text has them."""
    project = access.project_for(request.user, slug)
    bar = views_bar(request, project, "claims")
    if bar.instead is not None:
        return bar.instead
    chosen = chosen_in(request, CLAIMS)
    matching = claims_found(request.user, wanted(request, project, chosen))
    cursor = request.GET.get("cursor", "")
    page = page_in_order(matching, cursor=cursor, size=PAGE, order=NEWEST)
    kept = as_query(chosen)
    context: dict[str, Any] = {
        "project": project,
        "tab": "claims",
        "rows": [(seen, shown_title(seen.claim.article)) for seen in claims_seen(page.rows, reader=request.user)],
        "count": matching.order_by().count(),
        "chosen": chosen,
        "filtered": bool(kept),
        "states": [("", "Any state"), *ClaimState.choices],
        "labels": [("", "Any label"), *Label.choices],
        "mine": MINE,
        "evidence": EVIDENCE,
        "reviewers": reviewers_in(project),
        "origins": ArticleOrigin.choices,
        "sources": sources_in(project),
        "first_page": f"?{kept}" if cursor else "",
        "next_page": f"?{as_query(chosen, cursor=page.next_cursor)}" if page.next_cursor else "",
        "bar": bar,
    }
    return render(request, "claims/list.html", context)


def wanted(request: PageRequest, project: Project, chosen: dict[str, str]) -> ClaimFilter:
    """The address's filters as the selector asks them."""
    return ClaimFilter(
        project=project,
        q=chosen["q"],
        state=chosen["state"] or None,
        label=chosen["label"] or None,
        reviewer=reviewer_of(request, chosen["reviewer"]),
        mine=chosen["mine"],
        flagged=bool(chosen["flagged"]),
        evidence=chosen["evidence"],
        source=chosen["source"],
        since=from_day(chosen["since"]),
        until=through_day(chosen["until"]),
    )


def reviewers_in(project: Project) -> list[tuple[str, str]]:
    """The people to filter by. One query."""
    return [(str(member.user.uid), str(member.user)) for member in members_of(project)]
