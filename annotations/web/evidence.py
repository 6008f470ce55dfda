"""Evidence: added, withdrawn, put back, made confidential, fetched again, given a file. htmx gets the panel, everybody
else the screen."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from annotations.policy import Action
from annotations.selectors import access
from annotations.services.confidential import evidence_set_confidential
from annotations.services.evidence import evidence_add, evidence_restore, evidence_withdraw
from annotations.services.snapshots import snapshot_attach, snapshot_request
from annotations.web.auth import actor_of
from annotations.web.claims import said_on_the_next_page, screen_at
from annotations.web.forms.evidence import AttachForm, EvidenceForm
from annotations.web.gate import PageRequest
from annotations.web.pages import errors_into
from annotations.web.panel import panel_response
from annotations.web.undo import offer

CONFIDENTIAL_NOW = "Confidential now. Exports and read-only pages made before still have what they had."
OPEN_NOW = "Everybody in the project sees it now."


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


@require_POST
def restore(request: PageRequest, uid: UUID) -> HttpResponse:
    """Put a withdrawn piece back on its claim."""
    piece = access.evidence_for(request.user, uid, to=Action.JUDGE)
    with said_on_the_next_page(request):
        evidence_restore(actor=actor_of(request), evidence=piece, at=timezone.now())
    return panel_response(request, piece.claim) if request.htmx else screen_at(request, piece.claim)


@require_POST
def confidential(request: PageRequest, uid: UUID) -> HttpResponse:
    """Let only some see a piece (`on=1`), or everybody in the project again (`on=0`)."""
    piece = access.evidence_to_hide(request.user, uid)
    wanted = request.POST.get("on") != "0"
    with said_on_the_next_page(request):
        actor, at = actor_of(request), timezone.now()
        piece, event = evidence_set_confidential(actor=actor, evidence=piece, confidential=wanted, at=at)
        if event is not None and not request.htmx:
            offer(request, CONFIDENTIAL_NOW if wanted else OPEN_NOW, event)
    return panel_response(request, piece.claim) if request.htmx else screen_at(request, piece.claim)


@require_POST
def check(request: PageRequest, uid: UUID) -> HttpResponse:
    """Fetch the page of a piece again."""
    piece = access.evidence_for(request.user, uid, to=Action.JUDGE)
    with said_on_the_next_page(request):
        snapshot_request(actor=actor_of(request), evidence=piece, at=timezone.now())
    return panel_response(request, piece.claim) if request.htmx else screen_at(request, piece.claim)


@require_POST
def attach(request: PageRequest, uid: UUID) -> HttpResponse:
    """Keep a file as what the source of a piece says."""
    piece = access.evidence_for(request.user, uid, to=Action.JUDGE)
    form = AttachForm(request.POST, request.FILES)
    if form.is_valid():
        with errors_into(form):
            actor, at = actor_of(request), timezone.now()
            snapshot_attach(actor=actor, evidence=piece, attachment=form.attachment(), at=at)
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    return screen_at(request, piece.claim)
