"""What holds for any text whatever."""

from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.nlp.pipeline import analyse, analyse_one
from annotations.nlp.types import UnitKind

_WORDS = st.sampled_from(
    [
        *("The mayor", "said", "said:", "that", "rents", "rose", "4 %", "and", "U.S.", "Gen.", "J.", "K.", "No.", "5"),
        *("“", "”", '"', "'", "’", ".", "?", "!", "...", "…", ",", ";", ": ", "(", ")", "|"),
        *("\n", "\n\n", "- ", "• ", "1. ", "a) ", "\t", "\u00a0", "\u2028", "Read more", "According to", "should"),
        *("денег", "国会。", "مرحبا", "👩‍👩‍👧", "🇮🇱", "é", "𝒜"),
    ]
)
_STORABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
_TEXTS = st.text(_STORABLE, max_size=300) | st.lists(_WORDS, max_size=60).map(" ".join)


@given(_TEXTS)
@settings(deadline=None, max_examples=300)
def test_every_unit_is_an_exact_slice_in_order_and_without_overlap(text: str) -> None:
    before = 0
    for unit in analyse(text).units:
        assert before <= unit.start < unit.end <= len(text)
        assert text[unit.start : unit.end] == text[unit.start : unit.end].strip()
        before = unit.end


@given(_TEXTS)
@settings(deadline=None)
def test_the_same_text_gives_the_same_analysis(text: str) -> None:
    assert analyse(text) == analyse(text)


@given(_TEXTS)
@settings(deadline=None)
def test_reasons_stand_inside_their_claim_and_scores_are_fractions(text: str) -> None:
    for unit in analyse(text).units:
        assert all(unit.start <= reason.start < reason.end <= unit.end for reason in unit.reasons)
        for score in (unit.checkworthy, unit.scores.sourced, unit.scores.disputed, unit.scores.opinion):
            assert 0.0 <= score <= 1.0


@given(_TEXTS)
@settings(deadline=None)
def test_one_claim_is_the_whole_text_without_its_blanks(text: str) -> None:
    units = analyse_one(text).units
    stripped = text.strip()
    assert [text[unit.start : unit.end] for unit in units] == ([stripped] if stripped else [])
    assert all(unit.kind is UnitKind.CLAIM for unit in units)
