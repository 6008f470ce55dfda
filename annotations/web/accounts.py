"""The front door: first run, signing in and out, one-time links, passwords."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from annotations.models.access import LinkPurpose, OneTimeLink
from annotations.selectors.people import account_to_mail, nobody_has_an_account
from annotations.services.accounts import account_sign_in, first_account_create, link_sign_in, password_set
from annotations.services.leases import lease_release
from annotations.services.links import link_found, link_issue
from annotations.web.auth import CAME_BY_LINK, actor_of, let_in, way_on
from annotations.web.forms.accounts import FirstRunForm, ForgottenForm, PasswordForm, SignInForm
from annotations.web.gate import PageRequest
from annotations.web.pages import errors_into, form_page

log = logging.getLogger(__name__)


@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """The first account of an empty site. Over as soon as there is one."""
    if request.method != "POST" and not nobody_has_an_account():
        return redirect("web:sign-in")
    form = FirstRunForm(request.POST or None)
    if form.is_valid():
        with errors_into(form):
            let_in(request, first_account_create(at=timezone.now(), **form.cleaned_data))
            return redirect("web:home")
    return form_page(request, "accounts/first_run.html", form)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Address and password. After too many wrong ones axes answers instead (locked.py)."""
    if request.user.is_authenticated:
        return redirect(way_on(request))
    form = SignInForm(request, data=request.POST or None)
    if form.is_valid():
        let_in(request, form.get_user())
        account_sign_in(actor=actor_of(request), at=timezone.now())
        return redirect(way_on(request))
    return form_page(request, "accounts/sign_in.html", form, {"next": way_on(request)})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session. Claims the queue handed out go back to it."""
    if request.user.is_authenticated:
        lease_release(actor=actor_of(request))
    logout(request)
    return redirect("web:sign-in")


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time link. One printed in a terminal signs in when it is opened; one that travels by mail does so by its
    button, since mail scanners open links too."""
    found = link_found(secret=token, at=timezone.now())
    if found.user is None:
        return redirect("web:invitation-accept", token=token)
    if request.method == "POST" or (request.method == "GET" and found.purpose == LinkPurpose.SIGN_IN):
        return entered(request, found, token)
    return render(request, "accounts/link.html", {"link": found, "token": token})


def entered(request: HttpRequest, found: OneTimeLink, token: str) -> HttpResponse:
    """Use the link up and let its owner in: home, or to setting a password where they have none or lost it."""
    user = link_sign_in(actor=actor_of(request), secret=token, at=timezone.now())
    let_in(request, user, by_link=True)
    messages.success(request, f"You are signed in as {user}.")
    has_password = found.purpose == LinkPurpose.SIGN_IN and user.has_usable_password()
    return redirect("web:home" if has_password else "web:password-set")


@sensitive_post_parameters("present", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: PageRequest) -> HttpResponse:
    """A new password for the person who is signed in. Their other sessions end."""
    by_link = bool(request.session.get(CAME_BY_LINK))
    form = PasswordForm(request.POST or None, user=request.user, by_link=by_link)
    if form.is_valid():
        with errors_into(form):
            user = request.user
            password_set(actor=actor_of(request), user=user, password=form.cleaned_data["password"], at=timezone.now())
            update_session_auth_hash(request, user)
            request.session.pop(CAME_BY_LINK, None)
            messages.success(request, "Your password is set. Other places where you were signed in are signed out.")
            return redirect("web:home")
    return form_page(request, "accounts/password.html", form, {"by_link": by_link})


@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """A link by mail, where mail is set up. The answer is the same whether or not there is such an account."""
    form = ForgottenForm(request.POST or None)
    asked = form.is_valid()
    if asked and settings.EMAIL_URL:
        mail_link(request, form.cleaned_data["email"])
    return form_page(request, "accounts/forgotten.html", form, {"asked": asked, "mails": bool(settings.EMAIL_URL)})


def mail_link(request: HttpRequest, email: str) -> None:
    """Send a reset link to the account with this address, if there is one. A mail server that is away is logged: an
    error page would tell which addresses have an account."""
    at = timezone.now()
    user = account_to_mail(email, at=at)
    if user is None:
        return
    secret = link_issue(actor=actor_of(request), user=user, purpose=LinkPurpose.RESET, at=at)
    address = request.build_absolute_uri(reverse("web:link", args=[secret]))
    body = render_to_string("accounts/reset_mail.txt", {"user": user, "address": address})
    try:
        send_mail("Set a new password for Claimdesk", body, None, [user.email])
    except (SMTPException, OSError):
        log.exception("the mail with a reset link could not be sent")
