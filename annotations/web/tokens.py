"""One's own API keys."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from annotations.selectors import access
from annotations.selectors.people import tokens_of
from annotations.services.links import token_create, token_revoke
from annotations.web.auth import actor_of
from annotations.web.forms.tokens import TokenForm
from annotations.web.gate import PageRequest
from annotations.web.pages import errors_into, form_page


@require_http_methods(["GET", "HEAD", "POST"])
def token_list(request: PageRequest) -> HttpResponse:
    """The keys; a POST makes one (shown on this answer and nowhere else) or, with `revoke`, stops one."""
    if request.POST.get("revoke"):
        return revoke(request, request.POST["revoke"])
    projects = access.projects_of(request.user)
    form = TokenForm(request.POST or None, projects=projects)
    made = None
    if form.is_valid():
        with errors_into(form):
            made = token_create(actor=actor_of(request), user=request.user, at=timezone.now(), **form.cleaned_data)
            form = TokenForm(projects=projects)
    context = {"tokens": tokens_of(request.user), "made": made, "now": timezone.now()}
    return form_page(request, "tokens.html", form, context)


def revoke(request: PageRequest, uid: str) -> HttpResponse:
    """Stop a key at once."""
    token = access.token_for(request.user, uid)
    token_revoke(actor=actor_of(request), token=token, at=timezone.now())
    messages.success(request, f"The key {token.name or token.prefix} is revoked and no longer works. This is final.")
    return redirect("web:token-list")
