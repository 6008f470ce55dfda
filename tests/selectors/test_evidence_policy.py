"""Which decisions lack the evidence their project wants. They are recorded all the same."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.selectors.claim_list import ClaimFilter, claims_found, claims_seen
from annotations.selectors.claims import card_of
from annotations.selectors.evidence_policy import needing_count, needing_in
from annotations.selectors.projects import progress_of
from annotations.services.claims import claim_resize
from annotations.services.evidence import evidence_add, evidence_withdraw
from annotations.services.judgements import judgement_record
from annotations.services.projects import project_change
from tests.story import NOON, MakeArticle, claims_of, minutes, person

pytestmark = pytest.mark.django_db
Want = Callable[[str], list[Claim]]
LABELS = ("sourced", "disputed", "opinion", "unresolved")


@pytest.fixture
def want(mia: User, desk: Project, article: Article, ana: User) -> Want:
    """Sets the policy, with Ana's four decisions in place; the claims in text order."""
    for claim, label in zip(claims_of(article), LABELS, strict=True):
        judgement_record(actor=person(ana), claim=claim, label=label, at=NOON)

    def set_to(policy: str) -> list[Claim]:
        project_change(actor=person(mia), project=desk, evidence_policy=policy, at=NOON)
        return claims_of(article)

    return set_to


def needing_numbers(claims: list[Claim], reader: User) -> list[int]:
    """Which of the claims need evidence, by their number, as cards, the claim list and its filter say."""
    by_card = [number for number, claim in enumerate(claims) if card_of(claim, reader=reader).needs_evidence]
    seen = [number for number, one in enumerate(claims_seen(claims, reader=reader)) if one.needs_evidence]
    found = set(claims_found(reader, ClaimFilter(needs_evidence=True)).values_list("pk", flat=True))
    rest = set(claims_found(reader, ClaimFilter(needs_evidence=False)).values_list("pk", flat=True))
    assert seen == [number for number, claim in enumerate(claims) if claim.pk in found]
    assert found | rest == {claim.pk for claim in claims}
    assert not found & rest
    assert set(by_card) <= set(seen)
    return by_card


@pytest.mark.parametrize(("policy", "expected"), [("optional", []), ("sourced", [0]), ("sourced_and_disputed", [0, 1])])
def test_the_policy_says_which_labels_want_evidence(want: Want, ana: User, policy: str, expected: list[int]) -> None:
    claims = want(policy)
    assert needing_numbers(claims, ana) == expected
    assert needing_count(claims[0].article.project) == len(expected)
    assert needing_in([claims[0].article], ana).get(claims[0].article_id, 0) == len(expected)
    assert progress_of(claims[0].article.project).needs_evidence == len(expected)


def test_evidence_ends_the_need_and_taking_it_off_brings_it_back(want: Want, ana: User) -> None:
    claims = want("sourced")
    piece, _event = evidence_add(actor=person(ana), claim=claims[0], stance="supports", reference="Log", at=NOON)
    assert needing_numbers(claims, ana) == []
    evidence_withdraw(actor=person(ana), evidence=piece, at=NOON)
    assert needing_numbers(claims, ana) == [0]


def test_a_decision_about_earlier_words_needs_nothing(want: Want, ana: User) -> None:
    claims = want("sourced")
    claim_resize(actor=person(ana), claim=claims[0], start=claims[0].start + 4, end=claims[0].end, at=minutes(1))
    article = claims[0].article
    assert needing_numbers(claims_of(article), ana) == []
    assert needing_count(article.project) == 0


def test_a_colleagues_label_is_not_told_before_one_decides(want: Want, ben: User, desk: Project) -> None:
    """Ana's is the only decision wanted, so it is final and may be seen; the list of articles counts one's own."""
    claims = want("sourced")
    assert needing_numbers(claims, ben) == []
    assert needing_in([claims[0].article], ben) == {}
    assert needing_in([claims[0].article], None) == {claims[0].article_id: 1}


def test_counting_takes_no_query_where_evidence_is_optional(desk: Project) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert needing_count(desk) == 0
    assert len(captured) == 0


def test_counting_for_many_articles_takes_one_query(
    want: Want, ana: User, mia: User, make_article: MakeArticle
) -> None:
    want("sourced")
    articles = [make_article(claims=2, judged_by=(ana,)) for _ in range(4)]
    with CaptureQueriesContext(connection) as captured:
        assert needing_in(articles, ana) == {article.pk: 2 for article in articles}
    assert len(captured) == 1
