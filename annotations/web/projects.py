"""A project: made, and set up."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from annotations.policy import Action, may
from annotations.selectors import access
from annotations.services.projects import project_change, project_create
from annotations.web.auth import actor_of
from annotations.web.forms.projects import ProjectForm, ProjectNameForm
from annotations.web.gate import PageRequest
from annotations.web.pages import errors_into, form_page
from annotations.web.undo import offer


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: PageRequest) -> HttpResponse:
    """A new project, which its maker manages."""
    form = ProjectNameForm(request.POST or None)
    if form.is_valid():
        with errors_into(form):
            project, _event = project_create(actor=actor_of(request), at=timezone.now(), **form.cleaned_data)
            return redirect("web:article-import", slug=project.slug)
    return form_page(request, "projects/create.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: PageRequest, slug: str) -> HttpResponse:
    """Name, guidelines and modes. Everybody in the project reads them, managers change them."""
    needed = Action.MANAGE if request.method == "POST" else Action.VIEW
    project = access.project_for(request.user, slug, to=needed)
    stored = {name: getattr(project, name) for name in ProjectForm.base_fields}
    form = ProjectForm(request.POST or None, initial=stored)
    if form.is_valid():
        with errors_into(form):
            _project, event = project_change(
                actor=actor_of(request), project=project, at=timezone.now(), **form.cleaned_data
            )
            offer(request, "Settings saved." if event else "Nothing was different, so nothing was changed.", of=event)
            return redirect("web:project-settings", slug=project.slug)
    may_manage = may(request.user, Action.MANAGE, project)
    context = {"project": project, "tab": "settings", "may_manage": may_manage}
    return form_page(request, "projects/settings.html", form, context)
