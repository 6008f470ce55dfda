"""Every list costs the same, however long its page."""

from typing import Any

import pytest
from django.utils import timezone

from annotations.models.articles import Article
from annotations.models.projects import Project, Role
from annotations.models.users import User
from annotations.services.accounts import account_create
from annotations.services.evidence import evidence_add
from annotations.services.judgements import judgement_record
from annotations.services.projects import membership_give
from annotations.services.releases import release_request
from tests.api.callers import Caller, key_for
from tests.story import NOON, claims_of, person

LISTS = {
    "tokens/": 2,
    "projects/city-desk/members/": 4,
    "projects/city-desk/releases/": 4,
    "claims/{claim}/evidence/": 4,
    "claims/{claim}/judgements/": 5,
}


def fill(number: int, desk: Project, article: Article, mia: User) -> None:
    """So many more of everything that is listed."""
    claim = claims_of(article)[0]
    for turn in range(number):
        user, _event = account_create(actor=person(mia), email=f"p{turn}@desk.example", at=NOON)
        membership_give(actor=person(mia), project=desk, user=user, role=Role.REVIEWER, at=NOON)
        judgement_record(actor=person(user), claim=claim, label="sourced", at=NOON)
        evidence_add(actor=person(user), claim=claim, reference=f"Log {turn}", stance="context", at=NOON)
        release_request(actor=person(mia), project=desk, name=f"R{turn}", select="all", at=timezone.now())
        key_for(mia, project=desk)


@pytest.mark.parametrize("number", [3, 30])
def test_a_page_costs_the_same(
    api_mia: Caller, desk: Project, article: Article, mia: User, number: int, django_assert_max_num_queries: Any
) -> None:
    fill(number, desk, article, mia)
    claim = claims_of(article)[0]
    judgement_record(actor=person(mia), claim=claim, label="sourced", at=NOON)
    api_mia.get("me/")
    for path, queries in LISTS.items():
        with django_assert_max_num_queries(queries):
            page = api_mia.get(f"{path.format(claim=claim.uid)}?page_size=500").json()
        assert len(page["results"]) >= number, path
