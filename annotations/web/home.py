"""The first page: where I was, and my projects."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.policy import Action, role_may
from annotations.selectors.own_progress import own_labels_by_project
from annotations.selectors.projects import continue_with, project_rows
from annotations.web.gate import PageRequest
from annotations.web.progress import bar_of


@require_safe
def home(request: PageRequest) -> HttpResponse:
    """ "Continue", then the projects with what waits in each."""
    rows = project_rows(request.user)
    mine = own_labels_by_project([row.project for row in rows], request.user)
    judging = {row.project.pk for row in rows if role_may(row.role, Action.JUDGE)}
    projects = [(row, row.project.pk in judging, bar_of(mine.get(row.project.pk, {}), row.total)) for row in rows]
    # Whoever only looks has nothing to go on with.
    going_on = continue_with(request.user, [row.project for row in rows if row.project.pk in judging])
    return render(request, "home.html", {"projects": projects, "going_on": going_on})
