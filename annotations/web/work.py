"""Work under way: what the machines do for a project, how far they are, and stopping or trying it again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from annotations.errors import JobNotCancellable, JobNotRetryable
from annotations.models.jobs import Job
from annotations.policy import role_in, role_may
from annotations.selectors import access
from annotations.selectors.jobs import acting_on, job_rows, jobs_in
from annotations.selectors.paging import page_of
from annotations.services.jobs import job_cancel, job_retry
from annotations.web.auth import actor_of
from annotations.web.back import back_to
from annotations.web.gate import PageRequest
from annotations.web.pages import everything_said

PAGE = 30
SHOWN = (("", "All"), ("going", "Under way"), ("failed", "Failed"), ("cancelled", "Cancelled"), ("done", "Done"))


@require_safe
def job_list(request: PageRequest, slug: str) -> HttpResponse:
    """The jobs, newest first. While some are under way, the browser asks for the list alone."""
    project = access.project_for(request.user, slug)
    show, cursor = request.GET.get("show", ""), request.GET.get("cursor", "")
    page = page_of(jobs_in(project, reader=request.user, show=show), cursor=cursor, size=PAGE, by="created_at")
    role, kept = role_in(request.user, project), {"show": show} if show else {}
    rows = [(row, role_may(role, row.acting)) for row in job_rows(page.rows, at=timezone.now())]
    context = {
        "project": project,
        "tab": "activity",
        "part": "work",
        "rows": rows,
        "busy": any(row.under_way for row, _may in rows),
        "show": show,
        "shown": SHOWN,
        "here": f"?{urlencode({**kept, 'cursor': cursor} if cursor else kept)}",
        "next_page": f"?{urlencode({**kept, 'cursor': page.next_cursor})}" if page.next_cursor else "",
    }
    return render(request, "activity/_work.html" if request.htmx else "activity/work.html", context)


@require_POST
def cancel(request: PageRequest, uid: UUID) -> HttpResponse:
    """Stop work that is not over, at its next safe point."""
    job = access_to(request, uid)
    try:
        job_cancel(actor=actor_of(request), job=job, at=timezone.now())
        messages.success(request, "Cancelled. What was finished before stays; Retry begins it again.")
    except JobNotCancellable as error:
        messages.error(request, everything_said(error))
    return back_to(request, reverse("web:job-list", args=[job.project.slug]))


@require_POST
def retry(request: PageRequest, uid: UUID) -> HttpResponse:
    """Try work again that failed, was cancelled or was set aside."""
    job = access_to(request, uid)
    try:
        job_retry(actor=actor_of(request), job=job, at=timezone.now())
        messages.success(request, "Queued again.")
    except JobNotRetryable as error:
        messages.error(request, everything_said(error))
    return back_to(request, reverse("web:job-list", args=[job.project.slug]))


def access_to(request: PageRequest, uid: UUID) -> Job:
    """The job, for somebody who may start such work."""
    job = access.job_for(request.user, uid)
    access.require(request.user, acting_on(job), job.project)
    return job
