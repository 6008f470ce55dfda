"""Export: releases asked for, watched, downloaded."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods

from annotations.errors import FormatUnknown, ReleaseNotReady
from annotations.exports.registry import FORMATS
from annotations.models.projects import Project
from annotations.models.releases import ReleaseStatus
from annotations.policy import Action, may
from annotations.selectors import access
from annotations.selectors.blobs import blob_pieces
from annotations.selectors.paging import page_of
from annotations.selectors.releases import claims_waiting, releases_in, rows_to_release
from annotations.services.releases import release_download, release_request
from annotations.web.auth import actor_of
from annotations.web.forms.releases import ReleaseForm
from annotations.web.gate import PageRequest
from annotations.web.pages import errors_into, form_page

PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def release_list(request: PageRequest, slug: str) -> HttpResponse:
    """The releases, and the form for a new one. While one is being made, the browser asks for the list alone."""
    needed = Action.EXPORT if request.method == "POST" else Action.VIEW
    project = access.project_for(request.user, slug, to=needed)
    if request.htmx and request.method != "POST":
        return render(request, "releases/_list.html", list_context(request, project))
    form = ReleaseForm(request.POST or None, initial={"name": f"{timezone.now():%Y-%m-%d}"})
    if form.is_valid():
        chosen = form.cleaned_data
        with errors_into(form):
            release_request(
                actor=actor_of(request),
                project=project,
                name=chosen["name"],
                select=chosen["select"],
                pseudonyms=not chosen["names"],
                at=timezone.now(),
            )
            return redirect("web:release-list", slug=project.slug)
    context = list_context(request, project) | {
        "tab": "export",
        "available": rows_to_release(project),
        "waiting": claims_waiting(project),
    }
    return form_page(request, "releases/page.html", form, context)


@require_GET
def download(request: PageRequest, uid: UUID) -> HttpResponseBase:
    """A release's rows in one format, a piece at a time. That they left is noted before the first byte goes."""
    release = access.release_for(request.user, uid, to=Action.EXPORT)
    format_ = FORMATS.get(request.GET.get("format", "jsonl"))
    if format_ is None:
        raise FormatUnknown(hint=f"There are: {', '.join(FORMATS)}.")
    if release.status != ReleaseStatus.READY:
        raise ReleaseNotReady
    release_download(actor=actor_of(request), release=release, format_=format_.name, at=timezone.now())
    answer = StreamingHttpResponse(format_.write(blob_pieces(release.sha256)), content_type=format_.media_type)
    filename = f"{slugify(f'{release.project.slug} {release.name}')}.{format_.extension}"
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def list_context(request: PageRequest, project: Project) -> dict[str, object]:
    """The list of releases, newest first."""
    page = page_of(releases_in(project), cursor=request.GET.get("cursor", ""), size=PAGE, by="created_at")
    return {
        "project": project,
        "page": page,
        "busy": any(release.status == ReleaseStatus.QUEUED for release in page.rows),
        "formats": [(format_.name, format_.label) for format_ in FORMATS.values()],
        "may_export": may(request.user, Action.EXPORT, project),
    }
