"""Members, roles, invitations and the links that let people in."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from annotations.models.access import LinkPurpose, OneTimeLink
from annotations.models.projects import Membership, Project, Role
from annotations.models.users import User
from annotations.services.projects import membership_give, project_create
from tests.story import NOON, person
from tests.web.conftest import SignIn, address


@pytest.fixture
def page(desk: Project) -> str:
    """The members page's address."""
    return address("member-list", desk.slug)


def membership(desk: Project, user: User) -> Membership:
    """Somebody's membership of the desk."""
    return Membership.objects.current().get(project=desk, user=user)


def links_in(page: str) -> list[str]:
    """The one-time links a page shows."""
    return re.findall(r'value="http://testserver(/(?:join|link)/[^"]+)"', page)


def test_everybody_in_the_project_sees_who_is_in_it(sign_in: SignIn, vic: User, page: str) -> None:
    written = sign_in(vic).get(page).content.decode()
    assert all(name in written for name in ("Ana", "Ben", "Eva", "Mia", "Vic"))


def test_only_managers_see_addresses_and_forms(sign_in: SignIn, vic: User, mia: User, page: str) -> None:
    for_vic, for_mia = sign_in(vic).get(page).content.decode(), sign_in(mia).get(page).content.decode()
    assert "ana@desk.example" not in for_vic
    assert "ana@desk.example" in for_mia
    assert "Invite somebody" not in for_vic
    assert "Invite somebody" in for_mia


def test_an_invitation_link_is_shown_once_and_works(
    sign_in: SignIn, mia: User, desk: Project, page: str, client: Client
) -> None:
    browser = sign_in(mia)
    answer = browser.post(address("member-invite", desk.slug), {"role": "adjudicator", "email": "lea@desk.example"})
    (link,) = links_in(answer.content.decode())
    assert "Invitation as adjudicator for lea@desk.example" in answer.content.decode()
    assert links_in(browser.get(page).content.decode()) == []
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("sent", [{"role": "emperor"}, {"role": "reviewer", "email": "no address"}])
def test_a_wrong_invitation_is_refused_with_the_field(
    sign_in: SignIn, mia: User, desk: Project, sent: dict[str, str]
) -> None:
    answer = sign_in(mia).post(address("member-invite", desk.slug), sent)
    assert answer.status_code == 422
    assert 'class="errorlist"' in answer.content.decode()
    assert not OneTimeLink.objects.exists()


def test_a_manager_changes_a_role(sign_in: SignIn, mia: User, ana: User, desk: Project) -> None:
    where = address("member-change", desk.slug, membership(desk, ana).uid)
    answer = sign_in(mia).post(where, {"role": "adjudicator"}, follow=True)
    assert "Ana is now adjudicator." in answer.content.decode()
    assert membership(desk, ana).role == Role.ADJUDICATOR


def test_a_manager_takes_somebody_out_and_the_project_is_gone_for_them(
    sign_in: SignIn, mia: User, ana: User, desk: Project
) -> None:
    where = address("member-change", desk.slug, membership(desk, ana).uid)
    answer = sign_in(mia).post(where, {"role": ""}, follow=True)
    assert "Ana is no longer in this project. Their decisions stay." in answer.content.decode()
    assert sign_in(ana).get(address("article-list", desk.slug)).status_code == 404


@pytest.mark.parametrize("role", ["", "reviewer"])
def test_the_last_manager_stays_and_is_told_why(sign_in: SignIn, mia: User, desk: Project, role: str) -> None:
    where = address("member-change", desk.slug, membership(desk, mia).uid)
    answer = sign_in(mia).post(where, {"role": role}, follow=True)
    assert "A project needs at least one manager." in answer.content.decode()
    assert membership(desk, mia).role == Role.MANAGER


def test_a_manager_who_leaves_lands_on_their_own_page(sign_in: SignIn, mia: User, eva: User, desk: Project) -> None:
    membership_give(actor=person(mia), project=desk, user=eva, role=Role.MANAGER, at=NOON)
    answer = sign_in(mia).post(address("member-change", desk.slug, membership(desk, mia).uid), {"role": ""})
    assert answer.headers["Location"] == "/"


