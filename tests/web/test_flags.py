"""Flags on pages: why, who sees them, who resolves them, and which articles have some."""

from typing import Any

import pytest
from django.test import Client

from annotations.models.articles import Article
from annotations.models.claims import Claim, Flag
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.services.claims import claim_flag, claim_split, claim_withdraw
from annotations.services.judgements import judgement_record
from annotations.services.notes import note_write
from tests.story import FERRY, NOON, MakeArticle, claims_of, person
from tests.web.conftest import SignIn, address


def words(answer: Any) -> str:
    """The page as one string."""
    return str(answer.content.decode())


def panel_of(client: Client, claim: Claim) -> str:
    """What stands beside a claim."""
    return words(client.get(address("claim-panel", claim.uid)))


def test_a_flag_says_why_without_a_script(sign_in: SignIn, claim: Claim, ana: User) -> None:
    sign_in(ana).post(address("claim-flag", claim.uid), {"on": "1", "kind": "legal", "reason": "A name in it"})
    assert list(Flag.objects.values_list("kind", "reason")) == [("legal", "A name in it")]
    assert "Legal risk: A name in it" in panel_of(sign_in(ana), claim)


def test_colleagues_see_a_flag_after_their_own_decision_and_adjudicators_at_once(
    sign_in: SignIn, claim: Claim, ana: User, ben: User, eva: User
) -> None:
    claim_flag(actor=person(ana), claim=claim, kind="expert", at=NOON)
    assert "Needs an expert</li>" not in panel_of(sign_in(ben), claim)
    assert "Needs an expert</li>" in panel_of(sign_in(eva), claim)
    judgement_record(actor=person(ben), claim=claim, label="opinion", at=NOON)
    assert "Needs an expert</li>" in panel_of(sign_in(ben), claim)


def test_only_those_who_adjudicate_are_offered_to_resolve(sign_in: SignIn, claim: Claim, ana: User, eva: User) -> None:
    claim_flag(actor=person(ana), claim=claim, at=NOON)
    assert "Resolve the flag" not in panel_of(sign_in(ana), claim)
    client = sign_in(eva)
    assert "Resolve the flag" in panel_of(client, claim)
    client.post(address("claim-flags-resolve", claim.uid), {"note": "Asked the port"})
    page = panel_of(client, claim)
    assert "Resolve the flag" not in page
    assert "resolved the flag: Asked the port" in page


def test_the_list_counts_open_flags_and_finds_flagged_articles(
    sign_in: SignIn, desk: Project, make_article: MakeArticle, ana: User
) -> None:
    flagged, other = make_article(claims=2), make_article(claims=2)
    first, second = claims_of(flagged)
    for claim in (first, second):
        claim_flag(actor=person(ana), claim=claim, at=NOON)
    client = sign_in(ana)
    assert "2 flags" in words(client.get(address("article-list", desk.slug)))
    claim_withdraw(actor=person(ana), claim=second, at=NOON)
    page = words(client.get(address("article-list", desk.slug, flagged="1")))
    assert "1 flag<" in page
    assert other.title not in page


@pytest.mark.parametrize("who", ["ana", "eva"])
def test_a_note_shows_where_it_came_from(
    sign_in: SignIn, article: Article, ana: User, who: str, request: pytest.FixtureRequest
) -> None:
    claim = claims_of(article)[0]
    note_write(actor=person(ana), claim=claim, body="Ask the port.", at=NOON)
    claim_split(actor=person(ana), claim=claim, points=[FERRY.index("ordered")], at=NOON)
    page = panel_of(sign_in(request.getfixturevalue(who)), claims_of(article)[1])
    assert ("from “The county council ordered" in page) is (who == "ana"), "before deciding, one's own notes only"
