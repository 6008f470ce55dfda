"""The first account, further ones, links that work once, keys, and who manages a project."""

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from annotations.errors import (
    AnnotationError,
    CodeWrong,
    EmailTaken,
    FirstRunOver,
    InvalidValue,
    LastManager,
    LinkSpent,
    NameTaken,
    PasswordRefused,
)
from annotations.models.access import ApiToken, LinkPurpose, OneTimeLink
from annotations.models.ledger import LedgerEvent, LedgerPayload
from annotations.models.projects import Membership, Project
from annotations.models.users import User
from annotations.selectors.verification import ledger_verdict
from annotations.services.accounts import (
    account_create,
    account_deactivate,
    first_account_create,
    first_run_code,
    invitation_accept,
    link_sign_in,
    password_set,
)
from annotations.services.actor import Actor, Door
from annotations.services.links import invitation_send, link_issue, sha256_of, token_create, token_revoke
from annotations.services.projects import membership_end, membership_give, project_change, project_create
from tests.story import NOON, minutes, person

GOOD = "a harbour at five"
STRANGER = Actor(label="somebody", door=Door.WEB)
START = Actor.system("set-up", door=Door.COMMAND)


def first(code: str = "", password: str = GOOD, email: str = "mia@desk.example") -> User:
    return first_account_create(code=code or first_run_code(), email=email, name="Mia", password=password, at=NOON)


# --- The first account -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_whoever_knows_the_code_opens_an_empty_site() -> None:
    user = first(code=f" {first_run_code().lower()} ")
    assert (user.is_superuser, user.email) == (True, "mia@desk.example")
    assert user.check_password(GOOD)
    event = LedgerEvent.objects.get()
    assert (event.verb, event.stream, event.door) == ("account.created", "site", "web")


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["AAAA-BBBB", "é", first_run_code()[:-1]])
def test_a_wrong_code_opens_nothing(code: str) -> None:
    with pytest.raises(CodeWrong):
        first(code=code)
    assert not User.objects.exists()


def test_the_first_run_is_over_with_the_first_account(ana: User) -> None:
    with pytest.raises(FirstRunOver):
        first()


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["", "short", "password1234", "1234567890"])
def test_a_password_that_is_easy_to_guess_is_refused(password: str) -> None:
    with pytest.raises(PasswordRefused):
        first(password=password)
    assert not User.objects.exists()


def test_an_address_has_one_account_whatever_its_case(ana: User) -> None:
    with pytest.raises(EmailTaken):
        account_create(actor=START, email="ANA@Desk.Example", at=NOON)
    assert User.objects.filter(email="ana@desk.example").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["", "ana", "a@b", "a b@desk.example", "a\0@desk.example"])
def test_what_is_no_address_opens_no_account(email: str) -> None:
    with pytest.raises(InvalidValue):
        account_create(actor=START, email=email, at=NOON)


def test_no_secret_is_in_the_ledger(ana: User, mia: User, desk: Project) -> None:
    secrets = [
        link_issue(actor=person(mia), user=ana, purpose=LinkPurpose.RESET, at=NOON),
        invitation_send(actor=person(mia), project=desk, role="viewer", email="", at=NOON)[1],
        token_create(actor=person(ana), user=ana, scopes=["read"], at=NOON)[1],
    ]
    password_set(actor=person(ana), user=ana, password=GOOD, at=NOON)
    kept = " ".join(LedgerPayload.objects.values_list("body", flat=True))
    kept += " ".join(map(str, [*OneTimeLink.objects.values_list(), *ApiToken.objects.values_list()]))
    assert not any(secret in kept for secret in [*secrets, GOOD])


# --- Closing one -------------------------------------------------------------------------------------------------


def test_a_closed_account_opens_no_door(ana: User, mia: User) -> None:
    password_set(actor=person(ana), user=ana, password=GOOD, at=NOON)
    secret = link_issue(actor=person(mia), user=ana, purpose=LinkPurpose.SIGN_IN, at=NOON)
    request = RequestFactory().post("/")
    assert authenticate(request, username="ana@desk.example", password=GOOD) == ana
    assert account_deactivate(actor=person(mia), user=ana, at=minutes(1)) is not None
    assert authenticate(request, username="ana@desk.example", password=GOOD) is None
    with pytest.raises(LinkSpent):
        link_sign_in(actor=STRANGER, secret=secret, at=minutes(2))
    assert account_deactivate(actor=person(mia), user=ana, at=minutes(3)) is None


def test_a_site_keeps_an_administrator(mia: User) -> None:
    only, _event = account_create(actor=START, email="root@desk.example", is_superuser=True, at=NOON)
    with pytest.raises(InvalidValue):
        account_deactivate(actor=person(only), user=only, at=NOON)
    account_create(actor=START, email="second@desk.example", is_superuser=True, at=NOON)
    assert account_deactivate(actor=person(only), user=only, at=NOON) is not None


# --- Links -------------------------------------------------------------------------------------------------------


