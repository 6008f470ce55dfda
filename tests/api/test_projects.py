"""Projects and who works in them."""

from typing import Any

import pytest
from django.urls import reverse

from annotations.models.projects import Project
from annotations.models.users import User
from annotations.services.projects import project_create
from tests.api.callers import Caller, codes
from tests.story import NOON, MakeArticle, person

DESK = "projects/city-desk/"
MEMBERS = "projects/city-desk/members/"


def test_a_new_project_is_managed_by_its_maker(api_oto: Caller) -> None:
    reply = api_oto.post("projects/", {"name": "Election desk", "reviewers_per_claim": 2})
    body = reply.json()
    assert reply.status_code == 201, reply.content
    assert (body["slug"], body["role"], body["reviewers_per_claim"]) == ("election-desk", "manager", 2)
    assert (reply["ETag"], reply["Location"]) == ('"1"', "/api/v1/projects/election-desk/")
    assert reply["Ledger-Receipt"].startswith(f"project:{body['id']}/1/")


def test_a_slug_is_taken_once(api_mia: Caller, desk: Project) -> None:
    reply = api_mia.post("projects/", {"name": "Another", "slug": "city-desk"})
    assert (reply.status_code, reply.json()["code"]) == (409, "name_taken")
    assert api_mia.post("projects/", {"name": "City desk"}).json()["slug"] == "city-desk-2"


def test_everybody_sees_their_own_projects_with_their_own_role(api_ana: Caller, api_oto: Caller, desk: Project) -> None:
    assert [(row["slug"], row["role"]) for row in api_ana.get("projects/").json()["results"]] == [
        ("city-desk", "reviewer")
    ]
    assert api_oto.get("projects/").json()["results"] == []


@pytest.mark.parametrize("number", [3, 30])
def test_a_page_of_projects_costs_the_same(
    api_oto: Caller, oto: User, number: int, django_assert_max_num_queries: Any
) -> None:
    for turn in range(number):
        project_create(actor=person(oto), name=f"Desk {turn}", at=NOON)
    api_oto.get("me/")
    with django_assert_max_num_queries(3):
        assert len(api_oto.get("projects/?page_size=50").json()["results"]) == number


def test_settings_change_over_what_was_read(api_mia: Caller, desk: Project) -> None:
    tag = api_mia.get(DESK)["ETag"]
    done = api_mia.patch(DESK, {"suggestion_mode": "blind", "guidelines": "Check twice."}, If_Match=tag)
    assert (done.status_code, done.json()["suggestion_mode"], done["ETag"]) == (200, "blind", '"2"')
    late = api_mia.patch(DESK, {"name": "Night desk"}, If_Match=tag)
    assert (late.status_code, late.json()["current"]["guidelines"], late["ETag"]) == (412, "Check twice.", '"2"')
    anyhow = api_mia.patch(DESK, {"name": "Night desk"}, If_Match=f'"9", {late["ETag"]}')
    assert (anyhow.status_code, anyhow.json()["name"]) == (200, "Night desk")


def test_nothing_new_leaves_no_event(api_mia: Caller, desk: Project) -> None:
    reply = api_mia.patch(DESK, {"name": desk.name}, If_Match="*")
    assert (reply.status_code, reply["ETag"], "Ledger-Receipt" in reply) == (200, '"1"', False)


def test_only_managers_change_settings(api_ana: Caller, desk: Project) -> None:
    reply = api_ana.patch(DESK, {"name": "Mine"}, If_Match="*")
    assert (reply.status_code, reply.json()["code"]) == (403, "permission_denied")


def test_progress_counts(api_vic: Caller, ana: User, make_article: MakeArticle) -> None:
    make_article(claims=2, judged_by=(ana,))
    make_article(claims=3)
    assert api_vic.get(f"{DESK}progress/").json() == {
        "articles": 2,
        "articles_ready": 2,
        "claims": 5,
        "decided": 2,
        "by_state": {"agreed": 2, "open": 3},
        "by_label": {"sourced": 2},
        "needs_evidence": 0,
    }


# --- Members -----------------------------------------------------------------------------------------------------


