"""The guidelines of a project: beside the task, and as a page with everything they ever said."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from annotations.errors import NotFound
from annotations.policy import Action, may
from annotations.selectors import access
from annotations.selectors.guidelines import changes_between, version_with_its_past, versions_in
from annotations.selectors.paging import page_of
from annotations.services.guidelines import guidelines_read
from annotations.web.auth import actor_of
from annotations.web.back import back_to
from annotations.web.gate import PageRequest

PAGE = 30


@require_safe
def guidelines_page(request: PageRequest, slug: str) -> HttpResponse:
    """The text in force and its versions, newest first; with `version` what that one changed. For a script, the text
    alone, to stand beside the task."""
    project = access.project_for(request.user, slug)
    context = {"project": project, "tab": "guidelines", "newest": versions_in(project).first()}
    if request.htmx:
        return render(request, "partials/_guidelines.html", context)
    asked = request.GET.get("version", "")
    if asked:
        found = version_with_its_past(project, int(asked)) if asked.isdecimal() and len(asked) < 10 else None
        if found is None:
            raise NotFound
        context |= {"shown": found[0], "changes": changes_between(found[1], found[0].text)}
    page = page_of(versions_in(project), cursor=request.GET.get("cursor", ""), size=PAGE, by="written_at")
    context |= {
        "versions": page.rows,
        "next_page": f"?cursor={page.next_cursor}" if page.next_cursor else "",
        "may_manage": may(request.user, Action.MANAGE, project),
    }
    return render(request, "guidelines.html", context)


@require_POST
def guidelines_known(request: PageRequest, slug: str) -> HttpResponse:
    """Not to be told of the text in force again; then on to what it changed, or with `back` to where one was. A script
    gets 204."""
    project = access.project_for(request.user, slug)
    number = project.guidelines_version
    guidelines_read(actor=actor_of(request), project=project, version=number, at=timezone.now())
    if not request.accepts("text/html"):
        return HttpResponse(status=204)
    page = reverse("web:guidelines", args=[slug])
    return back_to(request, f"{page}?version={number}" if number else page)
