"""Who is in a project, and what they are there."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from annotations.errors import AnnotationError, InvalidValue, NotPermitted
from annotations.models.access import LinkPurpose
from annotations.models.projects import Membership, Project, Role
from annotations.policy import MAY, Action, may
from annotations.selectors import access
from annotations.selectors.people import resettable
from annotations.selectors.practice import last_results
from annotations.selectors.projects import members_of
from annotations.services.accounts import account_deactivate, account_reactivate
from annotations.services.links import invitation_send, link_issue
from annotations.services.projects import membership_end, membership_give
from annotations.web.auth import actor_of
from annotations.web.errors import render_error
from annotations.web.forms.projects import InviteForm, MemberForm
from annotations.web.gate import PageRequest
from annotations.web.pages import errors_into, everything_said, form_page
from annotations.web.undo import offer

WORDS = {
    Action.VIEW: "Read articles, claims and their history",
    Action.JUDGE: "Decide claims, add evidence, notes and flags",
    Action.MARK: "Mark, move, split and merge claims",
    Action.IMPORT: "Import articles and try failed ones again",
    Action.ADJUDICATE: "Settle claims whose labels differ",
    Action.ARCHIVE: "Archive and restore articles",
    Action.SHARE: "Make and revoke read-only links",
    Action.EXPORT: "Make and download exports",
    Action.MANAGE: "Change members and settings",
}


@dataclass(frozen=True, slots=True)
class Issued:
    """A link that was just made: shown once, then only its fingerprint is kept."""

    address: str
    what: str
    expires: str


@require_safe
def member_list(request: PageRequest, slug: str) -> HttpResponse:
    """The members, and for managers the forms."""
    project = access.project_for(request.user, slug)
    return members_page(request, project)


@require_POST
def invite(request: PageRequest, slug: str) -> HttpResponse:
    """A link that makes whoever opens it a member. It is on this answer and nowhere else."""
    project = access.project_for(request.user, slug, to=Action.MANAGE)
    form = InviteForm(request.POST)
    if form.is_valid():
        with errors_into(form):
            link, secret, _event = invitation_send(
                actor=actor_of(request), project=project, at=timezone.now(), **form.cleaned_data
            )
            what = f"Invitation as {link.get_role_display().lower()}{f' for {link.email}' if link.email else ''}"
            address = request.build_absolute_uri(reverse("web:invitation-accept", args=[secret]))
            return members_page(request, project, issued=Issued(address, what, "14 days"))
    return members_page(request, project, form=form)


@require_POST
def change(request: PageRequest, slug: str, uid: UUID) -> HttpResponse:
    """Another role, or none any more. The last manager stays."""
    project = access.project_for(request.user, slug, to=Action.MANAGE)
    member = access.membership_for(request.user, project, uid)
    form = MemberForm(request.POST)
    if form.is_valid():
        try:
            changed(request, member, form.cleaned_data["role"])
        except AnnotationError as error:
            if error.status != 409:
                raise
            messages.error(request, everything_said(error))
    else:
        messages.error(request, "There is no such role.")
    if member.user == request.user and not may(request.user, Action.VIEW, project):
        return redirect("web:home")
    return redirect("web:member-list", slug=project.slug)


@require_POST
def account(request: PageRequest, slug: str, uid: UUID) -> HttpResponse:
    """Close a member's account (`open=0`) or open it again (`open=1`). For site administrators."""
    project = access.project_for(request.user, slug)
    member = access.membership_for(request.user, project, uid)
    if not request.user.is_superuser:
        refusal = NotPermitted("Only a site administrator closes accounts.", hint="A manager can take somebody out.")
        return render_error(request, refusal)
    actor, at = actor_of(request), timezone.now()
    try:
        if request.POST.get("open") == "1":
            account_reactivate(actor=actor, user=member.user, at=at)
            messages.success(request, f"The account of {member.user} is open again.")
        else:
            account_deactivate(actor=actor, user=member.user, at=at)
            messages.success(
                request, f"The account of {member.user} is closed. What they did stays; it can be opened again."
            )
    except InvalidValue as error:
        messages.error(request, everything_said(error))
    return redirect("web:member-list", slug=project.slug)


@require_POST
def reset(request: PageRequest, slug: str, uid: UUID) -> HttpResponse:
    """A link that lets a member set a new password. It is on this answer and nowhere else."""
    project = access.project_for(request.user, slug, to=Action.MANAGE)
    member = access.membership_for(request.user, project, uid)
    if member.user.pk not in resettable(request.user, [member.user]):
        raise NotPermitted(
            "This account also opens what you do not manage.",
            hint="A site administrator can make the link, or the person can ask for one by mail.",
        )
    secret = link_issue(actor=actor_of(request), user=member.user, purpose=LinkPurpose.RESET, at=timezone.now())
    address = request.build_absolute_uri(reverse("web:link", args=[secret]))
    issued = Issued(address, f"Link for {member.user} to set a new password", "4 hours")
    return members_page(request, project, issued=issued)


def changed(request: PageRequest, member: Membership, role: str) -> None:
    """Give the role, or end the membership; what was done is said, with its undo."""
    actor, at = actor_of(request), timezone.now()
    if role:
        _member, event = membership_give(actor=actor, project=member.project, user=member.user, role=role, at=at)
        offer(request, f"{member.user} is now {Role(role).label.lower()}.", event)
    else:
        event = membership_end(actor=actor, membership=member, at=at)
        offer(request, f"{member.user} is no longer in this project. Their decisions stay.", event)


def members_page(
    request: PageRequest, project: Project, *, form: InviteForm | None = None, issued: Issued | None = None
) -> HttpResponse:
    """The page, with a new link where one was just made."""
    members = list(members_of(project))
    manages = may(request.user, Action.MANAGE, project)
    openable = resettable(request.user, [member.user for member in members]) if manages else set()
    practised = last_results(project, [member.user for member in members]) if manages else {}
    context: dict[str, Any] = {
        "project": project,
        "tab": "members",
        "members": [(member, member.user.pk in openable, practised.get(member.user.pk)) for member in members],
        "may_manage": manages,
        "issued": issued,
        "roles": Role.choices,
        "matrix": [(words, [action in MAY[role] for role in Role.values]) for action, words in WORDS.items()],
    }
    return form_page(request, "members.html", form or InviteForm(), context)
