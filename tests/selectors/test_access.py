"""Strangers learn nothing, members without the role are told so, and every door asks here."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from annotations.errors import NotFound, NotPermitted
from annotations.models.articles import Article
from annotations.models.base import Guarded
from annotations.models.jobs import Job
from annotations.models.projects import Membership, Project
from annotations.models.users import User
from annotations.policy import Action
from annotations.selectors.access import (
    article_for,
    claim_for,
    evidence_for,
    job_for,
    membership_for,
    project_for,
    release_for,
    token_for,
    user_by_email,
)
from annotations.services.links import token_create, token_revoke
from annotations.services.projects import membership_end
from tests.models.rows import one_of_each
from tests.story import NOON, person

Finder = Callable[..., Any]
FINDERS: dict[str, Finder] = {
    "article": article_for,
    "claim": claim_for,
    "evidence": evidence_for,
    "release": release_for,
}


@pytest.fixture
def rows(article: Article, ana: User) -> dict[str, Guarded]:
    return one_of_each(article, ana)


@pytest.mark.parametrize("kind", FINDERS)
def test_members_find_it_and_strangers_do_not(rows: dict[str, Guarded], vic: User, oto: User, kind: str) -> None:
    find, row = FINDERS[kind], rows[kind]
    assert find(vic, row.uid) == row
    assert find(vic, str(row.uid)) == row
    with pytest.raises(NotFound):
        find(oto, row.uid)


@pytest.mark.parametrize("kind", FINDERS)
def test_a_member_without_the_role_is_told_and_a_stranger_is_not(
    rows: dict[str, Guarded], vic: User, oto: User, mia: User, kind: str
) -> None:
    find, row = FINDERS[kind], rows[kind]
    assert find(mia, row.uid, to=Action.MANAGE) == row
    with pytest.raises(NotPermitted):
        find(vic, row.uid, to=Action.MANAGE)
    with pytest.raises(NotFound):
        find(oto, row.uid, to=Action.MANAGE)


@pytest.mark.parametrize("kind", FINDERS)
@pytest.mark.parametrize("uid", [uuid4(), "", "x", "1", "é" * 36, None, 7])
def test_what_is_no_uid_of_ours_is_not_there(mia: User, desk: Project, kind: str, uid: object) -> None:
    with pytest.raises(NotFound):
        FINDERS[kind](mia, uid)


def test_an_administrator_finds_everything(rows: dict[str, Guarded], oto: User) -> None:
    oto.is_superuser = True
    assert all(FINDERS[kind](oto, rows[kind].uid, to=Action.MANAGE) == rows[kind] for kind in FINDERS)


def test_who_was_taken_out_is_a_stranger_again(rows: dict[str, Guarded], ana: User, mia: User) -> None:
    membership_end(actor=person(mia), membership=Membership.objects.get(user=ana), at=NOON)
    for kind, find in FINDERS.items():
        with pytest.raises(NotFound):
            find(ana, rows[kind].uid)


def test_jobs_and_projects_keep_the_same_rule(article: Article, vic: User, oto: User) -> None:
    job = Job.objects.get(article=article)
    assert job_for(vic, job.uid) == job
    assert project_for(vic, "city-desk") == article.project
    with pytest.raises(NotFound):
        job_for(oto, job.uid)
    for slug in ("city-desk", "nowhere"):
        with pytest.raises(NotFound):
            project_for(oto, slug)
    with pytest.raises(NotPermitted):
        project_for(vic, "city-desk", to=Action.IMPORT)


def test_only_managers_look_at_memberships(mia: User, ana: User, desk: Project) -> None:
    membership = Membership.objects.get(user=ana)
    assert membership_for(mia, desk, membership.uid) == membership
    with pytest.raises(NotPermitted):
        membership_for(ana, desk, membership.uid)
    membership_end(actor=person(mia), membership=membership, at=NOON)
    with pytest.raises(NotFound):
        membership_for(mia, desk, membership.uid)


def test_a_key_is_its_owners_while_it_holds(ana: User, ben: User) -> None:
    token, _key = token_create(actor=person(ana), user=ana, scopes=["read"], at=NOON)
    assert token_for(ana, token.uid) == token
    with pytest.raises(NotFound):
        token_for(ben, token.uid)
    token_revoke(actor=person(ana), token=token, at=NOON)
    with pytest.raises(NotFound):
        token_for(ana, token.uid)


def test_an_address_is_found_whatever_its_case(ana: User) -> None:
    assert user_by_email(" ANA@desk.example ") == ana
    assert user_by_email("nobody@desk.example") is None
