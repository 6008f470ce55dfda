"""What the cues make of a claim."""

import pytest

from annotations.nlp.cues import IGNORED, LEXICONS, REPORTING_CUES
from annotations.nlp.pipeline import analyse
from annotations.nlp.types import Side, SuggestedLabel
from annotations.nlp.weights import WEIGHTS

from .helpers import cues, first_claim


@pytest.mark.parametrize(
    "text",
    [
        "Hopefully, the council will come to its senses.",
        "All things considered, the law needs to be rewritten.",
        "I think the mayor is a fool.",
        "The city should not sell its buses.",
        "It is the best thing about this city.",
    ],
)
def test_advice_stance_and_judgement_suggest_opinion(text: str) -> None:
    assert first_claim(text).label is SuggestedLabel.OPINION


@pytest.mark.parametrize(
    "text",
    [
        "The firm's denial is at odds with the records.",
        "The company dismissed the allegations as baseless.",
        "Contrary to the ministry's figures, rents fell.",
        "Breck Inc. denied that it had paid the mayor.",
        "Officials say otherwise.",
    ],
)
def test_denials_and_contradictions_suggest_disputed(text: str) -> None:
    assert first_claim(text).label is SuggestedLabel.DISPUTED


def test_figures_make_a_claim_worth_checking_and_a_wish_does_not() -> None:
    figures = first_claim("Rents rose by 7.8 percent to 1,240 euros in December.")
    wish = first_claim("We should all be kinder to each other.")
    assert figures.checkworthy > 0.9 > 0.2 > wish.checkworthy


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("It cost $340 million to build.", "money"),
        ("It cost 85 million euros to build.", "money"),
        ("Prices rose by twelve percent again.", "percent"),
        ("It opened on 12 May 2024 at last.", "date"),
        ("There are 86,000 contracts in force.", "number"),
        ("It is more than twice as large.", "comparison"),
        ("It is the first of its kind.", "superlative"),
        ("Rents are expected to fall next.", "forecast"),
        ("Perhaps the law might change.", "hedge"),
        ("He is a so-called expert in it.", "distancing"),
        ("The “free” ticket costs money.", "quoted_words"),
    ],
)
def test_a_cue_is_named_as_a_reason(text: str, cue: str) -> None:
    found = {hit for unit in [first_claim(text)] for hit in unit.reasons}
    assert cue in {reason.cue for reason in found} or abs(max(WEIGHTS[cue], key=abs)) < 0.4


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("In the spring Theresa May resigned.", "hedge"),
        ("The team of Will Hale lost again.", "prediction"),
        ("The council would cut it, should the vote fail.", "advice"),
        ("The attack claimed the lives of many.", "distancing"),
    ],
)
def test_a_name_or_a_set_phrase_is_not_taken_for_a_cue(text: str, cue: str) -> None:
    assert cue not in cues(text)


def test_a_judgement_in_somebody_elses_mouth_counts_less() -> None:
    own = first_claim("The plan is a disgrace and a disaster.")
    reported = first_claim("The plan is a disgrace and a disaster, Ana Ruiz said.")
    assert own.label is SuggestedLabel.OPINION
    assert reported.label is SuggestedLabel.SOURCED


def test_a_source_speaks_for_sourced_and_against_opinion() -> None:
    reasons = {(reason.label, reason.side) for reason in first_claim("Ana Ruiz said rents fell.").reasons}
    assert {(SuggestedLabel.SOURCED, Side.FOR), (SuggestedLabel.OPINION, Side.AGAINST)} <= reasons


def test_a_panel_is_never_flooded_by_one_cue() -> None:
    unit = first_claim("The numbers were " + ", ".join(str(number) for number in range(100, 160)) + " in all.")
    assert sum(reason.cue == "number" and reason.label is None for reason in unit.reasons) == 3


def test_every_cue_that_can_be_found_has_a_weight() -> None:
    named = {lexicon.cue for lexicon in LEXICONS} - REPORTING_CUES - {IGNORED}
    assert named <= set(WEIGHTS)


def test_another_language_is_split_but_scored_without_cues() -> None:
    text = "Die Mieten sind im Osten der Stadt um 4 Prozent gestiegen. Das ist nicht zu glauben, sagte der Minister."
    analysis = analyse(text)
    assert (analysis.language, len(analysis.claims)) == ("de", 2)
    assert all(not unit.reasons and unit.label is None and unit.attribution is None for unit in analysis.claims)
    assert len({unit.checkworthy for unit in analysis.claims}) == 1


def test_the_caller_may_name_the_language() -> None:
    assert analyse("Rents rose by 4 percent.", language="fr").claims[0].reasons == ()
    assert analyse("Rents rose by 4 percent.", language="en").claims[0].reasons
