"""Undo on pages: the offer beside what was done, and the door that takes it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from annotations.errors import NotUndoable
from annotations.models.batches import Batch
from annotations.models.ledger import LedgerEvent
from annotations.selectors import access
from annotations.selectors.batches import batch_of, batch_rows, batches_in
from annotations.selectors.paging import page_of
from annotations.services.batches import Left, Outcome
from annotations.services.undoing import batch_undo
from annotations.web.auth import actor_of
from annotations.web.back import back_to
from annotations.web.gate import PageRequest
from annotations.web.pages import everything_said

PAGE = 30
NAMED = 5  # of what was left as it was, in a message
# What each verb did, as a person tells it: "archived 3 articles".
WORDS = {
    "article.archived": "archived",
    "article.restored": "restored",
    "article.retried": "asked for another run of",
    "job.cancelled": "stopped the run of",
    "claim.reviewers_set": "set the reviewers wanted for",
    "claim.withdrawn": "withdrew",
    "claim.restored": "put back",
    "judgement.recorded": "decided “not a claim” on",
    "judgement.undone": "took back the decision on",
    "evidence.made_confidential": "made confidential:",
    "evidence.made_open": "made open again:",
    "project.changed": "changed",
    "membership.given": "let in",
    "membership.changed": "changed the role of",
    "membership.ended": "took out",
}


@require_safe
def change_list(request: PageRequest, slug: str) -> HttpResponse:
    """What was done in the project lately, each with its undo."""
    project = access.project_for(request.user, slug)
    page = page_of(batches_in(project, reader=request.user), cursor=request.GET.get("cursor", ""), size=PAGE, by="at")
    rows = [(row, WORDS[row.batch.verb]) for row in batch_rows(page.rows, project=project, reader=request.user)]
    context = {"project": project, "tab": "activity", "part": "changes", "rows": rows, "page": page}
    return render(request, "activity/changes.html", context)


@require_POST
def undo(request: PageRequest, uid: UUID) -> HttpResponse:
    """Take a batch back as a whole. What cannot be is named on the page one comes back to."""
    batch = access.batch_to_undo(request.user, uid)
    try:
        outcome = batch_undo(actor=actor_of(request), batch=batch, at=timezone.now())
    except NotUndoable as error:
        messages.error(request, everything_said(error))
    else:
        tell(request, f"Undone: {outcome.batch.about if outcome.batch else ''}.", outcome)
    # Whoever takes back their own being let in has no page here any more.
    seen = access.projects_of(request.user).filter(pk=batch.project_id).exists()
    return back_to(request, reverse("web:change-list", args=[batch.project.slug])) if seen else redirect("web:home")


def tell(request: PageRequest, sentence: str, outcome: Outcome) -> None:
    """What came of a batch, with its undo; and what was left as it was."""
    if outcome.batch is not None:
        offer(request, sentence, outcome.batch)
    if outcome.left:
        messages.warning(request, left_words(outcome.left))


def offer(request: PageRequest, sentence: str, of: Batch | LedgerEvent | None) -> None:
    """A message with an Undo that stays until the next page. One query where it is an event's."""
    batch = of if isinstance(of, Batch) else batch_of(of)
    messages.success(request, sentence, extra_tags=f"undo-{batch.uid}" if batch is not None else "")


def left_words(left: list[Left]) -> str:
    """Which were left as they were, and why."""
    named = "; ".join(f"{one.name}: {one.why.removesuffix('.').lower()}" for one in left[:NAMED])
    more = f"; and {len(left) - NAMED} more" if len(left) > NAMED else ""
    return f"Left as {'it was' if len(left) == 1 else 'they were'}: {named}{more}."
