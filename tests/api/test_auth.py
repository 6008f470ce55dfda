"""Who gets in, and with what."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from annotations.models.access import ApiToken
from annotations.models.articles import Article
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.services.links import sha256_of, token_revoke
from annotations.services.projects import project_create
from tests.api.callers import Caller, caller, key_for
from tests.story import NOON, MakeArticle, claims_of, person


@pytest.mark.parametrize("scheme", ["Bearer", "Token", "bearer"])
def test_a_key_lets_its_owner_in(ana: User, scheme: str) -> None:
    reply = Caller(key_for(ana)[1], scheme).get("me/")
    assert (reply.status_code, reply.json()["name"]) == (200, "Ana")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Token \xff", "Basic YTpi", "Bearer a b"])
def test_without_a_good_key_nobody_gets_in(ana: User, header: str) -> None:
    reply = Caller().get("me/", Authorization=header)
    assert reply.status_code == 401
    assert reply.json()["code"] in {"not_authenticated", "authentication_failed"}
    assert reply["WWW-Authenticate"].startswith("Bearer")
    assert reply["Content-Type"] == "application/problem+json"


def test_a_revoked_key_stops_at_once(ana: User) -> None:
    token, key = key_for(ana)
    assert Caller(key).get("me/").status_code == 200
    token_revoke(actor=person(ana), token=token, at=NOON)
    assert Caller(key).get("me/").json()["code"] == "authentication_failed"


@pytest.mark.parametrize(("days", "status"), [(1, 200), (-1, 401)])
def test_a_key_expires(ana: User, days: int, status: int) -> None:
    token, key = key_for(ana)
    ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now() + timedelta(days=days))
    assert Caller(key).get("me/").status_code == status


@pytest.mark.parametrize(("is_active", "status"), [(True, 200), (False, 401)])
def test_a_closed_account_is_refused_by_key_and_by_session(ana: User, is_active: bool, status: int) -> None:
    _token, key = key_for(ana)
    browser = Client()
    browser.force_login(ana)
    User.objects.filter(pk=ana.pk).update(is_active=is_active)
    assert Caller(key).get("me/").status_code == status
    assert browser.get("/api/v1/me/").status_code == status


def test_the_last_use_is_noted_once_a_minute(ana: User, django_assert_num_queries: Any) -> None:
    token, key = key_for(ana)
    Caller(key).get("me/")
    token.refresh_from_db()
    assert token.last_used_at is not None
    first = token.last_used_at
    with django_assert_num_queries(2):  # the key with its owner, the memberships
        Caller(key).get("me/")
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=first - timedelta(seconds=61))
    Caller(key).get("me/")
    token.refresh_from_db()
    assert token.last_used_at > first


def test_a_key_wins_over_a_session(ana: User, ben: User) -> None:
    browser = Client()
    browser.force_login(ben)
    reply = browser.get("/api/v1/me/", headers={"Authorization": f"Bearer {key_for(ana)[1]}"})
    assert reply.json()["name"] == "Ana"


def test_a_signed_in_browser_reads_without_a_token(ana: User, desk: Project) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ana)
    body = browser.get("/api/v1/me/").json()
    assert (body["token"], body["scopes"]) == (None, ["read", "review", "import", "export", "admin"])
    assert [(row["project"], row["role"]) for row in body["memberships"]] == [("city-desk", "reviewer")]


def test_a_form_from_elsewhere_cannot_write_in_a_browsers_name(mia: User, desk: Project) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(mia)
    reply = browser.post("/api/v1/projects/", {"name": "Mine"}, content_type="application/json")
    assert (reply.status_code, reply.json()["code"]) == (403, "csrf_failed")


# --- Keys --------------------------------------------------------------------------------------------------------


def test_a_key_is_shown_once_and_kept_as_its_hash(api_mia: Caller, mia: User, desk: Project) -> None:
    reply = api_mia.post("tokens/", {"name": "ci", "scopes": ["read"], "project": "city-desk", "days": 30})
    body = reply.json()
    assert reply.status_code == 201, reply.content
    assert (body["scopes"], body["project"], body["name"]) == (["read"], "city-desk", "ci")
    assert reply["Ledger-Receipt"].startswith("site/")
    assert ApiToken.objects.get(uid=body["id"]).sha256 == sha256_of(body["key"])
    assert Caller(body["key"]).get("me/").json()["token"]["id"] == body["id"]
    listed = api_mia.get("tokens/").json()["results"]
    assert body["key"] not in str(listed)
    assert {row["name"] for row in listed} == {"ci", ""}


def test_a_repeated_request_for_a_key_does_not_show_it_again(api_mia: Caller) -> None:
    first = api_mia.post("tokens/", {"scopes": ["read"]}, Idempotency_Key="k-1").json()
    again = api_mia.post("tokens/", {"scopes": ["read"]}, Idempotency_Key="k-1")
    assert first["key"].startswith("cd_")
    assert again.json() == {**first, "key": None}


def test_a_key_is_revoked_by_its_owner_only(api_mia: Caller, ana: User) -> None:
    own = api_mia.post("tokens/", {"scopes": ["read"]}).json()
    foreign, key = key_for(ana)
    assert api_mia.delete(f"tokens/{foreign.uid}/").status_code == 404
    assert api_mia.delete(f"tokens/{own['id']}/").status_code == 204
    assert Caller(own["key"]).get("me/").status_code == 401
    assert Caller(key).get("me/").status_code == 200


def test_a_key_makes_no_key_that_reaches_further(mia: User, desk: Project) -> None:
    small = caller(mia, "admin", "read")
    refused = small.post("tokens/", {"scopes": ["export"]})
    assert (refused.status_code, refused.json()["code"]) == (403, "insufficient_scope")
    assert small.post("tokens/", {"scopes": ["read"]}).status_code == 201
    bound = caller(mia, project=desk)
    assert bound.post("tokens/", {"scopes": ["read"]}).status_code == 400
    assert bound.post("tokens/", {"scopes": ["read"], "project": "city-desk"}).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"scopes": []},
        {"scopes": ["root"]},
        {"scopes": "read"},
        {"scopes": ["read"], "days": 0},
        {"scopes": ["read"], "days": 367},
        {"scopes": ["read"], "user": "eva"},
        {"scopes": ["read"], "name": "a\0"},
    ],
)
def test_a_key_that_cannot_be_is_refused(api_mia: Caller, body: dict[str, Any]) -> None:
    assert api_mia.post("tokens/", body).status_code == 400


# --- A key for one project ---------------------------------------------------------------------------------------


def test_a_bound_key_sees_its_own_project_and_no_other(
    mia: User, desk: Project, article: Article, make_article: MakeArticle
) -> None:
    other, _event = project_create(actor=person(mia), name="Night desk", slug="night-desk", at=NOON)
    elsewhere = make_article(claims=2, project=other, by=mia)
    bound = caller(mia, project=desk)
    assert [row["slug"] for row in bound.get("projects/").json()["results"]] == ["city-desk"]
    assert {row["article"] for row in bound.get("claims/").json()["results"]} == {str(article.uid)}
    assert [row["project"] for row in bound.get("me/").json()["memberships"]] == ["city-desk"]
    assert bound.get(f"articles/{article.uid}/").status_code == 200
    claim = claims_of(elsewhere)[0]
    for path in (
        "projects/night-desk/",
        "projects/night-desk/articles/",
        "projects/night-desk/progress/",
        f"articles/{elsewhere.uid}/",
        f"claims/{claim.uid}/",
        "claims/?project=night-desk",
        f"claims/?article={elsewhere.uid}",
    ):
        assert bound.get(path).status_code == 404, path
    assert bound.post("projects/night-desk/articles/", {"text": "A."}).status_code == 404
    assert bound.post(f"claims/{claim.uid}/judgements/", {"label": "sourced"}).status_code == 404
    assert bound.post("projects/", {"name": "Third"}).status_code == 403


def test_a_bound_key_gets_404_elsewhere_even_where_its_owner_may_only_look(
    vic: User, desk: Project, article: Article
) -> None:
    own, _event = project_create(actor=person(vic), name="Own", at=NOON)
    claim = claims_of(article)[0]
    assert caller(vic).post(f"claims/{claim.uid}/judgements/", {"label": "sourced"}).status_code == 403
    bound = caller(vic, project=own)
    assert bound.post(f"claims/{claim.uid}/judgements/", {"label": "sourced"}).status_code == 404
