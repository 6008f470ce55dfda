"""`create_account` and `create_token`: what scripts and people rely on."""

import io
import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from annotations.models.access import ApiToken, OneTimeLink
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Membership, Project
from annotations.models.users import User
from annotations.selectors.verification import ledger_verdict
from annotations.services.accounts import link_sign_in
from annotations.services.actor import Actor, Door
from annotations.services.links import sha256_of

STRANGER = Actor(label="somebody", door=Door.WEB)


def said(*command: str) -> str:
    out = io.StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_an_account_comes_with_a_link_that_signs_in_once() -> None:
    line = said("create_account", "Nel@Desk.Example", "--name", "Nel Ott")
    found = re.fullmatch(r"sign in: (\S+/link/([\w-]+)/)\n", line)
    assert found is not None
    assert found[1].startswith(f"http://{settings.BIND}:{settings.PORT}/")
    user = link_sign_in(actor=STRANGER, secret=found[2], at=timezone.now())
    assert (user.email, user.name, user.is_superuser) == ("nel@desk.example", "Nel Ott", False)
    assert not user.has_usable_password()
    assert set(LedgerEvent.objects.exclude(verb="account.signed_in").values_list("door", flat=True)) == {"command"}


def test_an_account_that_exists_gets_a_new_link(ana: User) -> None:
    said("create_account", "ANA@desk.example")
    assert User.objects.filter(email="ana@desk.example").count() == 1
    assert OneTimeLink.objects.get().user == ana


def test_a_role_goes_with_its_project(desk: Project) -> None:
    said("create_account", "nel@desk.example", "--role", "adjudicator", "--project", "city-desk")
    assert Membership.objects.get(user__email="nel@desk.example").role == "adjudicator"
    assert ledger_verdict().intact


@pytest.mark.parametrize(
    "options",
    [
        ["nel@desk.example", "--role", "reviewer"],
        ["nel@desk.example", "--project", "city-desk"],
        ["nel@desk.example", "--role", "reviewer", "--project", "nowhere"],
        ["no address"],
        ["ana@desk.example", "--superuser"],
    ],
)
def test_an_account_that_cannot_be_leaves_nothing(desk: Project, options: list[str]) -> None:
    before = User.objects.count(), LedgerEvent.objects.count()
    with pytest.raises(CommandError):
        said("create_account", *options)
    assert (User.objects.count(), LedgerEvent.objects.count()) == before


@pytest.mark.django_db
def test_an_administrator_is_one() -> None:
    said("create_account", "root@desk.example", "--superuser")
    assert User.objects.get().is_superuser


def test_a_key_is_all_that_is_printed(ana: User, desk: Project) -> None:
    key = said("create_token", "ana@desk.example", "--scopes", "read, review", "--project", "city-desk", "--days", "7")
    token = ApiToken.objects.get()
    assert token.sha256 == sha256_of(key.removesuffix("\n"))
    assert (token.user, token.scopes, token.project) == (ana, ["read", "review"], desk)
    assert token.expires_at is not None
    assert (token.expires_at - token.created_at).days == 7


@pytest.mark.parametrize(
    "options",
    [
        ["nobody@desk.example"],
        ["ana@desk.example", "--scopes", "everything"],
        ["ana@desk.example", "--scopes", ""],
        ["ana@desk.example", "--days", "0"],
        ["ana@desk.example", "--project", "nowhere"],
    ],
)
def test_a_key_that_cannot_be_is_not_made(ana: User, options: list[str]) -> None:
    with pytest.raises(CommandError):
        said("create_token", *options)
    assert not ApiToken.objects.exists()
