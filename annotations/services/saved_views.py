"""Views: saved, changed, removed, brought back. A person's own small state, so there is no event."""

from datetime import datetime

from django.db import transaction

from annotations.errors import InvalidValue
from annotations.models.projects import Project
from annotations.models.saved_views import SavedView, ViewPage
from annotations.models.users import User
from annotations.services.actor import Actor
from annotations.services.values import clean_text, one_of

MOST = 50  # of one person in one project; more would be no help to anybody


@transaction.atomic
def saved_view_save(
    *,
    actor: Actor,
    project: Project,
    page: str,
    name: str,
    query: str,
    at: datetime,
    shared: bool = False,
    is_default: bool = False,
) -> SavedView:
    """Keep these filters under a name. Raises InvalidValue."""
    owner = actor.as_user()
    one_of(page, field="page", allowed=ViewPage.values)
    view = SavedView(
        project=project,
        owner=owner,
        page=page,
        name=clean_name(name),
        query=clean_text(query, field="query", longest=2_000),
        shared=shared,
        is_default=is_default,
        saved_at=at,
    )
    # Under the person's own row, so that two presses do not make two defaults.
    User.objects.select_for_update().get(pk=owner.pk)
    theirs = SavedView.objects.present().filter(owner=owner, project=project)
    if theirs.count() >= MOST:
        raise InvalidValue(f"You have {MOST} views here. Remove one first.", field="name")
    if is_default:
        no_other_default(view)
    view.save()
    return view


@transaction.atomic
def saved_view_change(*, actor: Actor, view: SavedView, name: str, shared: bool, is_default: bool) -> SavedView:
    """Another name, shared or not, the default or not. Raises InvalidValue."""
    User.objects.select_for_update().get(pk=actor.as_user().pk)
    view = SavedView.objects.get(pk=view.pk)
    view.name, view.shared, view.is_default = clean_name(name), shared, is_default
    if is_default:
        no_other_default(view)
    view.save(update_fields=["name", "shared", "is_default"])
    return view


@transaction.atomic
def saved_view_remove(*, actor: Actor, view: SavedView, at: datetime) -> None:
    """Take it off the list; `saved_view_restore` brings it back. Nothing happens where it is off already."""
    owner = actor.as_user()
    SavedView.objects.present().filter(pk=view.pk, owner=owner).update(removed_at=at, is_default=False)


@transaction.atomic
def saved_view_restore(*, actor: Actor, view: SavedView) -> None:
    """Bring a removed view back."""
    SavedView.objects.filter(pk=view.pk, owner=actor.as_user()).update(removed_at=None)


def clean_name(name: str) -> str:
    """A name on one line. Raises InvalidValue."""
    return " ".join(clean_text(name, field="name", longest=60, required=True).split())


def no_other_default(view: SavedView) -> None:
    """A list opens with one view only."""
    others = SavedView.objects.filter(owner=view.owner, project=view.project, page=view.page, is_default=True)
    others.exclude(pk=view.pk).update(is_default=False)
