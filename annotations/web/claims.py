"""Deciding without JavaScript: each button of the review screen or the queue posts here and comes back to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from annotations.errors import AnnotationError
from annotations.models.claims import Claim
from annotations.policy import Action
from annotations.selectors import access
from annotations.selectors.own_progress import next_open_claim
from annotations.services.claims import claim_flag, claim_flags_resolve, claim_skip, claim_unflag, claim_withdraw
from annotations.services.judgements import judgement_record, judgement_undo
from annotations.services.notes import note_write
from annotations.services.suggestions import suggestion_reveal
from annotations.web.auth import actor_of
from annotations.web.gate import PageRequest
from annotations.web.pages import NOT_ABOUT_THE_FORM, everything_said
from annotations.web.panel import panel_response
from annotations.web.queue import back_in_the_queue
from annotations.web.undo import offer


@require_safe
def claim_show(request: PageRequest, uid: UUID) -> HttpResponse:
    """The claim in its article; where it is gone, the article."""
    return screen_at(request, access.claim_for(request.user, uid))


@require_safe
def claim_panel(request: PageRequest, uid: UUID) -> HttpResponse:
    """Evidence, notes and history of one claim, as a fragment."""
    return panel_response(request, access.claim_for(request.user, uid))


@require_POST
def claim_judge(request: PageRequest, uid: UUID) -> HttpResponse:
    """Decide, and go on to the next open claim."""
    claim = access.claim_for(request.user, uid, to=Action.JUDGE)
    with said_on_the_next_page(request):
        judgement_record(
            actor=actor_of(request),
            claim=claim,
            label=request.POST.get("label", ""),
            claim_version=version_seen(request),
            at=timezone.now(),
        )
        return screen_behind(request, claim)
    return screen_at(request, claim)


@require_POST
def claim_undo(request: PageRequest, uid: UUID) -> HttpResponse:
    """Put back what was before, and stand on it."""
    claim = access.claim_for(request.user, uid, to=Action.JUDGE)
    with said_on_the_next_page(request):
        judgement_undo(actor=actor_of(request), claim=claim, at=timezone.now())
        messages.success(request, "Undone. Both steps stay in the claim's history.")
    return screen_at(request, claim)


@require_POST
def claim_flag_set(request: PageRequest, uid: UUID) -> HttpResponse:
    """Raise the flag (`on=1`) or take it down (`on=0`)."""
    claim = access.claim_for(request.user, uid, to=Action.JUDGE)
    with said_on_the_next_page(request):
        if request.POST.get("on") == "0":
            claim_unflag(actor=actor_of(request), claim=claim, at=timezone.now())
        else:
            why = {"kind": request.POST.get("kind", ""), "reason": request.POST.get("reason", "")}
            claim_flag(actor=actor_of(request), claim=claim, at=timezone.now(), **why)
    return screen_at(request, claim)


@require_POST
def claim_flags_answer(request: PageRequest, uid: UUID) -> HttpResponse:
    """Resolve everybody's flags, with a note."""
    claim = access.claim_for(request.user, uid, to=Action.ADJUDICATE)
    with said_on_the_next_page(request):
        event = claim_flags_resolve(
            actor=actor_of(request), claim=claim, note=request.POST.get("note", ""), at=timezone.now()
        )
        messages.success(request, "Resolved. It is in the claim's history." if event else "No flag was up any more.")
    return screen_at(request, claim)


@require_POST
def claim_skip_over(request: PageRequest, uid: UUID) -> HttpResponse:
    """Leave it for later, and go on to the next open claim."""
    claim = access.claim_for(request.user, uid, to=Action.JUDGE)
    with said_on_the_next_page(request):
        claim_skip(actor=actor_of(request), claim=claim, at=timezone.now())
        return screen_behind(request, claim)
    return screen_at(request, claim)


@require_POST
def claim_note(request: PageRequest, uid: UUID) -> HttpResponse:
    """Leave a note for the next reader."""
    claim = access.claim_for(request.user, uid, to=Action.JUDGE)
    with said_on_the_next_page(request):
        note_write(actor=actor_of(request), claim=claim, body=request.POST.get("text", ""), at=timezone.now())
        messages.success(request, "The note is saved.")
    return screen_at(request, claim)


@require_POST
def claim_reveal(request: PageRequest, uid: UUID) -> HttpResponse:
    """Show the suggestion before deciding; that it was shown is recorded."""
    claim = access.claim_for(request.user, uid, to=Action.JUDGE)
    with said_on_the_next_page(request):
        suggestion_reveal(actor=actor_of(request), claim=claim, at=timezone.now())
    return screen_at(request, claim)


@require_POST
def claim_take_out(request: PageRequest, uid: UUID) -> HttpResponse:
    """Withdraw it, with a reason. A script that asks for JSON gets 204 or the refusal; a form comes back to the
    screen."""
    claim = access.claim_for(request.user, uid, to=Action.MARK)
    reason = request.POST.get("reason", "")
    if request.accepts("text/html"):
        with said_on_the_next_page(request):
            event = claim_withdraw(actor=actor_of(request), claim=claim, reason=reason, at=timezone.now())
            offer(request, "The claim is withdrawn.", event)
        return screen_at(request, claim)
    try:
        claim_withdraw(actor=actor_of(request), claim=claim, reason=reason, at=timezone.now())
    except AnnotationError as error:
        return JsonResponse({"code": error.code, "detail": everything_said(error)}, status=error.status)
    return HttpResponse(status=204)


# --- The parts ---------------------------------------------------------------------------------------------------


def screen_behind(request: PageRequest, claim: Claim) -> HttpResponse:
    """The screen the form was on, with the claim that comes after this one."""
    if request.POST.get("screen") == "queue":
        return back_in_the_queue(request, claim, moved_on=True)
    return screen_at(request, next_open_claim(claim, request.user))


def screen_at(request: PageRequest, claim: Claim) -> HttpResponse:
    """The screen the form was on, standing on a claim."""
    if request.POST.get("screen") == "queue":
        return back_in_the_queue(request, claim, moved_on=False)
    address = reverse("web:article-review", args=[claim.article.uid])
    return redirect(f"{address}?{urlencode({'claim': str(claim.uid)})}")


def version_seen(request: PageRequest) -> int | None:
    """The version of the words the form was made for, None where it does not say."""
    said = request.POST.get("base_version", "")
    return int(said) if said.isdecimal() and len(said) < 10 else None


@contextmanager
def said_on_the_next_page(request: PageRequest) -> Iterator[None]:
    """A refusal is told on the screen one comes back to. What is no answer to a decision goes on to its page."""
    try:
        yield
    except AnnotationError as error:
        if isinstance(error, NOT_ABOUT_THE_FORM) or error.status >= 500:
            raise
        messages.error(request, everything_said(error))
