"""Every component in its states, for whoever works on them. Only while DEBUG is on."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.errors import NotFound
from annotations.models.claims import Label
from annotations.web.forms.accounts import FirstRunForm
from annotations.web.progress import bar_of


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Labels, buttons, fields, bars and states. 404 on a site that people work on."""
    if not settings.DEBUG:
        raise NotFound
    wrong = FirstRunForm({"code": "", "name": "", "email": "nobody", "password": ""}, auto_id="wrong_%s")
    bars = [
        ("Nothing yet", bar_of({}, 12)),
        ("Begun", bar_of({"sourced": 3, "disputed": 1}, 12)),
        ("All five labels", bar_of(dict.fromkeys(Label.values, 2), 12)),
        ("Done", bar_of({"sourced": 6, "opinion": 6}, 12)),
        ("No claims", bar_of({}, 0)),
    ]
    context = {
        "labels": [("", "Not decided"), *Label.choices],
        "bars": bars,
        "right": FirstRunForm(auto_id="right_%s"),
        "wrong": wrong,
    }
    return render(request, "styleguide.html", context)
