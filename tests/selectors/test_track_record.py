"""How often the model was right here: blind decisions only, in bands, and nothing said below fifty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.models.projects import Project
from annotations.models.users import User
from annotations.selectors.claims import cards_of, claims_in
from annotations.selectors.track_record import Cell, Share, band_of, cells_of, record_of
from annotations.services.actor import Actor
from annotations.services.claims import claim_resize
from annotations.services.judgements import judgement_record
from annotations.services.projects import project_change
from annotations.services.suggestions import suggestions_store
from tests.story import NOON, PIPELINE, MakeArticle, analysis_of, claims_of, minutes, person

MACHINE = Actor.system("hand")


@pytest.fixture(autouse=True)
def blind_desk(desk: Project, mia: User) -> Project:
    """Nobody sees a suggestion early, not even in the measured sample."""
    project_change(actor=person(mia), project=desk, suggestion_mode="blind", at=NOON)
    desk.refresh_from_db()
    return desk


def test_only_blind_decisions_about_the_words_the_model_saw_count(
    desk: Project, make_article: MakeArticle, ana: User, ben: User
) -> None:
    article = make_article(claims=4)  # suggested: sourced, disputed, opinion, nothing
    for claim, label in zip(claims_of(article), ("sourced", "sourced", "opinion", "not_a_claim"), strict=True):
        judgement_record(actor=person(ana), claim=claim, label=label, at=NOON)
    seen, moved = claims_of(article)[0], claims_of(article)[2]
    judgement_record(actor=person(ben), claim=seen, label="disputed", suggestion_visible=True, at=NOON)
    assert set(cells_of(desk, PIPELINE)) == {
        Cell(8, "sourced", "sourced", "sourced", 1),
        Cell(8, "disputed", "disputed", "sourced", 1),
        Cell(8, "opinion", "opinion", "opinion", 1),
        Cell(2, "sourced", "", "not_a_claim", 1),
    }
    claim_resize(actor=person(ben), claim=moved, start=moved.start + 4, end=moved.end, at=minutes(1))
    assert "opinion" not in {cell.label for cell in cells_of(desk, PIPELINE)}


def test_a_newer_model_is_not_measured_by_decisions_made_beside_the_older_one(
    desk: Project, make_article: MakeArticle, ana: User
) -> None:
    article = make_article(claims=4, judged_by=(ana,))
    text = article.text or ""
    suggestions_store(actor=MACHINE, article=article, analysis=analysis_of(text, version="hand-2"), at=minutes(5))
    assert cells_of(desk, "hand-2") == []
    assert sum(cell.number for cell in cells_of(desk, PIPELINE)) == 4


@pytest.mark.parametrize(("probability", "band"), [(0.0, 0), (0.3, 3), (0.29, 2), (0.7, 7), (0.9999, 9), (1.0, 9)])
def test_bands_are_tenths_and_one_belongs_to_the_last(probability: float, band: int) -> None:
    assert band_of(probability) == band


@pytest.mark.parametrize(("decisions", "rate"), [(49, None), (50, 0.6)])
def test_below_fifty_decisions_there_is_nothing_to_say(decisions: int, rate: float | None) -> None:
    cells = [Cell(4, "sourced", "", "sourced", 30), Cell(4, "sourced", "", "opinion", decisions - 30)]
    record = record_of([*cells, Cell(5, "sourced", "", "sourced", 999)], 0.45)
    assert (record["decisions"], record["rate"], record["low"], record["high"]) == (decisions, rate, 0.4, 0.5)
    assert ("too few decisions here to say (49 of 50)" in record["text"]) is (rate is None)
    assert ("6 times in 10" in record["text"]) is (rate is not None)


def test_the_interval_is_wilsons() -> None:
    share = Share(81, 100)
    assert (round(share.low, 4), round(share.high, 4)) == (0.7222, 0.8749)
    assert (Share(0, 0).low, Share(0, 0).high, Share(5, 5).high) == (0.0, 1.0, 1.0)


def test_a_page_asks_for_its_figures_once(desk: Project, make_article: MakeArticle, ana: User, ben: User) -> None:
    def queries(claims: int) -> int:
        article = make_article(claims=claims, judged_by=(ana,))
        cards = claims_in(article)
        with CaptureQueriesContext(connection) as captured:
            shown = cards_of(cards, project=desk, reader=ana)
            assert all(card.suggestion["record"]["decisions"] for card in shown if card.suggestion)
            assert not any(card.suggestion for card in cards_of(cards, project=desk, reader=ben))
        return len(captured)

    assert queries(3) == queries(30)
