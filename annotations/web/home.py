"""The first page: where I was, and my projects."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.selectors.own_progress import own_labels_by_project
from annotations.selectors.projects import continue_with, project_rows
from annotations.web.gate import PageRequest
from annotations.web.progress import bar_of


@require_safe
def home(request: PageRequest) -> HttpResponse:
    """ "Continue", then the projects with what waits in each."""
    rows = project_rows(request.user)
    mine = own_labels_by_project([row.project for row in rows], request.user)
    projects = [(row, bar_of(mine.get(row.project.pk, {}), row.total)) for row in rows]
    return render(request, "home.html", {"projects": projects, "going_on": continue_with(request.user)})
