"""A team's own decisions: what they say, how many it takes, and where a model made from them begins."""

from collections.abc import Iterator

import numpy as np
import pytest

from annotations.nlp.linear_model import linear_model_from, load_model
from annotations.nlp.linear_scorer import MODEL, LinearScorer
from annotations.nlp.pipeline import evidence_of
from annotations.nlp.training.decisions import Decision, examples_from, train_on_decisions
from annotations.nlp.training.fit import TooFew
from annotations.nlp.version import SHIPPED_MODEL

FACT, VIEW = "The port of town {} handled {} ships.", "Verily the pier of town {} gladdens {} hearts."


def decisions(articles: int = 30, *, labels: tuple[str, str] = ("sourced", "opinion")) -> Iterator[Decision]:
    for article in range(articles):
        for number in range(6):
            words = (FACT if number % 2 == 0 else VIEW).format(article, number)
            yield Decision(f"a{article}", f"c{article}-{number}", words, labels[number % 2])


def test_people_who_disagree_about_a_claim_teach_nothing_at_that_head() -> None:
    both = [Decision("a", "c", "Words.", label) for label in ("sourced", "opinion")]
    assert examples_from(both) == []
    more = examples_from([Decision("a", "c", "Words.", label) for label in ("opinion", "not_a_claim")])
    assert [(one.checkworthy, one.opinion, one.group) for one in more] == [(False, True, "a")]


@pytest.mark.parametrize(("articles", "why"), [(9, "54 claims in 9 articles"), (0, "0 claims in 0 articles")])
def test_too_few_decisions_are_refused_with_how_many_are_needed(articles: int, why: str) -> None:
    with pytest.raises(TooFew, match=rf"{why} .*100 in 10 are needed"):
        train_on_decisions(examples_from(decisions(articles)), version="linear-desk-1")


def test_decisions_of_one_kind_only_are_refused() -> None:
    pytest.importorskip("sklearn")
    with pytest.raises(TooFew, match="0 sentences of one kind"):
        train_on_decisions(examples_from(decisions(labels=("sourced", "disputed"))), version="linear-desk-1")


def test_a_model_learns_what_the_shipped_one_did_not_know_and_is_measured_on_other_articles() -> None:
    pytest.importorskip("sklearn")
    content, card = train_on_decisions(examples_from(decisions()), version="linear-desk-1")
    view = evidence_of(VIEW.format(99, 3))
    assert view is not None
    model = linear_model_from(content, "it")
    ours, base = LinearScorer(model), LinearScorer(load_model(MODEL))
    assert ours.score(view).scores.opinion > 0.5 > base.score(view).scores.opinion
    assert (card["base"], card["kept"], model.header["decisions"]) == (SHIPPED_MODEL, {}, card["decisions"])
    assert card["decisions"]["taught"] + card["decisions"]["held_out"] == 180
    compared = [
        figure for figure in card["figures"] if figure["against"] == SHIPPED_MODEL and figure["head"] == "opinion"
    ]
    assert compared[-1]["scorer"] == "linear-desk-1"
    assert compared[-1]["differences"]["macro_f1"]["low"] > 0


def test_the_same_decisions_give_the_same_bytes_in_any_order() -> None:
    pytest.importorskip("sklearn")
    forwards = train_on_decisions(examples_from(decisions()), version="linear-desk-1")[0]
    backwards = train_on_decisions(examples_from(reversed(list(decisions()))), version="linear-desk-1")[0]
    assert forwards == backwards


def test_a_head_with_too_few_of_one_kind_stays_as_it_was() -> None:
    pytest.importorskip("sklearn")
    views_are_no_claims = examples_from(decisions(labels=("sourced", "not_a_claim")))
    content, card = train_on_decisions(views_are_no_claims, version="linear-desk-1")
    model, base = linear_model_from(content, "it"), load_model(MODEL)
    assert list(card["kept"]) == ["opinion"]
    assert np.array_equal(model.words[1], base.words[1])
    assert not np.array_equal(model.words[0], base.words[0])
