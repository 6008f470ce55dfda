"""The model page: which model is live, what it is worth here, and the way to another one and back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from annotations.errors import NameTaken
from annotations.policy import Action, may
from annotations.selectors import access
from annotations.selectors.model_page import model_page_of, work_of
from annotations.services.scoring_models import encoder_register, model_request, model_switch
from annotations.web.auth import actor_of
from annotations.web.gate import PageRequest

SHIPPED = "shipped"


@require_safe
def model_page(request: PageRequest, slug: str) -> HttpResponse:
    """The page; for a browser that polls, the lines about work alone."""
    project = access.project_for(request.user, slug)
    context = {"project": project, "tab": "model", "may_manage": may(request.user, Action.MANAGE, project)}
    if request.htmx:
        return render(request, "models/_work.html", context | {"work": work_of(project, at=timezone.now())})
    page = model_page_of(project, at=timezone.now())
    return render(request, "models/page.html", context | {"page": page, "work": page.work})


@require_POST
def model_live(request: PageRequest, slug: str) -> HttpResponse:
    """Make a model live, or with `model=shipped` the shipped one."""
    project = access.project_for(request.user, slug, to=Action.MANAGE)
    wanted = request.POST.get("model", "")
    model = None if wanted == SHIPPED else access.model_for(project, wanted)
    _project, event = model_switch(actor=actor_of(request), project=project, model=model, at=timezone.now())
    name = model.version if model else "The shipped model"
    said = f"{name} is live. Articles with open claims are read again." if event else f"{name} was live already."
    messages.success(request, said)
    return redirect("web:model", slug=project.slug)


@require_POST
def model_train(request: PageRequest, slug: str) -> HttpResponse:
    """Have the worker train one on the project's decisions."""
    project = access.project_for(request.user, slug, to=Action.MANAGE)
    model_request(actor=actor_of(request), project=project, at=timezone.now())
    messages.success(request, "A model is being trained. It will be in the list below, not live.")
    return redirect("web:model", slug=project.slug)


@require_POST
def model_encoder(request: PageRequest, slug: str) -> HttpResponse:
    """Keep the encoder that comes with Claimdesk in this project. Pressed twice, it is there once."""
    project = access.project_for(request.user, slug, to=Action.MANAGE)
    try:
        model, _event = encoder_register(actor=actor_of(request), project=project, at=timezone.now())
    except NameTaken:
        messages.info(request, "The encoder is in the list below already.")
    else:
        messages.success(request, f"{model.version} is in the list below. It is not live until you say so.")
    return redirect("web:model", slug=project.slug)
