"""The page of search results, in one project or in all of the reader's."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.models.projects import Project
from annotations.models.search import SearchKind
from annotations.selectors import access
from annotations.selectors.paging import page_in_order
from annotations.selectors.search import ORDER, first_of_each, found_by, hits_of
from annotations.terms import Term, terms_of
from annotations.web.filters import SEARCH, as_query, chosen_in
from annotations.web.gate import PageRequest
from annotations.web.views_bar import views_bar

PAGE = 30
FEW = 5


@require_safe
def everywhere(request: PageRequest) -> HttpResponse:
    """Through all projects of the reader."""
    return found_page(request, None)


@require_safe
def in_project(request: PageRequest, slug: str) -> HttpResponse:
    """Through one project."""
    return found_page(request, access.project_for(request.user, slug))


def found_page(request: PageRequest, project: Project | None) -> HttpResponse:
    """Without a kind the newest few of each, with one all of it, a page at a time."""
    bar = views_bar(request, project, "search") if project is not None else None
    if bar is not None and bar.instead is not None:
        return bar.instead
    chosen = chosen_in(request, SEARCH)
    terms = terms_of(chosen["q"])
    context: dict[str, Any] = {
        "project": project,
        "tab": "search",
        "chosen": chosen,
        "kept": as_query(chosen),
        "words": bool(terms),
        "kinds": [("", "Everything", as_query({"q": chosen["q"]}))]
        + [(kind.value, kind.label, as_query({"q": chosen["q"], "kind": kind.value})) for kind in SearchKind],
        "bar": bar,
    }
    if terms and chosen["kind"]:
        context |= one_kind(request, project, chosen, terms)
    elif terms:
        context |= {"groups": groups(request, project, terms)}
    return render(request, "search.html", context)


def groups(request: PageRequest, project: Project | None, terms: tuple[Term, ...]) -> list[dict[str, Any]]:
    """The newest few of each kind that has any, and whether there are more."""
    hits = hits_of(first_of_each(request.user, terms, most=FEW + 1, project=project), terms)
    found = []
    for kind in (SearchKind.CLAIM, SearchKind.ARTICLE, SearchKind.EVIDENCE, SearchKind.NOTE):
        of_kind = [hit for hit in hits if hit.kind == kind]
        if of_kind:
            found.append({"kind": kind.value, "name": kind.label, "hits": of_kind[:FEW], "more": len(of_kind) > FEW})
    return found


def one_kind(
    request: PageRequest, project: Project | None, chosen: dict[str, str], terms: tuple[Term, ...]
) -> dict[str, Any]:
    """A page of one kind."""
    kind, cursor = SearchKind(chosen["kind"]), request.GET.get("cursor", "")
    rows = found_by(request.user, terms, kind=kind.value, project=project)
    page = page_in_order(rows, cursor=cursor, size=PAGE, order=ORDER)
    hits = hits_of(page.rows, terms)
    return {
        "groups": [{"kind": kind.value, "name": kind.label, "hits": hits, "more": False}] if hits else [],
        "first_page": f"?{as_query(chosen)}" if cursor else "",
        "next_page": f"?{as_query(chosen, cursor=page.next_cursor)}" if page.next_cursor else "",
    }
