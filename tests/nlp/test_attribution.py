"""Who says what."""

import pytest

from annotations.nlp.pipeline import analyse
from annotations.nlp.types import SuggestedLabel

from .helpers import attribution_of, cues, first_claim, words

_CASES = [
    # text, source, cue, content
    ("Officials said the bridge is safe.", "Officials", "said", "the bridge is safe"),
    ("According to the Chamber of Shipping, trade fell.", "the Chamber of Shipping", "According to", "trade fell"),
    ("Trade fell by a fifth, according to the Chamber.", "the Chamber", "according to", "Trade fell by a fifth"),
    ("The bridge is safe, a senior engineer stated.", "a senior engineer", "stated", "The bridge is safe"),
    ("“We are ready,” said Ana Ruiz, the mayor.", "Ana Ruiz, the mayor", "said", "We are ready"),
    ("“We are ready,” she said, “and able.”", "she", "said", "We are ready"),
    ("On Monday, the mayor said rents would rise.", "the mayor", "said", "rents would rise"),
    ("Last week the council announced that it would close.", "the council", "announced", "it would close"),
    ("Ana Ruiz, the mayor, has said repeatedly that rents fell.", "Ana Ruiz, the mayor", "said", "rents fell"),
    ("The U.N. said on Tuesday that 1.2 million fled.", "The U.N.", "said", "1.2 million fled"),
    ("The study found that rents had doubled.", "The study", "found", "rents had doubled"),
    ("Rents fell, new figures show.", "new figures", "show", "Rents fell"),
    ("He wrote in a letter: “We knew. We did nothing.”", "He", "wrote", "We knew. We did nothing"),
    ("The minister told reporters that talks had failed.", "The minister", "told reporters", "talks had failed"),
    ("An official assured the residents the dam was safe.", "An official", "assured", "the dam was safe"),
    ("Repairs will cost €23 million, the dredgers said.", "the dredgers", "said", "Repairs will cost €23 million"),
    ("“We are short,” said its spokesman, Ivo Hart.", "its spokesman, Ivo Hart", "said", "We are short"),
    ("It costs a lot, its director told me, and it works.", "its director", "told", "It costs a lot"),
    ("It was checked by Dr. Imre, who called it “sound work”.", "Dr. Imre", "called", "it “sound work”"),
    (
        "P. Lund, who led it until last autumn, said it failed.",
        "P. Lund, who led it until last autumn",
        "said",
        "it failed",
    ),
    ("Riders rose, the office reported in May, a record.", "the office", "reported", "Riders rose"),
    ("The board disputes that figure.", "The board", "disputes", "that figure"),
    ("A clerk, who was not named, told the Echo: “We had to.”", "A clerk, who was not named", "told", "We had to"),
    ("“We are ready,” said chief pilot Ana Ruiz.", "chief pilot Ana Ruiz", "said", "We are ready"),
    ("“We are ready,” wrote analyst P. Orsay.", "analyst P. Orsay", "wrote", "We are ready"),
    ("Orme accepted 270 euros, judges found.", "judges", "found", "Orme accepted 270 euros"),
    ("Rents slowed in May, the office reported last week.", "the office", "reported", "Rents slowed in May"),
    ("Party leader Ana Ruiz denied this.", "Party leader Ana Ruiz", "denied", "this"),
    ("The union accused the firm of lying.", "The union", "accused", "the firm of lying"),
    ("The ministry puts the cost at 40 million.", "The ministry", "puts", "the cost at 40 million"),
    ("As the mayor put it, the city is broke.", "the mayor", "put it", "the city is broke"),
    ("Dockers voted to stop, union men said, after talks.", "union men", "said", "Dockers voted to stop"),
]


@pytest.mark.parametrize(("text", "source", "cue", "content"), _CASES)
def test_source_cue_and_content_are_found(text: str, source: str, cue: str, content: str) -> None:
    found = attribution_of(text)
    assert (words(text, found.source), words(text, found.cue), words(text, found.content)) == (source, cue, content)


@pytest.mark.parametrize(
    "text",
    [
        "The attack claimed the lives of 30 people.",
        "The company added 300 jobs last year.",
        "The mayor did not say how much it cost.",
        "The department declined to comment.",
        "Everything went according to plan in the east.",
        "The study was long.",
        "Contrary to what Ana Ruiz claims, the bridge is safe.",
        "The office confirms it.",
        "They asked not to be named.",
        "Rents rose, according to, nobody.",
        "“We are ready,” said on Monday Ana Ruiz and nobody else.",
        "After the talks on Monday, officials agreed.",
        "The ministry puts the cost on the table.",
        "Let me say at once that rents rose.",
        "Rents rose by four percent in the east.",
    ],
)
def test_a_sentence_that_reports_nobody_has_no_attribution(text: str) -> None:
    assert first_claim(text).attribution is None


def test_quoted_words_make_an_attribution_direct_and_a_paraphrase_does_not() -> None:
    assert attribution_of("“The bridge is safe,” officials said.").direct
    assert not attribution_of("The bridge is safe, officials said.").direct


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Ana Ruiz said rents fell.", "named_source"),
        ("A spokesman said rents fell.", "role_source"),
        ("The report found that rents fell.", "document_source"),
        ("She said rents fell.", "pronoun_source"),
        ("The dredgers said rents fell.", "other_source"),
        ("Critics say rents fell.", "vague_source"),
    ],
)
def test_the_kind_of_source_is_a_reason(text: str, cue: str) -> None:
    assert cue in cues(text)


def test_a_named_source_suggests_sourced_and_a_vague_one_does_not() -> None:
    assert first_claim("Ana Ruiz said rents fell in the east.").label is SuggestedLabel.SOURCED
    assert first_claim("Sources say rents fell in the east.").label is None


def test_a_quotation_that_goes_on_keeps_its_speaker() -> None:
    text = '"We built it," said Ana Ruiz. "Nobody helped us at all."'
    second = analyse(text).claims[1].attribution
    assert second is not None
    assert words(text, second.source) == "Ana Ruiz"
    assert words(text, second.content) == "Nobody helped us at all."


def test_a_new_paragraph_does_not_inherit_the_speaker() -> None:
    text = '"We built it," said Ana Ruiz.\n\n"Nobody helped us at all."'
    assert analyse(text).claims[1].attribution is None


def test_a_label_that_comes_back_is_a_speaker_and_a_single_one_is_not() -> None:
    twice = "Dahl: The cap was a mistake.\nHale: It was not.\nDahl: We should build."
    assert words(twice, attribution_of(twice).source) == "Dahl"
    assert first_claim("Dahl: The cap was a mistake.\nHale: It was not.").attribution is None
