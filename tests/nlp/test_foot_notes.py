"""What stands under an article, and other small things that were once taken for something else."""

import pytest

from annotations.nlp.types import SuggestedLabel, UnitKind

from .helpers import cues, first_claim, kind_of
from .test_sentences import sentences

_BODY = "A title\n\nRents rose by 4 percent in May.\n\nWages fell by 2 percent in June."


@pytest.mark.parametrize(
    "note",
    [
        "Norvik Press is an independent news agency.",
        "The Norvik Herald is a weekly newspaper based in Port Arlen.",
        "Mattis Orre is a nurse and writes a monthly column.",
    ],
)
def test_a_last_paragraph_about_author_or_outlet_is_no_claim(note: str) -> None:
    assert kind_of(f"{_BODY}\n\n{note}", note) is UnitKind.BOILERPLATE
    early = f"A title\n\n{note}\n\nRents rose by 4 percent in May.\n\nWages fell by 2 percent in June."
    assert kind_of(early, note) is UnitKind.CLAIM


def test_a_last_paragraph_that_only_begins_so_stays_a_claim() -> None:
    text = "Mattis Orre is a nurse and lost his job in May."
    assert kind_of(f"{_BODY}\n\n{text}", text) is UnitKind.CLAIM


def test_a_pronoun_alone_names_no_source_and_a_name_does() -> None:
    assert first_claim("The rent will stay as it is, she added.").label is not SuggestedLabel.SOURCED
    assert first_claim("The rent will stay as it is, Ana Ruiz added.").label is SuggestedLabel.SOURCED


def test_reportedly_is_a_source_without_a_name() -> None:
    assert "vague_source" in cues("The firm reportedly sold its ships.")
    assert first_claim("The firm reportedly sold its ships.").label is not SuggestedLabel.SOURCED


def test_a_clock_that_is_evidently_wrong_is_no_opinion() -> None:
    text = "The film shows a scene in the station in which the clock was evidently wrong."
    assert first_claim(text).label is not SuggestedLabel.OPINION


def test_a_spaced_ellipsis_ends_no_sentence() -> None:
    text = "He said . . . well, the point is . . . I never meant it."
    assert sentences(text) == [text]


def test_a_full_stop_before_a_spaced_ellipsis_ends_one() -> None:
    assert sentences("The old words were put together. . . . The new ones were not. . . .") == [
        "The old words were put together.",
        ". . . The new ones were not. . . .",
    ]
