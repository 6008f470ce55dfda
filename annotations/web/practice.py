"""Practice: the articles with known answers, one claim at a time with what came of each, and who did how well."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from annotations.errors import AnnotationError, NotFound, PracticeOff, PracticeRoundOver
from annotations.models.practice import PracticeArticle
from annotations.models.projects import Project
from annotations.policy import Action, may
from annotations.selectors import access
from annotations.selectors.paging import page_of
from annotations.selectors.practice import can_be_practice, practice_rows, practices_in, results_in
from annotations.selectors.practice_page import answer_given, claim_of, feedback_page, practice_page
from annotations.services.practice import practice_answer, practice_make, practice_switch
from annotations.web.auth import actor_of
from annotations.web.gate import PageRequest
from annotations.web.pages import everything_said

PAGE = 30
MOST_OFFERED = 100  # reviewed articles in the list to choose from; others come by a link on their own page


@require_safe
def practice_list(request: PageRequest, slug: str) -> HttpResponse:
    """The practice articles with where the reader stands in each; for managers those that are off too, and the form
    that makes one of a reviewed article."""
    project = access.project_for(request.user, slug)
    manages = may(request.user, Action.MANAGE, project)
    cursor = request.GET.get("cursor", "")
    page = page_of(practices_in(project, off_too=manages), cursor=cursor, size=PAGE, by="made_at")
    offered, wanted = candidates(request, project) if manages else [], request.GET.get("article", "")
    context = {
        "project": project,
        "tab": "practice",
        "rows": practice_rows(page.rows, request.user),
        "may_judge": may(request.user, Action.JUDGE, project),
        "may_manage": manages,
        "candidates": offered,
        "wanted": wanted,
        "not_ready": manages and wanted != "" and wanted not in {uid for uid, _title in offered},
        "first_page": "?" if cursor else "",
        "next_page": f"?{urlencode({'cursor': page.next_cursor})}" if page.next_cursor else "",
    }
    return render(request, "practice/list.html", context)


def candidates(request: PageRequest, project: Project) -> list[tuple[str, str]]:
    """The reviewed articles one can choose from, by uid: the newest, and the one the address names."""
    reviewed = can_be_practice(project)
    found = {str(one.uid): str(one) for one in reviewed[:MOST_OFFERED]}
    wanted = request.GET.get("article", "")
    if wanted not in found and access.is_uid(wanted):
        found |= {str(one.uid): str(one) for one in reviewed.filter(uid=wanted)}
    return list(found.items())


@require_POST
def make(request: PageRequest, slug: str) -> HttpResponse:
    """A reviewed article becomes practice."""
    project = access.project_for(request.user, slug, to=Action.MANAGE)
    try:
        article = access.article_for(request.user, request.POST.get("article", ""), to=Action.MANAGE)
        if article.project_id != project.pk:
            raise NotFound
        made, event = practice_make(actor=actor_of(request), article=article, at=timezone.now())
        messages.success(request, f"“{made}” is {'practice now' if event else 'practice already'}.")
    except AnnotationError as error:
        messages.error(request, everything_said(error))
    return redirect("web:practice-list", slug=project.slug)


@require_POST
def switch(request: PageRequest, uid: UUID) -> HttpResponse:
    """Offer a practice article no longer (`on=0`), or again (`on=1`)."""
    practice_ = access.practice_for(request.user, uid, to=Action.MANAGE)
    on = request.POST.get("on") == "1"
    try:
        practice_switch(actor=actor_of(request), practice=practice_, on=on, at=timezone.now())
        messages.success(request, f"“{practice_}” is {'offered again' if on else 'off. What people answered stays'}.")
    except AnnotationError as error:
        messages.error(request, everything_said(error))
    return redirect("web:practice-list", slug=practice_.project.slug)


@require_safe
def practice(request: PageRequest, uid: UUID) -> HttpResponse:
    """The next claim; with `claim` and `round` in the address what came of that answer; the result at the end."""
    practice_ = access.practice_for(request.user, uid, to=Action.JUDGE)
    given = answer_given(
        practice_,
        request.user,
        number=number_in(request.GET.get("claim", "")),
        round_number=number_in(request.GET.get("round", "")),
    )
    if given is not None:
        page = feedback_page(given)
    elif is_on(practice_):
        page = practice_page(practice_, request.user, again=request.GET.get("again") == "1")
    else:
        return off(request, practice_)
    context = {"project": practice_.project, "page": page, "tab": "practice"}
    return render(request, "practice/result.html" if page.finished else "practice/claim.html", context)


@require_POST
def answer(request: PageRequest, uid: UUID) -> HttpResponse:
    """Take an answer, then on to what came of it. One to a round that is over leads to where the reader is now."""
    practice_ = access.practice_for(request.user, uid, to=Action.JUDGE)
    claim = claim_of(practice_, number_in(request.POST.get("claim", "")))
    if claim is None:
        raise NotFound
    here = reverse("web:practice", args=[practice_.uid])
    round_number = number_in(request.POST.get("round", ""))
    try:
        practice_answer(
            actor=actor_of(request),
            claim=claim,
            round_number=round_number,
            label=request.POST.get("label", ""),
            at=timezone.now(),
        )
    except PracticeRoundOver as error:
        messages.error(request, everything_said(error))
        return redirect(here)
    except PracticeOff:
        return off(request, practice_)
    return redirect(f"{here}?{urlencode({'round': round_number, 'claim': claim.number})}")


@require_safe
def results(request: PageRequest, slug: str) -> HttpResponse:
    """Every finished round, newest first, for whoever takes people in."""
    project = access.project_for(request.user, slug, to=Action.MANAGE)
    cursor = request.GET.get("cursor", "")
    page = page_of(results_in(project), cursor=cursor, size=PAGE, by="finished_at")
    context = {
        "project": project,
        "tab": "practice",
        "rows": page.rows,
        "first_page": "?" if cursor else "",
        "next_page": f"?{urlencode({'cursor': page.next_cursor})}" if page.next_cursor else "",
    }
    return render(request, "practice/results.html", context)


def is_on(practice_: PracticeArticle) -> bool:
    """Whether it can be practised on: it is on, and so is the article it was made of."""
    article = practice_.article
    return practice_.turned_off_at is None and (article is None or article.archived_at is None)


def off(request: PageRequest, practice_: PracticeArticle) -> HttpResponse:
    """Back to the list, with the reason."""
    messages.error(request, everything_said(PracticeOff()))
    return redirect("web:practice-list", slug=practice_.project.slug)


def number_in(word: str) -> int:
    """The number in an address or a form; 0 for what is none."""
    return int(word) if word.isdecimal() and len(word) < 10 else 0
