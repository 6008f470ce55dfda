"""Each claim's last change is kept in step by whatever changes it."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

import pytest
from django.apps import apps

from annotations.models.articles import Article
from annotations.models.claim_updates import ClaimUpdate
from annotations.models.claims import Claim
from annotations.models.users import User
from annotations.services.bulk_claims import claims_dismiss
from annotations.services.claims import claim_flag, claim_merge, claim_resize, claim_withdraw
from annotations.services.evidence import evidence_add, evidence_withdraw
from annotations.services.judgements import judgement_record, judgement_undo
from tests.story import NOON, claims_of, minutes, person

LATER = minutes(9)


def times(*claims: Claim) -> list[datetime]:
    rows = dict(ClaimUpdate.objects.values_list("claim", "at"))
    return [rows[claim.pk] for claim in claims]


def judged(ana: User, claim: Claim) -> None:
    judgement_record(actor=person(ana), claim=claim, label="sourced", at=LATER)


def judged_and_undone(ana: User, claim: Claim) -> None:
    judgement_record(actor=person(ana), claim=claim, label="sourced", at=minutes(1))
    judgement_undo(actor=person(ana), claim=claim, at=LATER)


def resized(ana: User, claim: Claim) -> None:
    claim_resize(actor=person(ana), claim=claim, start=claim.start, end=claim.end - 1, at=LATER)


def withdrawn(ana: User, claim: Claim) -> None:
    claim_withdraw(actor=person(ana), claim=claim, reason="", at=LATER)


def with_evidence(ana: User, claim: Claim) -> None:
    evidence_add(actor=person(ana), claim=claim, reference="Log", stance="context", at=LATER)


def without_it_again(ana: User, claim: Claim) -> None:
    piece, _event = evidence_add(actor=person(ana), claim=claim, reference="Log", stance="context", at=minutes(1))
    evidence_withdraw(actor=person(ana), evidence=piece, at=LATER)


@pytest.mark.parametrize("change", [judged, judged_and_undone, resized, withdrawn, with_evidence, without_it_again])
def test_whatever_changes_a_claim_moves_its_time_and_no_others(
    article: Article, ana: User, change: Callable[[User, Claim], None]
) -> None:
    first, second = claims_of(article)[:2]
    assert times(first, second) == [NOON, NOON]
    change(ana, first)
    assert times(first, second) == [LATER, NOON]


def test_several_at_once_and_new_ones_have_the_time_of_the_event(article: Article, ana: User) -> None:
    first, second, third = claims_of(article)[:3]
    claims_dismiss(actor=person(ana), claims=[first, third], at=minutes(1))
    assert times(first, second, third) == [minutes(1), NOON, minutes(1)]
    merged, _event = claim_merge(actor=person(ana), claims=[first, second], at=LATER)
    assert times(merged, first, second) == [LATER] * 3
    assert ClaimUpdate.objects.get(pk=merged.pk).uid == merged.uid


def test_what_says_nothing_about_a_claim_itself_moves_nothing(article: Article, ana: User) -> None:
    (first, *_others) = claims_of(article)
    claim_flag(actor=person(ana), claim=first, at=LATER)
    assert times(first) == [NOON]


def test_claims_of_before_get_the_time_they_had(article: Article, ana: User) -> None:
    first, second, third, _fourth = claims_of(article)
    judged(ana, first)
    without_it_again(ana, second)
    resized(ana, third)
    before = sorted(ClaimUpdate.objects.values_list())
    ClaimUpdate.objects.all().delete()
    import_module("annotations.migrations.0018_claims_come_by_their_last_change").take_in(apps, None)
    assert sorted(ClaimUpdate.objects.values_list()) == before