def test_a_role_that_is_none_changes_nothing(sign_in: SignIn, mia: User, ana: User, desk: Project) -> None:
    where = address("member-change", desk.slug, membership(desk, ana).uid)
    answer = sign_in(mia).post(where, {"role": "emperor"}, follow=True)
    assert "There is no such role." in answer.content.decode()
    assert membership(desk, ana).role == Role.REVIEWER


def test_a_password_link_is_shown_once_and_opens_the_account(
    sign_in: SignIn, mia: User, ana: User, desk: Project, client: Client
) -> None:
    answer = sign_in(mia).post(address("member-reset", desk.slug, membership(desk, ana).uid))
    (link,) = links_in(answer.content.decode())
    assert client.post(link).headers["Location"] == "/password/"
    assert int(client.session["_auth_user_id"]) == ana.pk


def test_a_manager_cannot_open_an_account_that_reaches_further_than_their_own(
    sign_in: SignIn, mia: User, ana: User, oto: User, desk: Project, page: str
) -> None:
    project_create(actor=person(oto), name="Elsewhere", at=NOON)
    elsewhere, _event = project_create(actor=person(ana), name="Ana's own", at=NOON)
    where = address("member-reset", desk.slug, membership(desk, ana).uid)
    browser = sign_in(mia)
    assert browser.post(where).status_code == 403
    assert where not in browser.get(page).content.decode()
    assert not OneTimeLink.objects.filter(purpose=LinkPurpose.RESET).exists()
    membership_give(actor=person(ana), project=elsewhere, user=mia, role=Role.MANAGER, at=timezone.now())
    assert browser.post(where).status_code == 200


def test_a_manager_cannot_open_an_administrators_account(sign_in: SignIn, mia: User, ana: User, desk: Project) -> None:
    User.objects.filter(pk=ana.pk).update(is_superuser=True)
    assert sign_in(mia).post(address("member-reset", desk.slug, membership(desk, ana).uid)).status_code == 403


def test_a_site_administrator_can_open_any_account(sign_in: SignIn, ana: User, oto: User, desk: Project) -> None:
    project_create(actor=person(ana), name="Ana's own", at=NOON)
    User.objects.filter(pk=oto.pk).update(is_superuser=True)
    assert sign_in(oto).post(address("member-reset", desk.slug, membership(desk, ana).uid)).status_code == 200


def test_a_member_of_another_project_is_not_found_here(sign_in: SignIn, mia: User, oto: User, desk: Project) -> None:
    project_create(actor=person(oto), name="Elsewhere", at=NOON)
    theirs = Membership.objects.get(user=oto).uid
    assert sign_in(mia).post(address("member-change", desk.slug, theirs), {"role": ""}).status_code == 404


def test_the_page_says_what_each_role_can_do(sign_in: SignIn, vic: User, page: str) -> None:
    written = sign_in(vic).get(page).content.decode()
    row = written.partition("Settle claims whose labels differ")[2].partition("</tr>")[0]
    assert re.findall(r'<span class="vh">(Yes|No)</span>', row) == ["No", "No", "Yes", "Yes"]


def test_a_site_administrator_closes_an_account_and_opens_it_again(
    sign_in: SignIn, desk: Project, ana: User, mia: User
) -> None:
    User.objects.filter(pk=mia.pk).update(is_superuser=True)
    member = Membership.objects.get(project=desk, user=ana)
    client = sign_in(mia)
    client.post(address("member-account", desk.slug, member.uid), {"open": "0"})
    assert not User.objects.get(pk=ana.pk).is_active
    page = client.get(address("member-list", desk.slug)).content.decode()
    assert "(account closed)" in page
    client.post(address("member-account", desk.slug, member.uid), {"open": "1"})
    assert User.objects.get(pk=ana.pk).is_active


def test_the_last_administrator_cannot_close_their_own_account(sign_in: SignIn, desk: Project, mia: User) -> None:
    User.objects.filter(pk=mia.pk).update(is_superuser=True)
    member = Membership.objects.get(project=desk, user=mia)
    answer = sign_in(mia).post(address("member-account", desk.slug, member.uid), {"open": "0"}, follow=True)
    assert "A site needs an administrator." in answer.content.decode()
    assert User.objects.get(pk=mia.pk).is_active
