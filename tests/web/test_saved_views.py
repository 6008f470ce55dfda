"""Filters kept under a name."""

import pytest
from django.test import Client

from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.saved_views import SavedView
from annotations.models.users import User
from annotations.services.projects import membership_end
from tests.story import minutes, person
from tests.web.conftest import SignIn, address


def kept(client: Client, desk: Project, name: str = "Flagged ones", **more: str) -> SavedView:
    """A view made by the form."""
    data = {"page": "claims", "name": name, "query": "state=open&flagged=1", **more}
    answer = client.post(address("view-save", desk.slug), data)
    view = SavedView.objects.latest("id")
    there = "state=open&flagged=1&" if data["page"] == "claims" else ""
    assert answer["Location"].endswith(f"?{there}view={view.uid}")
    return view


def test_a_view_brings_its_filters_back_and_leaves_no_event(sign_in: SignIn, desk: Project, ana: User) -> None:
    client, before = sign_in(ana), LedgerEvent.objects.count()
    view = kept(client, desk)
    page = client.get(address("claim-list", desk.slug)).content.decode()
    assert f"?state=open&amp;flagged=1&amp;view={view.uid}" in page
    page = client.get(address("claim-list", desk.slug) + f"?state=open&flagged=1&view={view.uid}").content.decode()
    assert '<option value="open" selected>' in page
    assert "Change “Flagged ones”" in page
    assert "Save this view" not in page
    assert LedgerEvent.objects.count() == before


@pytest.mark.parametrize("shared", ["", "1"])
def test_a_view_is_the_owners_unless_it_is_shared(
    sign_in: SignIn, desk: Project, ana: User, ben: User, shared: str
) -> None:
    kept(sign_in(ana), desk, **({"shared": shared} if shared else {}))
    page = sign_in(ben).get(address("claim-list", desk.slug)).content.decode()
    assert ("Flagged ones" in page) is bool(shared)
    assert "Change “" not in page


def test_a_list_opens_with_its_default_and_everything_stays_one_click_away(
    sign_in: SignIn, desk: Project, ana: User, ben: User
) -> None:
    client = sign_in(ana)
    kept(client, desk, "First", is_default="1")
    second = kept(client, desk, "Second", is_default="1", shared="1")
    assert client.get(address("claim-list", desk.slug))["Location"].endswith(f"view={second.uid}")
    assert client.get(address("claim-list", desk.slug) + "?view=all").status_code == 200
    assert client.get(address("article-list", desk.slug)).status_code == 200
    assert sign_in(ben).get(address("claim-list", desk.slug)).status_code == 200, "a default is its owner's"
    assert SavedView.objects.filter(is_default=True).count() == 1


def test_a_view_is_renamed_removed_and_brought_back(sign_in: SignIn, desk: Project, ana: User) -> None:
    client = sign_in(ana)
    view = kept(client, desk)
    client.post(address("view-change", view.uid), {"name": " Open \n flags ", "shared": "1"})
    view.refresh_from_db()
    assert (view.name, view.shared) == ("Open flags", True)
    page = client.post(address("view-remove", view.uid), follow=True).content.decode()
    assert "The view is removed." in page
    assert ">Open flags<" not in page
    page = client.post(address("view-restore", view.uid), follow=True).content.decode()
    assert "The view “Open flags” is back." in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"name": " "}, "This is needed."),
        ({"name": "x" * 61}, "longer than 60"),
        ({"page": "people"}, "It has to be one of"),
        ({"query": "q=" + "x" * 2_000}, "longer than 2,000"),
    ],
)
def test_what_cannot_be_kept_is_said(
    sign_in: SignIn, desk: Project, ana: User, data: dict[str, str], said: str
) -> None:
    sent = {"page": "claims", "name": "Mine", "query": "", **data}
    answer = sign_in(ana).post(address("view-save", desk.slug), sent, follow=True)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not SavedView.objects.exists()


def test_whoever_left_the_project_has_no_views_there(sign_in: SignIn, desk: Project, ana: User, mia: User) -> None:
    view = kept(sign_in(ana), desk)
    membership_end(actor=person(mia), membership=desk.memberships.get(user=ana), at=minutes(1))
    assert sign_in(ana).post(address("view-change", view.uid), {"name": "Still mine"}).status_code == 404


def test_what_a_view_holds_is_never_more_than_filters(sign_in: SignIn, desk: Project, ana: User) -> None:
    client = sign_in(ana)
    query = "state=open&next=//evil.example&q=%22%3E%3Cb%3E&kind=claim"
    client.post(address("view-save", desk.slug), {"page": "claims", "name": "Odd", "query": query})
    page = client.get(address("claim-list", desk.slug)).content.decode()
    assert "evil" not in page
    assert "q=%22%3E%3Cb%3E&amp;state=open&amp;view=" in page
