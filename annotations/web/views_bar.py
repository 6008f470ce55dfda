"""The saved views above a list: choosing one, the default one, and what can be kept."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.http import HttpResponse
from django.shortcuts import redirect

from annotations.models.projects import Project
from annotations.models.saved_views import SavedView
from annotations.selectors.saved_views import views_for
from annotations.web.filters import FILTERS, as_query, chosen_in, uid_or_none, understood
from annotations.web.gate import PageRequest

EVERYTHING = "all"  # in place of a view's uid: the list as it is, whatever the default


@dataclass(frozen=True, slots=True)
class ViewsBar:
    """`views`: each with its address. `current`: the one that was chosen; `changed`: its filters are no longer those
    that are set. `query`: the filters that are set. `removed`: one that was just taken off, for undo. `instead`: where
    the list is, when it opens with the default view."""

    page: str
    views: list[tuple[SavedView, str]]
    current: SavedView | None
    changed: bool
    mine: bool
    query: str
    removed: str
    instead: HttpResponse | None = None


def views_bar(request: PageRequest, project: Project, page: str) -> ViewsBar:
    """The bar for this list as the address has it. One query."""
    views = views_for(request.user, project, page)
    default = next((view for view in views if view.is_default and view.owner == request.user), None)
    instead = redirect(f"{request.path}{address_of(view=default)}") if default is not None and not request.GET else None
    asked, query = request.GET.get("view", ""), as_query(chosen_in(request, FILTERS[page]))
    current = next((view for view in views if str(view.uid) == asked), None)
    removed = request.GET.get("removed", "")
    return ViewsBar(
        page=page,
        views=[(view, address_of(view=view)) for view in views],
        current=current,
        changed=current is not None and filters_of(current) != query,
        mine=current is not None and current.owner == request.user,
        query=query,
        removed=removed if uid_or_none(removed) else "",
        instead=instead,
    )


def filters_of(view: SavedView) -> str:
    """The view's filters, those of them that its page still has."""
    kept = dict(parse_qsl(view.query))
    return as_query({name: understood(name, kept.get(name, "")) for name in FILTERS[view.page]})


def address_of(*, view: SavedView) -> str:
    """The view's filters behind a question mark, and which view it is."""
    query = filters_of(view)
    return f"?{query}{'&' if query else ''}view={view.uid}"
