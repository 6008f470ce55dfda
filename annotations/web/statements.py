"""Who said a claim, and its wording, without JavaScript: one form for all of it, back to the screen."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from annotations.policy import Action
from annotations.selectors import access
from annotations.services.statements import LONGEST, from_form, statement_change
from annotations.web.auth import actor_of
from annotations.web.claims import said_on_the_next_page, screen_at
from annotations.web.gate import PageRequest


@require_POST
def change(request: PageRequest, uid: UUID) -> HttpResponse:
    """What the form holds now, or, with `back`, the speaker as the text has it."""
    claim = access.claim_for(request.user, uid, to=Action.JUDGE)
    changes = {name: from_form(name, request.POST[name]) for name in LONGEST if name in request.POST}
    version = request.POST.get("version", "")
    with said_on_the_next_page(request):
        _statement, event = statement_change(
            actor=actor_of(request),
            claim=claim,
            at=timezone.now(),
            row_version=int(version) if version.isdecimal() and len(version) < 10 else None,
            **({"speaker": None} if "back" in request.POST else changes),
        )
        if event is not None:
            messages.success(request, "Kept. What stood there before is in the claim’s history.")
    return screen_at(request, claim)
