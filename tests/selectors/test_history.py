"""A claim's history holds what happened to the claims it was made of, and nothing a reader may not see yet."""

import pytest

from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.users import User
from annotations.selectors.history import history_of, lineage_of
from annotations.selectors.history_page import history_page
from annotations.services.claims import claim_merge, claim_split
from annotations.services.judgements import judgement_record
from tests.story import NOON, claims_of, minutes, person

pytestmark = pytest.mark.django_db


def verbs(claim: Claim, reader: User) -> list[str]:
    """What happened, newest first."""
    return [line.event.verb for line in history_of(claim, reader=reader)]


def halves(claim: Claim, by: User) -> list[Claim]:
    """The claim cut before its third word."""
    third = claim.start + len(" ".join(claim.quote.split(" ")[:2])) + 1
    return claim_split(actor=person(by), claim=claim, points=[third], at=minutes(2))[0]


def test_each_part_of_a_split_claim_tells_what_its_parent_went_through(ana: User, article: Article) -> None:
    claim = claims_of(article)[0]
    judgement_record(actor=person(ana), claim=claim, label="sourced", at=minutes(1))
    for part in halves(claim, ana):
        assert verbs(part, ana)[:2] == ["claim.split", "judgement.recorded"]


def test_a_merged_claim_tells_of_all_its_ancestors_once(ana: User, article: Article) -> None:
    claim, neighbour = claims_of(article)[:2]
    judgement_record(actor=person(ana), claim=neighbour, label="opinion", at=minutes(1))
    parts = halves(claim, ana)
    merged, _event = claim_merge(actor=person(ana), claims=[parts[1], neighbour], at=minutes(3))
    assert set(lineage_of(merged)) == {merged.uid, parts[1].uid, neighbour.uid, claim.uid}
    found = verbs(merged, ana)
    assert found[:3] == ["claim.merged", "claim.split", "judgement.recorded"]
    assert len(found) == len({line.event.pk for line in history_of(merged, reader=ana)})


def test_a_claim_does_not_tell_of_its_parents_other_children(ana: User, article: Article) -> None:
    first, second = halves(claims_of(article)[0], ana)
    judgement_record(actor=person(ana), claim=first, label="disputed", at=minutes(3))
    assert "judgement.recorded" not in verbs(second, ana)


def test_a_colleagues_label_on_the_parent_stays_hidden_until_one_decides_on_the_part(
    ana: User, ben: User, article: Article
) -> None:
    claim = claims_of(article)[0]
    judgement_record(actor=person(ana), claim=claim, label="sourced", at=minutes(1))
    part = halves(claim, ana)[0]
    assert "judgement.recorded" not in verbs(part, ben)
    judgement_record(actor=person(ben), claim=part, label="opinion", at=minutes(3))
    assert verbs(part, ben).count("judgement.recorded") == 2


def test_the_pages_of_the_history_hold_the_same_lines(ana: User, article: Article) -> None:
    claim = claims_of(article)[0]
    judgement_record(actor=person(ana), claim=claim, label="sourced", at=NOON)
    part = halves(claim, ana)[0]
    lines = history_page(part, reader=ana, limit=50)
    assert [line.event.verb for line in lines] == verbs(part, ana)
