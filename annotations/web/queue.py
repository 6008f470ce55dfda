"""The queue: one claim alone on the page, the next one as soon as it is decided, forty to a round."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from annotations.errors import AnnotationError
from annotations.models.claims import Claim
from annotations.models.projects import Project
from annotations.policy import Action
from annotations.selectors import access
from annotations.selectors.queue import ORDERS, Wish
from annotations.selectors.queue_page import ROUND, QueuePage, queue_page
from annotations.services.leases import lease_take, lease_take_one
from annotations.web.auth import actor_of
from annotations.web.gate import PageRequest
from annotations.web.panel import panel_context

KEPT = ("order",)  # what stays in the address from one claim to the next


@require_safe
def queue(request: PageRequest, slug: str) -> HttpResponse:
    """The next claim for the person who asks, held for them; the one the address names, where they come back to it."""
    project = access.project_for(request.user, slug, to=Action.JUDGE)
    done, at = number_in(request), timezone.now()
    claim = None if done >= ROUND else asked_for(request, project) or handed_out(request, project)
    page = queue_page(project, request.user, claim, done=done, at=at)
    return render(request, "queue.html", queue_context(request, page))


def handed_out(request: PageRequest, project: Project) -> Claim | None:
    """What the queue gives: one claim, and nothing to a HEAD request, which shows nobody anything."""
    if request.method != "GET":
        return None
    order = request.GET.get("order", "")
    wish = Wish(order=order) if order in ORDERS else Wish()
    leases = lease_take(actor=actor_of(request), project=project, wish=wish, at=timezone.now())
    return access.claim_for(request.user, leases[0].claim.uid) if leases else None


def asked_for(request: PageRequest, project: Project) -> Claim | None:
    """The claim the address names, if it is one of the project's that can be decided."""
    try:
        claim = access.claim_for(request.user, request.GET.get("claim", ""))
    except AnnotationError:
        return None
    if claim.article.project_id != project.pk or claim.withdrawn_at or claim.article.archived_at:
        return None
    lease_take_one(actor=actor_of(request), claim=claim, at=timezone.now())
    return claim


def queue_context(request: PageRequest, page: QueuePage) -> dict[str, object]:
    """The template's names for it."""
    context: dict[str, object] = {
        "project": page.project,
        "current": page.claim,
        "claim": page.claim,
        "context": page.context,
        "done": page.done,
        "size": page.size,
        "others": page.others,
        "round_over": page.done >= ROUND,
        "guidelines_changed": page.guidelines_changed,
        "may_judge": True,
        "in_queue": True,
        "page_data": page.page_data,
        "kept": {name: request.GET[name] for name in KEPT if name in request.GET},
    }
    if page.panel is not None and page.claim is not None:
        context |= {"article": page.claim.claim.article, **panel_context(page.panel, may_judge=True)}
    return context


def number_in(request: HttpRequest) -> int:
    """How many claims of the round are behind, as the address says."""
    said = (request.POST if request.method == "POST" else request.GET).get("n", "")
    return min(int(said), ROUND) if said.isdecimal() and len(said) < 4 else 0


def back_in_the_queue(request: PageRequest, claim: Claim, *, moved_on: bool) -> HttpResponse:
    """From a form of the queue's page back to it: to the next claim, or to the same one."""
    kept: dict[str, str | int] = {name: request.POST[name] for name in KEPT if request.POST.get(name)}
    kept |= {"n": number_in(request) + 1} if moved_on else {"n": number_in(request), "claim": str(claim.uid)}
    return redirect(f"{reverse('web:queue', args=[claim.article.project.slug])}?{urlencode(kept)}")
