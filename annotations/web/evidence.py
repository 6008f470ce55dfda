"""Evidence: added and withdrawn from the review screen. htmx gets the panel, everybody else the screen."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from annotations.policy import Action
from annotations.selectors import access
from annotations.services.evidence import evidence_add, evidence_withdraw
from annotations.web.auth import actor_of
from annotations.web.claims import said_on_the_next_page, screen_at
from annotations.web.forms.evidence import EvidenceForm
from annotations.web.gate import PageRequest
from annotations.web.pages import errors_into
from annotations.web.panel import panel_response


@require_POST
def add(request: PageRequest, uid: UUID) -> HttpResponse:
    """One more piece of evidence on a claim."""
    claim = access.claim_for(request.user, uid, to=Action.JUDGE)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        with errors_into(form):
            evidence_add(actor=actor_of(request), claim=claim, at=timezone.now(), **form.parts())
            return panel_response(request, claim) if request.htmx else screen_at(request, claim)
    if request.htmx:
        return panel_response(request, claim, form=form, status=422)
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    return screen_at(request, claim)


@require_POST
def withdraw(request: PageRequest, uid: UUID) -> HttpResponse:
    """Take a piece of evidence off its claim."""
    piece = access.evidence_for(request.user, uid, to=Action.JUDGE)
    with said_on_the_next_page(request):
        evidence_withdraw(actor=actor_of(request), evidence=piece, at=timezone.now())
    return panel_response(request, piece.claim) if request.htmx else screen_at(request, piece.claim)
