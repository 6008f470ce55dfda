"""Joining a project by invitation."""

import pytest
from django.test import Client
from django.utils import timezone

from annotations.errors import LinkSpent
from annotations.models.access import LinkPurpose
from annotations.models.projects import Membership, Project, Role
from annotations.models.users import User
from annotations.services.links import invitation_send, link_found, link_issue
from tests.story import person
from tests.web.conftest import SignIn, address

WORDS = "seven quiet herons"


def invited(project: Project, by: User, *, email: str = "", role: str = Role.REVIEWER) -> str:
    """The address of a new invitation."""
    _link, secret, _event = invitation_send(
        actor=person(by), project=project, role=role, email=email, at=timezone.now()
    )
    return address("invitation-accept", secret)


def test_an_invitation_makes_an_account_and_a_member(client: Client, desk: Project, mia: User) -> None:
    page = invited(desk, mia)
    assert "City desk" in client.get(page).content.decode()
    assert not User.objects.filter(email="lea@desk.example").exists(), "opening it changes nothing"
    answer = client.post(page, {"name": "Lea", "email": "lea@desk.example", "password": WORDS})
    assert answer.headers["Location"] == "/p/city-desk/"
    assert client.get("/p/city-desk/").status_code == 200
    assert Membership.objects.current().get(user__email="lea@desk.example").role == Role.REVIEWER


def test_an_invitation_works_once(client: Client, desk: Project, mia: User) -> None:
    page = invited(desk, mia)
    client.post(page, {"name": "Lea", "email": "lea@desk.example", "password": WORDS})
    assert Client().get(page).status_code == 410


def test_an_invitation_for_an_address_gives_the_account_that_address(client: Client, desk: Project, mia: User) -> None:
    page = invited(desk, mia, email="lea@desk.example")
    client.post(page, {"name": "Lea", "email": "other@desk.example", "password": WORDS})
    assert User.objects.filter(email="lea@desk.example").exists()
    assert not User.objects.filter(email="other@desk.example").exists()


def test_somebody_with_an_account_joins_with_one_button(sign_in: SignIn, desk: Project, mia: User, oto: User) -> None:
    browser = sign_in(oto)
    page = invited(desk, mia)
    assert "Join as Oto" in browser.get(page).content.decode()
    assert browser.post(page).headers["Location"] == "/p/city-desk/"
    assert Membership.objects.current().filter(project=desk, user=oto).exists()


def test_an_address_that_has_an_account_is_told_to_sign_in(client: Client, desk: Project, mia: User, oto: User) -> None:
    page = invited(desk, mia)
    answer = client.post(page, {"name": "Oto", "email": oto.email, "password": WORDS})
    assert answer.status_code == 422
    assert "There is already an account with this address." in answer.content.decode()
    assert client.get(page).status_code == 200, "the invitation still works"


def test_an_invitation_opened_as_a_link_leads_to_its_page(client: Client, desk: Project, mia: User) -> None:
    page = invited(desk, mia)
    assert client.get(page.replace("/join/", "/link/")).headers["Location"] == page


def test_a_link_that_signs_in_is_no_invitation(client: Client, mia: User, ana: User) -> None:
    secret = link_issue(actor=person(mia), user=ana, purpose=LinkPurpose.RESET, at=timezone.now())
    page = address("invitation-accept", secret)
    assert client.get(page).status_code == 410
    assert client.post(page, {"name": "Lea", "email": "lea@desk.example", "password": WORDS}).status_code == 410
    try:
        link_found(secret=secret, at=timezone.now())
    except LinkSpent:
        pytest.fail("the link was spent by a page it is not for")
