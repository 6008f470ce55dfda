"""Keeping filters under a name."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from annotations.errors import AnnotationError
from annotations.models.saved_views import SavedView, ViewPage
from annotations.selectors import access
from annotations.services.saved_views import saved_view_change, saved_view_remove, saved_view_restore, saved_view_save
from annotations.web.auth import actor_of
from annotations.web.gate import PageRequest
from annotations.web.pages import everything_said
from annotations.web.views_bar import address_of

LIST_OF = {
    ViewPage.ARTICLES.value: "web:article-list",
    ViewPage.CLAIMS.value: "web:claim-list",
    ViewPage.SEARCH.value: "web:search-project",
}


@require_POST
def save(request: PageRequest, slug: str) -> HttpResponse:
    """Keep the filters the form carries, and stand on the new view."""
    project = access.project_for(request.user, slug)
    page, query = request.POST.get("page", ""), request.POST.get("query", "")
    try:
        view = saved_view_save(
            actor=actor_of(request),
            project=project,
            page=page,
            name=request.POST.get("name", ""),
            query=query,
            shared=bool(request.POST.get("shared")),
            is_default=bool(request.POST.get("is_default")),
            at=timezone.now(),
        )
    except AnnotationError as error:
        if error.status != 400:
            raise
        messages.error(request, f"The view is not saved. {everything_said(error)}")
        return redirect(f"{reverse(LIST_OF.get(page, 'web:article-list'), args=[slug])}?{query or 'view=all'}")
    messages.success(request, f"The view “{view.name}” is saved.")
    return standing_on(view)


@require_POST
def change(request: PageRequest, uid: UUID) -> HttpResponse:
    """Another name, shared or not, the default or not."""
    view = access.saved_view_for(request.user, uid)
    try:
        view = saved_view_change(
            actor=actor_of(request),
            view=view,
            name=request.POST.get("name", ""),
            shared=bool(request.POST.get("shared")),
            is_default=bool(request.POST.get("is_default")),
        )
        messages.success(request, f"The view “{view.name}” is changed.")
    except AnnotationError as error:
        if error.status != 400:
            raise
        messages.error(request, f"The view is as it was. {everything_said(error)}")
    return standing_on(view)


@require_POST
def remove(request: PageRequest, uid: UUID) -> HttpResponse:
    """Take it off the list; the next page offers to undo it."""
    view = access.saved_view_for(request.user, uid)
    saved_view_remove(actor=actor_of(request), view=view, at=timezone.now())
    return redirect(f"{reverse(LIST_OF[view.page], args=[view.project.slug])}?view=all&removed={view.uid}")


@require_POST
def restore(request: PageRequest, uid: UUID) -> HttpResponse:
    """Bring it back, and stand on it."""
    view = access.saved_view_for(request.user, uid)
    saved_view_restore(actor=actor_of(request), view=view)
    messages.success(request, f"The view “{view.name}” is back.")
    return standing_on(view)


def standing_on(view: SavedView) -> HttpResponse:
    """The view's list, filtered by it."""
    return redirect(f"{reverse(LIST_OF[view.page], args=[view.project.slug])}{address_of(view=view)}")
