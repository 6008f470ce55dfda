"""The first page, new projects, settings and keys."""

import pytest

from annotations.models.access import ApiToken
from annotations.models.articles import Article
from annotations.models.projects import Membership, Project, Role
from annotations.models.users import User
from annotations.services.judgements import judgement_record
from annotations.services.links import token_create
from tests.story import NOON, MakeArticle, claims_of, minutes, person
from tests.web.conftest import SignIn, address

SETTINGS = {
    "name": "City desk",
    "guidelines": "Look for the document.",
    "suggestion_mode": "blind",
    "evidence_policy": "sourced",
    "reviewers_per_claim": "2",
    "queue_order": "newest",
    "measured_sample": "5",
}


# --- The first page ----------------------------------------------------------------------------------------------


def test_somebody_without_projects_is_told_what_to_do(sign_in: SignIn, oto: User) -> None:
    assert "No projects yet." in sign_in(oto).get("/").content.decode()


def test_continue_leads_to_the_article_one_was_in(sign_in: SignIn, ana: User, make_article: MakeArticle) -> None:
    earlier, newer = make_article(at=minutes(0)), make_article(at=minutes(5))
    judgement_record(actor=person(ana), claim=claims_of(earlier)[0], label="sourced", at=minutes(9))
    page = sign_in(ana).get("/").content.decode()
    assert f'href="{address("article-review", earlier.uid)}"' in page
    assert f'href="{address("article-review", newer.uid)}"' not in page
    assert "2 claims left" in page


def test_a_project_shows_ones_role_and_what_is_left(sign_in: SignIn, eva: User, article: Article) -> None:
    page = sign_in(eva).get("/").content.decode()
    assert "Adjudicator" in page
    assert "0 of 4" in page


def test_whoever_only_looks_has_nothing_to_go_on_with(sign_in: SignIn, vic: User, ana: User, article: Article) -> None:
    assert "Continue in City desk" in sign_in(ana).get("/").content.decode()
    page = sign_in(vic).get("/").content.decode()
    assert "Continue in City desk" not in page
    assert "You only look here" in page


# --- New projects and settings -----------------------------------------------------------------------------------


def test_a_new_project_is_managed_by_its_maker(sign_in: SignIn, oto: User) -> None:
    answer = sign_in(oto).post("/projects/new/", {"name": "Harbour watch"})
    assert answer.headers["Location"] == "/p/harbour-watch/import/"
    assert Membership.objects.get(user=oto).role == Role.MANAGER


def test_a_project_needs_a_name(sign_in: SignIn, oto: User) -> None:
    answer = sign_in(oto).post("/projects/new/", {"name": "  "})
    assert answer.status_code == 422
    assert not Project.objects.exists()


def test_a_manager_changes_the_settings(sign_in: SignIn, mia: User, desk: Project) -> None:
    answer = sign_in(mia).post(address("project-settings", desk.slug), SETTINGS, follow=True)
    assert "Settings saved." in answer.content.decode()
    desk.refresh_from_db()
    assert (desk.suggestion_mode, desk.evidence_policy, desk.reviewers_per_claim) == ("blind", "sourced", 2)


def test_a_number_out_of_range_is_refused_and_the_rest_kept(sign_in: SignIn, mia: User, desk: Project) -> None:
    answer = sign_in(mia).post(address("project-settings", desk.slug), SETTINGS | {"reviewers_per_claim": "10"})
    assert answer.status_code == 422
    assert "Look for the document." in answer.content.decode()
    desk.refresh_from_db()
    assert desk.reviewers_per_claim == 1


def test_two_managers_at_once_do_not_overwrite_each_other_unseen(sign_in: SignIn, mia: User, desk: Project) -> None:
    browser, where = sign_in(mia), address("project-settings", desk.slug)
    seen = str(desk.row_version)
    assert browser.post(where, SETTINGS | {"row_version": seen}).status_code == 302
    answer = browser.post(where, SETTINGS | {"guidelines": "Mine.", "row_version": seen})
    assert answer.status_code == 422
    assert "This was changed since you opened it." in answer.content.decode()
    desk.refresh_from_db()
    assert desk.guidelines == "Look for the document."


def test_others_read_the_guidelines_without_a_form(sign_in: SignIn, mia: User, ana: User, desk: Project) -> None:
    sign_in(mia).post(address("project-settings", desk.slug), SETTINGS)
    page = sign_in(ana).get(address("project-settings", desk.slug)).content.decode()
    assert "Look for the document." in page
    assert "Save settings" not in page


# --- Keys --------------------------------------------------------------------------------------------------------


def test_a_key_is_shown_once_and_only_its_fingerprint_is_kept(sign_in: SignIn, mia: User, desk: Project) -> None:
    browser = sign_in(mia)
    sent = {"name": "nightly", "scopes": ["read", "import"], "project": desk.slug, "days": "30"}
    page = browser.post("/tokens/", sent).content.decode()
    token = ApiToken.objects.get()
    assert f'value="{token.prefix}_' in page
    assert (token.scopes, token.project) == (["read", "import"], desk)
    assert f"{token.prefix}_" not in browser.get("/tokens/").content.decode()


@pytest.mark.parametrize("wrong", [{"scopes": []}, {"scopes": ["root"]}, {"days": "9000"}, {"project": "elsewhere"}])
def test_a_key_that_cannot_be_made_is_refused(
    sign_in: SignIn, mia: User, desk: Project, wrong: dict[str, object]
) -> None:
    sent = {"name": "nightly", "scopes": ["read"], "project": "", "days": "30"} | wrong
    assert sign_in(mia).post("/tokens/", sent).status_code == 422
    assert not ApiToken.objects.exists()


def test_a_revoked_key_is_gone_from_the_list(sign_in: SignIn, mia: User) -> None:
    token, _key = token_create(actor=person(mia), user=mia, scopes=["read"], name="nightly", at=NOON)
    answer = sign_in(mia).post("/tokens/", {"revoke": str(token.uid)}, follow=True)
    assert "The key nightly is revoked and no longer works." in answer.content.decode()
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_nobody_sees_or_revokes_anothers_key(sign_in: SignIn, mia: User, ana: User) -> None:
    token, _key = token_create(actor=person(mia), user=mia, scopes=["read"], name="nightly", at=NOON)
    browser = sign_in(ana)
    assert "nightly" not in browser.get("/tokens/").content.decode().partition("<main")[2].partition("New key")[0]
    assert browser.post("/tokens/", {"revoke": str(token.uid)}).status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None
