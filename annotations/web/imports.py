"""Articles come in: pasted, from addresses, from files. Each item has a result of its own; what was refused stays
where it was typed."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from annotations.errors import AnnotationError, FileTooLarge
from annotations.models.articles import Article
from annotations.models.projects import Project
from annotations.policy import Action
from annotations.selectors import access
from annotations.selectors.before_import import Preview, known_addresses, preview_of
from annotations.services.actor import Actor
from annotations.services.articles import LARGEST_FILE, About, Source, article_import
from annotations.web.auth import actor_of
from annotations.web.forms.imports import AddressForm, FilesForm, PasteForm
from annotations.web.gate import PageRequest
from annotations.web.pages import errors_into

WAYS = ("paste", "address", "files")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one item: imported, already here (`known`), or refused with the reason."""

    name: str
    article: Article | None = None
    known: bool = False
    error: AnnotationError | None = None


@require_http_methods(["GET", "HEAD", "POST"])
def article_import_page(request: PageRequest, slug: str) -> HttpResponse:
    """The three ways in. A POST says with `way` which of them it is."""
    project = access.project_for(request.user, slug, to=Action.IMPORT)
    way = request.POST.get("way", "")
    if way == "paste":
        return pasted(request, project)
    if way == "address":
        return addressed(request, project)
    if way == "files":
        return uploaded(request, project)
    return import_page(request, project)


def pasted(request: PageRequest, project: Project) -> HttpResponse:
    """Check a pasted text, or import it and go to it."""
    form = PasteForm(request.POST)
    if not form.is_valid():
        return import_page(request, project, way="paste", paste=form)
    if request.POST.get("step") == "check":
        preview = preview_of(project, form.cleaned_data["text"])
        if request.htmx:
            return render(request, "imports/_preview.html", {"preview": preview})
        return import_page(request, project, way="paste", paste=form, preview=preview)
    with errors_into(form):
        source = Source(text=form.cleaned_data["text"])
        done = article_import(
            actor=actor_of(request), project=project, source=source, about=form.about(), at=timezone.now()
        )
        if done.created:
            messages.success(request, "Imported. Its claims appear here as soon as it is split.")
        else:
            messages.info(request, f"This text is already here since {done.article.imported_at:%-d %B %Y}. Here it is.")
        return redirect("web:article-review", uid=done.article.uid)
    return import_page(request, project, way="paste", paste=form)


def addressed(request: PageRequest, project: Project) -> HttpResponse:
    """Import addresses, each on its own. Those refused stay in the field."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return import_page(request, project, way="address", address=form)
    lines: list[str] = form.cleaned_data["addresses"]
    known = known_addresses(project, lines)
    actor = actor_of(request)
    results = [
        Result(name=line, article=known[line], known=True)
        if line in known
        else result_of(line, actor=actor, project=project, source=Source(url=line))
        for line in lines
    ]
    refused = [result.name for result in results if result.error]
    rest = AddressForm(initial={"addresses": "\n".join(refused)})
    return import_page(request, project, way="address", address=rest, results=results)


def uploaded(request: PageRequest, project: Project) -> HttpResponse:
    """Import files, each on its own. The page's script sends one at a time and wants only its result."""
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return import_page(request, project, way="files", files=form)
    actor = actor_of(request)
    results = [file_result(file, actor=actor, project=project) for file in form.cleaned_data["file"]]
    if request.htmx:
        return render(request, "imports/_results.html", {"results": results}, status=status_of(results))
    return import_page(request, project, way="files", results=results)


def file_result(file: "UploadedFile[Any]", *, actor: Actor, project: Project) -> Result:
    """Import one file. A file too large is not even read."""
    name = file.name or "file"
    if (file.size or 0) > LARGEST_FILE:
        return Result(name=name, error=FileTooLarge())
    source = Source(body=file.read(), filename=name, media_type=file.content_type or "")
    return result_of(name, actor=actor, project=project, source=source)


def result_of(name: str, *, actor: Actor, project: Project, source: Source) -> Result:
    """Import one item of several: its refusal is a result, not the end."""
    try:
        done = article_import(actor=actor, project=project, source=source, about=About(), at=timezone.now())
    except AnnotationError as error:
        if error.status >= 500:
            raise
        return Result(name=name, error=error)
    return Result(name=name, article=done.article, known=not done.created)


def import_page(
    request: PageRequest,
    project: Project,
    *,
    way: str = "",
    paste: PasteForm | None = None,
    address: AddressForm | None = None,
    files: FilesForm | None = None,
    preview: Preview | None = None,
    results: list[Result] | None = None,
) -> HttpResponse:
    """The page, with what was typed, checked and done so far: 422 where something was refused."""
    told = bool(way)  # an answer to what was sent, so that its section is on top whatever the address says
    forms = {"paste": paste or PasteForm(), "address": address or AddressForm(), "files": files or FilesForm()}
    asked = way or request.GET.get("by", "")
    context = {
        "project": project,
        "tab": "import",
        "way": asked if asked in WAYS else WAYS[0],
        "told": told,
        "forms": forms,
        "preview": preview,
        "results": results,
    }
    wrong = any(form.is_bound and form.errors for form in forms.values())
    return render(request, "imports/page.html", context, status=422 if wrong else status_of(results or []))


def status_of(results: list[Result]) -> int:
    """200, or 422 where everything was refused."""
    return 422 if results and all(result.error for result in results) else 200
