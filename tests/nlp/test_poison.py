"""Input that breaks things elsewhere: it costs no more than its length, and never a wrong offset."""

import sys
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from annotations.nlp.pipeline import analyse, analyse_one, load
from annotations.nlp.sentences import MAX_SENTENCE
from annotations.nlp.tokenizer import MAX_RUN, BoundedTokenizer

_POISON = {
    "brackets": "(",
    "quotation marks": '"',
    "curly openings": "“a ",
    "apostrophes": "x 'a ",
    "full stops": ". ",
    "dotted numbers": "1.1.",
    "reporting verbs": "said ",
    "sources": "according to the minister, ",
    "carried quotations": "He said “yes. No” and ",
    "clauses": ", and the man said it ",
    "bullets": "• a ",
    "list numbers": "1) b ",
    "short lines": "x\n",
    "tabs": "1\t",
    "capitals": "A ",
    "combining marks": "\u0301",
}


def _calls(text: str) -> int:
    """How many functions the analysis of a text calls: work that no clock can blur."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        analyse(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("unit", _POISON.values(), ids=_POISON.keys())
def test_four_times_the_text_is_about_four_times_the_work(unit: str) -> None:
    load()
    repeats = 4_000 // len(unit)
    assert _calls(unit * repeats * 4) <= 6 * _calls(unit * repeats)


def test_spacys_rules_never_see_a_long_run_without_blanks() -> None:
    seen: list[str] = []
    ordinary = load().tokenizer
    assert isinstance(ordinary, BoundedTokenizer)

    def watched(text: str) -> Doc:
        seen.append(text)
        return ordinary.tokenize(text)

    text = f"before {'(' * 10_000} between {'a-b' * 5_000} {'(' * 200} after"
    assert BoundedTokenizer(watched)(text).text == text
    assert [word for piece in seen for word in piece.split()] == ["before", "between", "after"]


def test_words_as_people_write_them_go_through_spacys_rules() -> None:
    text = f"“(Really?!...)” {'x' * MAX_RUN}"
    assert [token.text for token in load().make_doc(text)][:4] == ["“", "(", "Really", "?"]


@given(
    st.lists(st.sampled_from(["a", "(", " ", "\n", "👩‍👩‍👧", "\u0301", "x" * 400, "🇮🇱" * 200]), max_size=30).map(
        "".join
    )
)
@settings(deadline=None)
def test_cutting_long_runs_loses_no_character(text: str) -> None:
    doc = load().make_doc(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


def test_a_text_longer_than_spacys_own_limit_is_analysed() -> None:
    text = "Rents rose by 4 percent in the east. " * 28_000
    assert len(text) > 1_000_000
    assert len(analyse(text[:1_000_036]).claims) == 27_028


def test_a_giant_line_becomes_claims_of_bearable_length() -> None:
    assert max(unit.end - unit.start for unit in analyse("rents and wages " * 5_000).claims) <= MAX_SENTENCE


@pytest.mark.parametrize("bad", ["a\x00b", "a\ud800b"])
def test_what_the_site_never_stores_is_refused_in_words(bad: str) -> None:
    with pytest.raises(ValueError, match="normalise it first"):
        analyse(bad)
    with pytest.raises(ValueError, match="normalise it first"):
        analyse_one(bad)
