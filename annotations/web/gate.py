"""Who may open a page at all: signed-in people, unless the page says otherwise. urls.py wraps every view in one of
these three, so that a page nobody thought about is private."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.views.decorators.cache import never_cache
from django_htmx.middleware import HtmxDetails

from annotations.errors import AnnotationError
from annotations.models.users import User
from annotations.selectors.people import nobody_has_an_account
from annotations.web.errors import render_error

View = Callable[..., HttpResponseBase]


class PageRequest(HttpRequest):
    """A request as our views get it: signed in, with its name, and with what htmx says about it."""

    user: User  # behind private() nobody else comes through
    htmx: HtmxDetails
    request_id: str


class SignedOut(AnnotationError):
    """The session ended while the page was open."""

    code = "signed_out"
    message = "You are signed out, so nothing was changed."
    hint = "Sign in in another tab, then send it again. What you typed is still here."
    status = 401


def private(view: View) -> View:
    """A page for people who are signed in; never kept by a cache. Others go to the sign-in page and come back."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if getattr(request, "htmx", False):
            return render_error(request, SignedOut())  # a sign-in page inside a fragment would help nobody
        if nobody_has_an_account():
            return redirect("web:first-run")
        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))

    return never_cache(inner)


def visitors(view: View) -> View:
    """A page of an account's front door; never kept by a cache. On an empty site all of them are the welcome page."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated and nobody_has_an_account():
            return redirect("web:first-run")
        return view(request, *args, **kwargs)

    return never_cache(inner)


def everybody(view: View) -> View:
    """A page that says nothing about anybody: health lines, robots.txt."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return inner