def test_members_are_listed_by_name(api_vic: Caller, desk: Project) -> None:
    names = [row["user"]["name"] for row in api_vic.get(MEMBERS).json()["results"]]
    assert names == ["Ana", "Ben", "Eva", "Mia", "Vic"]


@pytest.mark.parametrize("by", ["email", "user"])
def test_an_account_becomes_a_member(api_mia: Caller, api_oto: Caller, oto: User, desk: Project, by: str) -> None:
    who = oto.email.upper() if by == "email" else str(oto.uid)
    reply = api_mia.post(MEMBERS, {by: who, "role": "reviewer"})
    assert reply.status_code == 201, reply.content
    assert (reply.json()["user"]["name"], reply.json()["role"]) == ("Oto", "reviewer")
    assert reply["Ledger-Receipt"].startswith(f"project:{desk.uid}/")
    assert api_oto.get(DESK).json()["role"] == "reviewer"
    again = api_mia.post(MEMBERS, {by: who, "role": "viewer"})
    assert (again.status_code, again.json()["role"]) == (200, "viewer")


@pytest.mark.parametrize("by", ["email", "user"])
def test_a_closed_account_is_not_taken_in(api_mia: Caller, oto: User, desk: Project, by: str) -> None:
    User.objects.filter(pk=oto.pk).update(is_active=False)
    reply = api_mia.post(MEMBERS, {by: oto.email if by == "email" else str(oto.uid), "role": "viewer"})
    assert (reply.status_code, list(codes(reply))) == (400, [by])


def test_an_address_without_an_account_is_invited(api_mia: Caller, desk: Project) -> None:
    reply = api_mia.post(MEMBERS, {"email": "new@desk.example", "role": "viewer"}, Idempotency_Key="k-1")
    body = reply.json()
    assert reply.status_code == 202, reply.content
    assert body["url"].startswith("http://testserver" + reverse("web:invitation-accept", args=["x"])[:-2])
    again = api_mia.post(MEMBERS, {"email": "new@desk.example", "role": "viewer"}, Idempotency_Key="k-1")
    assert again.json() == {**body, "url": None}


@pytest.mark.parametrize(
    "body",
    [
        {"role": "viewer"},
        {"email": "a@b.example", "user": "00000000-0000-0000-0000-000000000000", "role": "viewer"},
        {"user": "00000000-0000-0000-0000-000000000000", "role": "viewer"},
        {"email": "nobody", "role": "viewer"},
        {"email": "a@b.example", "role": "owner"},
        {"email": "a@b.example"},
    ],
)
def test_a_member_who_cannot_be_is_refused(api_mia: Caller, desk: Project, body: dict[str, str]) -> None:
    assert api_mia.post(MEMBERS, body).status_code == 400


def test_a_role_is_changed_and_a_membership_ended(api_mia: Caller, api_ben: Caller, ben: User, desk: Project) -> None:
    uid = desk.memberships.get(user=ben).uid
    tag = api_mia.get(f"{MEMBERS}{uid}/")["ETag"]
    changed = api_mia.patch(f"{MEMBERS}{uid}/", {"role": "adjudicator"}, If_Match=tag)
    assert (changed.status_code, changed.json()["role"], changed["ETag"]) == (200, "adjudicator", '"2"')
    assert api_mia.patch(f"{MEMBERS}{uid}/", {"role": "viewer"}, If_Match=tag).status_code == 412
    ended = api_mia.delete(f"{MEMBERS}{uid}/")
    assert (ended.status_code, "Ledger-Receipt" in ended) == (204, True)
    assert api_ben.get(DESK).status_code == 404


def test_the_last_manager_stays(api_mia: Caller, mia: User, desk: Project) -> None:
    uid = desk.memberships.get(user=mia).uid
    for reply in (
        api_mia.delete(f"{MEMBERS}{uid}/"),
        api_mia.patch(f"{MEMBERS}{uid}/", {"role": "viewer"}, If_Match="*"),
    ):
        assert (reply.status_code, reply.json()["code"]) == (409, "last_manager")


def test_only_managers_take_people_in(api_ana: Caller, desk: Project) -> None:
    assert api_ana.post(MEMBERS, {"email": "new@desk.example", "role": "viewer"}).status_code == 403