def test_a_link_signs_in_once(ana: User, mia: User) -> None:
    secret = link_issue(actor=person(mia), user=ana, purpose=LinkPurpose.SIGN_IN, at=NOON)
    assert OneTimeLink.objects.get().sha256 == sha256_of(secret)
    assert link_sign_in(actor=STRANGER, secret=secret, at=minutes(1)) == ana
    event = LedgerEvent.objects.latest("pk")
    assert (event.verb, event.actor_id, event.door) == ("account.signed_in", str(ana.uid), "web")
    with pytest.raises(LinkSpent):
        link_sign_in(actor=STRANGER, secret=secret, at=minutes(2))


@pytest.mark.parametrize(("purpose", "hours"), [(LinkPurpose.SIGN_IN, 24), (LinkPurpose.RESET, 4)])
def test_a_link_expires(ana: User, mia: User, purpose: LinkPurpose, hours: int) -> None:
    secret = link_issue(actor=person(mia), user=ana, purpose=purpose, at=NOON)
    with pytest.raises(LinkSpent):
        link_sign_in(actor=STRANGER, secret=secret, at=minutes(hours * 60))
    assert link_sign_in(actor=STRANGER, secret=secret, at=minutes(hours * 60 - 1)) == ana


@pytest.mark.django_db
@pytest.mark.parametrize("secret", ["", "x", "é", "a" * 43])
def test_a_link_nobody_made_is_spent(secret: str) -> None:
    with pytest.raises(LinkSpent):
        link_sign_in(actor=STRANGER, secret=secret, at=NOON)


def test_a_link_serves_only_what_it_was_made_for(ana: User, mia: User, desk: Project) -> None:
    _link, invitation, _event = invitation_send(actor=person(mia), project=desk, role="viewer", email="", at=NOON)
    with pytest.raises(InvalidValue):
        link_sign_in(actor=STRANGER, secret=invitation, at=NOON)
    secret = link_issue(actor=person(mia), user=ana, purpose=LinkPurpose.SIGN_IN, at=NOON)
    with pytest.raises(InvalidValue):
        invitation_accept(actor=person(ana), secret=secret, at=NOON)


# --- Invitations -------------------------------------------------------------------------------------------------


def invited(mia: User, desk: Project, *, role: str = "reviewer", email: str = "") -> str:
    return invitation_send(actor=person(mia), project=desk, role=role, email=email, at=NOON)[1]


def role_of(user: User, desk: Project) -> str | None:
    return Membership.objects.current().filter(user=user, project=desk).values_list("role", flat=True).first()


def test_a_stranger_joins_with_a_new_account(mia: User, desk: Project) -> None:
    secret = invited(mia, desk, email="new@desk.example")
    user = invitation_accept(actor=STRANGER, secret=secret, name="Nel", email="other@x.example", password=GOOD, at=NOON)
    assert (user.email, role_of(user, desk)) == ("new@desk.example", "reviewer"), "the address it was sent to counts"
    with pytest.raises(LinkSpent):
        invitation_accept(actor=STRANGER, secret=secret, email="b@x.example", password=GOOD, at=minutes(1))


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"email": "ana@desk.example", "password": GOOD}, EmailTaken),
        ({"email": "n@desk.example", "password": ""}, PasswordRefused),
        ({"email": "n@desk.example", "password": "short"}, PasswordRefused),
        ({"email": "", "password": GOOD}, InvalidValue),
    ],
)
def test_an_invitation_that_did_not_work_out_can_be_used_again(
    ana: User, mia: User, desk: Project, answers: dict[str, str], error: type[AnnotationError]
) -> None:
    secret = invited(mia, desk)
    with pytest.raises(error):
        invitation_accept(actor=STRANGER, secret=secret, at=NOON, **answers)
    assert invitation_accept(actor=STRANGER, secret=secret, email="n@desk.example", password=GOOD, at=NOON)


def test_who_is_signed_in_joins_as_they_are(oto: User, mia: User, desk: Project) -> None:
    assert invitation_accept(actor=person(oto), secret=invited(mia, desk), at=NOON) == oto
    assert role_of(oto, desk) == "reviewer"


@pytest.mark.parametrize(
    ("had", "offered", "has"),
    [("viewer", "reviewer", "reviewer"), ("manager", "viewer", "manager"), ("adjudicator", "reviewer", "adjudicator")],
)
def test_an_invitation_takes_no_role_away(
    oto: User, mia: User, desk: Project, had: str, offered: str, has: str
) -> None:
    membership_give(actor=person(mia), project=desk, user=oto, role=had, at=NOON)
    invitation_accept(actor=person(oto), secret=invited(mia, desk, role=offered), at=NOON)
    assert role_of(oto, desk) == has


# --- Keys --------------------------------------------------------------------------------------------------------


