"""What became of the rows of an import."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from annotations.errors import NotFound
from annotations.models.imports import RowStatus
from annotations.selectors import access
from annotations.selectors.imports import page_of_rows
from annotations.web.gate import PageRequest

PAGE = 50
SHOWN = ((RowStatus.REFUSED, "Refused"), (RowStatus.CREATED, "New"), (RowStatus.KNOWN, "Here already"), ("all", "All"))


@require_safe
def import_rows(request: PageRequest, uid: UUID) -> HttpResponse:
    """The refused rows of an import with the reasons, or with `show` those of another kind; in the order they came."""
    job = access.job_for(request.user, uid)
    run = job.import_run
    if run is None:
        raise NotFound
    show = request.GET.get("show", RowStatus.REFUSED)
    rows, after = page_of_rows(run, status=show, after=request.GET.get("cursor", ""), size=PAGE)
    context = {
        "project": job.project,
        "tab": "activity",
        "part": "work",
        "run": run,
        "rows": rows,
        "show": show,
        "shown": [(value, word, run.handled if value == "all" else getattr(run, value)) for value, word in SHOWN],
        "next_page": f"?{urlencode({'show': show, 'cursor': after})}" if after else "",
    }
    return render(request, "activity/import_rows.html", context)
