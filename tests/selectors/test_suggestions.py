"""Who sees a suggestion when: by the project's mode, by the reviewer's choice, and in the measured sample."""

from uuid import UUID

import pytest
from django.conf import LazySettings
from hypothesis import given
from hypothesis import strategies as st

from annotations.models.articles import Article
from annotations.models.base import new_uid
from annotations.models.claims import Claim
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.selectors.claims import cards_of
from annotations.selectors.suggestions import in_measured_sample, is_measured, is_shown, mode_for

MODES = ("decide_first", "shown", "blind")
MANY = 20_000


def sample_of(number: int, *, percent: int, project: UUID | None = None) -> int:
    """How many of so many new claims are in a project's sample."""
    desk = Project(uid=project or new_uid(), measured_sample=percent)
    return sum(in_measured_sample(desk, Claim()) for _ in range(number))


@pytest.mark.parametrize("percent", [1, 5, 10, 20])
def test_the_sample_is_the_share_of_claims_the_project_says(percent: int) -> None:
    expected = MANY * percent / 100
    spread = (expected * (1 - percent / 100)) ** 0.5
    assert abs(sample_of(MANY, percent=percent) - expected) < 6 * spread  # once in half a thousand million runs


def test_a_project_without_a_sample_has_none() -> None:
    assert sample_of(1_000, percent=0) == 0


@given(claim=st.uuids(), project=st.uuids(), less=st.integers(0, 20), more=st.integers(0, 20))
def test_a_claim_stays_in_the_sample_for_good_and_when_it_grows(
    claim: UUID, project: UUID, less: int, more: int
) -> None:
    less, more = sorted((less, more))
    first = in_measured_sample(Project(uid=project, measured_sample=less), Claim(uid=claim))
    assert first == in_measured_sample(Project(uid=project, measured_sample=less), Claim(uid=claim))
    assert in_measured_sample(Project(uid=project, measured_sample=more), Claim(uid=claim)) or not first


def test_without_the_sites_key_nobody_can_tell_who_is_in_it(settings: LazySettings) -> None:
    desk, claims = Project(measured_sample=20), [Claim() for _ in range(2_000)]
    drawn = {claim.uid for claim in claims if in_measured_sample(desk, claim)}
    settings.LEDGER_KEY = "another key of another site, long enough"
    drawn_there = {claim.uid for claim in claims if in_measured_sample(desk, claim)}
    assert len(drawn & drawn_there) < len(drawn) / 2  # a fifth of them by chance


@pytest.mark.parametrize("mode", ["shown", "blind"])
def test_there_is_no_sample_where_suggestions_are_always_or_never_shown(mode: str) -> None:
    desk = Project(measured_sample=20, suggestion_mode=mode)
    assert not any(in_measured_sample(desk, Claim()) for _ in range(200))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("chosen", ["", "decide_first", "shown"])
@pytest.mark.parametrize("allowed", [True, False])
def test_a_reviewers_choice_counts_where_the_project_lets_them_and_never_against_blind(
    mode: str, chosen: str, allowed: bool
) -> None:
    desk = Project(suggestion_mode=mode, reviewers_choose_mode=allowed)
    user = User(preferences={"suggestion_mode": chosen} if chosen else {})
    expected = chosen if allowed and chosen and mode != "blind" else mode
    assert mode_for(desk, user) == expected


@pytest.mark.parametrize("chosen", ["blind", "sometimes", 7])
def test_a_choice_that_means_nothing_is_no_choice(chosen: object) -> None:
    desk = Project(suggestion_mode="decide_first", reviewers_choose_mode=True)
    assert mode_for(desk, User(preferences={"suggestion_mode": chosen})) == "decide_first"


def test_whoever_chose_to_see_all_of_them_is_not_in_the_sample() -> None:
    desk = Project(measured_sample=20, reviewers_choose_mode=True)
    drawn = next(claim for claim in (Claim() for _ in range(1_000)) if in_measured_sample(desk, claim))
    assert is_measured(desk, drawn, User())
    assert not is_measured(desk, drawn, User(preferences={"suggestion_mode": "shown"}))


@pytest.mark.parametrize(("mode", "revealed", "shown"), [("blind", True, False), ("decide_first", True, True)])
def test_an_earlier_look_shows_nothing_in_a_project_that_became_blind(mode: str, revealed: bool, shown: bool) -> None:
    desk = Project(suggestion_mode=mode, measured_sample=0)
    assert is_shown(desk, Claim(), User(), decided=False, revealed=revealed) is shown


def test_a_claim_in_the_sample_comes_with_its_suggestion_and_says_why(article: Article, ana: User) -> None:
    desk = article.project
    desk.measured_sample = 20
    claims = list(article.claims.active().in_text_order())
    cards = cards_of(claims, project=desk, reader=ana)
    assert [card.measured for card in cards] == [in_measured_sample(desk, claim) for claim in claims]
    assert [card.suggestion is not None for card in cards] == [card.measured for card in cards]