def test_a_key_is_shown_once_and_kept_as_its_fingerprint(ana: User, desk: Project) -> None:
    token, key = token_create(
        actor=person(ana), user=ana, scopes=["import", "read"], project=desk, days=30, name="wire", at=NOON
    )
    assert key.startswith(f"{token.prefix}_")
    assert len(key) > 50
    assert (token.sha256, token.scopes, token.project) == (sha256_of(key), ["read", "import"], desk)
    assert token.expires_at == minutes(30 * 24 * 60)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("scopes", {"scopes": []}),
        ("scopes", {"scopes": ["read", "everything"]}),
        ("days", {"scopes": ["read"], "days": 0}),
        ("days", {"scopes": ["read"], "days": 367}),
        ("name", {"scopes": ["read"], "name": "x" * 81}),
    ],
)
def test_a_key_that_cannot_be_is_refused(ana: User, field: str, values: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue) as refusal:
        token_create(actor=person(ana), user=ana, at=NOON, **values)
    assert refusal.value.field == field


def test_a_key_is_revoked_once(ana: User) -> None:
    token, _key = token_create(actor=person(ana), user=ana, scopes=["read"], at=NOON)
    assert token_revoke(actor=person(ana), token=token, at=minutes(1)) is not None
    assert token_revoke(actor=person(ana), token=token, at=minutes(2)) is None
    token.refresh_from_db()
    assert token.revoked_at == minutes(1)


# --- Projects and members ----------------------------------------------------------------------------------------


def test_who_makes_a_project_manages_it(oto: User) -> None:
    project, _event = project_create(actor=person(oto), name="Night desk", at=NOON)
    assert (project.slug, role_of(oto, project)) == ("night-desk", "manager")
    again, _event2 = project_create(actor=person(oto), name="Night  desk!", at=NOON)
    assert again.slug == "night-desk-2"


def test_a_slug_somebody_asked_for_is_theirs_or_refused(oto: User, desk: Project) -> None:
    with pytest.raises(NameTaken):
        project_create(actor=person(oto), name="Other", slug="city-desk", at=NOON)
    project, _event = project_create(actor=person(oto), name="Ночь", at=NOON)
    assert project.slug == "project"


@pytest.mark.parametrize(
    ("field", "settings"),
    [
        ("name", {"name": " "}),
        ("name", {"name": "x" * 121}),
        ("reviewers_per_claim", {"reviewers_per_claim": 0}),
        ("reviewers_per_claim", {"reviewers_per_claim": 10}),
        ("reviewers_per_claim", {"reviewers_per_claim": "2"}),
        ("measured_sample", {"measured_sample": 21}),
        ("measured_sample", {"measured_sample": -1}),
        ("reviewers_choose_mode", {"reviewers_choose_mode": "yes"}),
        ("suggestion_mode", {"suggestion_mode": "loud"}),
        ("evidence_policy", {"evidence_policy": "always"}),
        ("colour", {"colour": "blue"}),
    ],
)
def test_a_setting_that_cannot_be_is_refused(mia: User, desk: Project, field: str, settings: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue) as refusal:
        project_change(actor=person(mia), project=desk, at=NOON, **settings)
    assert refusal.value.field == field


def test_settings_that_are_what_they_were_leave_no_event(mia: User, desk: Project) -> None:
    project, event = project_change(actor=person(mia), project=desk, name=" City desk ", at=NOON)
    assert (project.row_version, event) == (1, None)
    project, event = project_change(actor=person(mia), project=desk, guidelines="Read first.", at=NOON)
    assert (project.row_version, event is None) == (2, False)


def test_a_project_keeps_a_manager(mia: User, eva: User, desk: Project) -> None:
    last = Membership.objects.get(user=mia)
    with pytest.raises(LastManager):
        membership_end(actor=person(mia), membership=last, at=NOON)
    with pytest.raises(LastManager):
        membership_give(actor=person(mia), project=desk, user=mia, role="viewer", at=NOON)
    membership_give(actor=person(mia), project=desk, user=eva, role="manager", at=NOON)
    assert membership_end(actor=person(mia), membership=last, at=NOON) is not None
    assert membership_end(actor=person(mia), membership=last, at=NOON) is None


def test_a_manager_whose_account_is_closed_is_none(mia: User, eva: User, desk: Project) -> None:
    membership_give(actor=person(mia), project=desk, user=eva, role="manager", at=NOON)
    account_deactivate(actor=person(mia), user=eva, at=NOON)
    with pytest.raises(LastManager):
        membership_end(actor=person(mia), membership=Membership.objects.get(user=mia), at=NOON)


def test_who_left_can_come_back(ana: User, mia: User, desk: Project) -> None:
    old = Membership.objects.get(user=ana)
    membership_end(actor=person(mia), membership=old, at=NOON)
    assert role_of(ana, desk) is None
    new, event = membership_give(actor=person(mia), project=desk, user=ana, role="adjudicator", at=minutes(1))
    assert (new.uid != old.uid, event is None) == (True, False)
    assert membership_give(actor=person(mia), project=desk, user=ana, role="adjudicator", at=minutes(2))[1] is None
    assert ledger_verdict().intact
