"""A person's own choices: the page, the keys, and the quiet door through which a running page keeps one of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from annotations.errors import AnnotationError, InvalidValue
from annotations.selectors.preferences import ALLOWED, Preferences, preferences_of
from annotations.services.preferences import preferences_change
from annotations.web.auth import actor_of
from annotations.web.forms.preferences import KeysForm, PreferencesForm
from annotations.web.gate import PageRequest
from annotations.web.pages import errors_into


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: PageRequest) -> HttpResponse:
    """Looks, switches, suggestions; and the keys below."""
    stored = preferences_of(request.user)
    form = PreferencesForm(request.POST or None, initial={name: getattr(stored, name) for name in ALLOWED})
    if form.is_valid():
        with errors_into(form):
            preferences_change(actor=actor_of(request), at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Preferences saved.")
            return redirect("web:preferences")
    return shown(request, form, KeysForm(preferences=stored))


@require_POST
def keys(request: PageRequest) -> HttpResponse:
    """Somebody's own keys; `reset` names an action that gets its usual key back, or `all`."""
    stored = preferences_of(request.user)
    reset = request.POST.get("reset", "")
    if reset:
        own = {} if reset == "all" else {action: key for action, key in stored.keys.items() if action != reset}
        return kept(request, own, "The usual keys are back." if reset == "all" else "The usual key is back.")
    form = KeysForm(request.POST, preferences=stored)
    if form.is_valid():
        return kept(request, form.own, "Keys saved.")
    return shown(request, PreferencesForm(initial={name: getattr(stored, name) for name in ALLOWED}), form)


def kept(request: PageRequest, own: dict[str, str], said: str) -> HttpResponse:
    """Keep these keys and say so on the page. A usual key that somebody's other own key took is refused there."""
    try:
        preferences_change(actor=actor_of(request), at=timezone.now(), keys=own)
        messages.success(request, said)
    except InvalidValue as error:
        messages.error(request, error.message)
    return redirect("web:preferences")


@require_POST
def preferences_set(request: PageRequest) -> HttpResponse:
    """One or more choices from a running page, by their names: 204, or 422 with what is wrong."""
    try:
        preferences_change(actor=actor_of(request), at=timezone.now(), **choices_in(request))
    except AnnotationError as error:
        return JsonResponse({"field": error.field, "message": error.message}, status=422)
    return HttpResponse(status=204)


def choices_in(request: HttpRequest) -> dict[str, Any]:
    """The choices a page sent, as what they are. Raises InvalidValue for words where a number belongs."""
    usual, given = Preferences(), {}
    for name in request.POST:
        if name == "csrfmiddlewaretoken":
            continue
        words = str(request.POST[name])
        value: Any = words
        if isinstance(getattr(usual, name, None), bool):
            value = {"true": True, "false": False}.get(words, words)
        elif isinstance(getattr(usual, name, None), int):
            if not words.isascii() or not words.isdigit():
                raise InvalidValue("It has to be a number.", field=name)
            value = int(words[:6])
        elif name == "keys":
            raise InvalidValue("Keys are changed on the preferences page.", field=name)
        given[name] = value
    return given


def shown(request: PageRequest, form: PreferencesForm, key_form: KeysForm) -> HttpResponse:
    """The page: 422 where one of its forms has errors."""
    bad = any(one.is_bound and one.errors for one in (form, key_form))
    context = {"form": form, "key_form": key_form, "own_keys": bool(key_form.preferences.keys)}
    return render(request, "accounts/preferences.html", context, status=422 if bad else 200)
