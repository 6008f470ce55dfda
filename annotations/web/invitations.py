"""Joining a project by invitation, with the account one has or a new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from annotations.errors import LinkSpent
from annotations.models.access import LinkPurpose, OneTimeLink
from annotations.models.projects import Project
from annotations.services.accounts import invitation_accept
from annotations.services.links import link_found
from annotations.web.auth import actor_of, let_in
from annotations.web.forms.accounts import JoinForm
from annotations.web.forms.fields import PlainForm
from annotations.web.pages import errors_into, form_page


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The invitation, and its button. Opening it changes nothing."""
    invitation, project = invitation_found(token)
    known = request.user.is_authenticated
    form = PlainForm(request.POST) if known else JoinForm(request.POST or None, invited=invitation.email)
    if request.method == "POST" and form.is_valid():
        with errors_into(form):
            user = invitation_accept(actor=actor_of(request), secret=token, at=timezone.now(), **form.cleaned_data)
            if not known:
                let_in(request, user)
            messages.success(request, f"You are now in {project}.")
            return redirect("web:article-list", slug=project.slug)
    context = {"invitation": invitation, "token": token, "role": invitation.get_role_display()}
    return form_page(request, "accounts/join.html", form if request.method == "POST" or not known else None, context)


def invitation_found(token: str) -> tuple[OneTimeLink, Project]:
    """The invitation with this secret and what it is for. Raises LinkSpent, also for links of another kind."""
    found = link_found(secret=token, at=timezone.now())
    if found.purpose != LinkPurpose.INVITATION or found.project is None:
        raise LinkSpent
    return found, found.project
