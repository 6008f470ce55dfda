"""One sentence, one claim; sometimes several."""

import pytest

from annotations.nlp.pipeline import analyse

from .helpers import claims, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rents fell by a fifth and the wages rose again.", ["Rents fell by a fifth", "the wages rose again."]),
        (
            "Unemployment fell to 4 percent, but wages rose only 2 percent.",
            ["Unemployment fell to 4 percent", "wages rose only 2 percent."],
        ),
        ("The road was closed in May; it opened in June.", ["The road was closed in May", "it opened in June."]),
    ],
)
def test_assertions_with_their_own_subject_and_verb_come_apart(text: str, expected: list[str]) -> None:
    assert claims(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The mayor opened the bridge and praised the builders.",
        "Rents and wages rose in the east of the city.",
        "The gap between the east and the west has grown.",
        "The minister denied that he knew and that the firm was paid.",
        "If the vote fails and the mayor resigns, the council will meet.",
        "“The road is closed and the bridge is shut,” officials said.",
        "Officials said the plan is new and could see rents fall.",
    ],
)
def test_what_hangs_together_stays_one_claim(text: str) -> None:
    assert claims(text) == [text]


def test_both_halves_of_a_reported_sentence_keep_the_source() -> None:
    text = "Officials said rents fell by a fifth and the wages rose by a tenth."
    first, second = analyse(text).claims
    assert first.attribution is not None
    assert second.attribution is not None
    assert words(text, first.attribution.source) == words(text, second.attribution.source) == "Officials"
    assert words(text, second.attribution.content) == "the wages rose by a tenth"
