"""Where sentences end, and where they only seem to."""

import pytest

from annotations.nlp.sentences import MAX_SENTENCE, split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "A joint U.S.-Canadian patrol left the harbour at dawn.",
        "Two U.S. officials met Gen. Alvarez, Cmdr. Hale, Supt. Orr, Cllr. Rowe and Dr. Wong on Monday.",
        "Decree No. 5 was signed by J. K. Marlowe at 6 a.m. Eastern time.",
        "The firm, Breck Inc., lost to Hale vs. Orrin in St. Anne's Bay.",
        "Some fruit, e.g. apples, i.e. the red ones, cost $3.50 in Jan. 2024.",
        "Shares fell 3.1% to 12.40 (see p. 55) on the D.C. exchange.",
        "Write to ana.ruiz@example.org or see https://example.org/a.b?c=d. for more.",
        "He paused ... and then went on.",
        "The vote [... ] was close.",
        "Yahoo! shares rose.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Rents rose 4.5 %.", "Wages fell."),
        ("They moved to the U.S.", "The company stayed."),
        ("He works for Breck Inc.", "It sells rope."),
        ("The shop closes at 6 p.m.", "Nobody minds."),
        ("We have no plan B.", "The first failed."),
        ("It failed because of X.", "So nobody used it."),
        ("“They came late.”", "Hale said he would go."),
        ("Is it true?", "It is."),
        ("Stop!", "He did not."),
        ("She never meant that....", "She left."),
        ("It cost €3.", "That is a lot."),
        ("The “old” rule ended.”", "It was Monday."),
        ("He came on Monday (at noon).", "She did not."),
    ],
)
def test_two_sentences_come_apart(first: str, second: str) -> None:
    assert sentences(f"{first} {second}") == [first, second]


def test_a_sentence_ends_after_its_closing_quotation_mark() -> None:
    assert sentences("He called it “a mess.” The mayor disagreed.") == [
        "He called it “a mess.”",
        "The mayor disagreed.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "“We are ready. We will act,” the minister said.",
        "The minister said: “We are ready. We will act.”",
        '"Is it over?" Hale asked.',
        '"This is great." she said.',
        "«Nous sommes prêts. Allons», said the mayor.",
        "The minister said ‘it is “over”. Really’ and left.",
    ],
)
def test_a_quotation_stays_in_the_sentence_that_carries_it(text: str) -> None:
    assert sentences(text) == [text]


def test_a_quotation_that_nobody_carries_is_split() -> None:
    assert sentences("“We are ready. We will act.”") == ["“We are ready.", "We will act.”"]


def test_speech_that_goes_on_in_the_next_paragraph_is_split() -> None:
    assert sentences("“We waited all day. Nobody came.") == ["“We waited all day.", "Nobody came."]


def test_a_very_long_quotation_is_split_although_it_is_carried() -> None:
    speech = " ".join(["We have waited far too long for this moment."] * 12)
    assert len(sentences(f"He said: “{speech}”")) == 12


def test_a_bracket_in_a_sentence_does_not_end_it() -> None:
    text = "The plan (It was drawn up in May. Nobody read it.) failed."
    assert sentences(text) == [text]


@pytest.mark.parametrize("text", ["1. Rents rose. 2. Wages fell.", "1) Rents rose 2) Wages fell", "a. Rents b. Wages"])
def test_a_list_that_runs_on_is_cut_at_its_numbers(text: str) -> None:
    assert len(sentences(text)) == 2


def test_a_sentence_of_endless_words_is_cut_at_a_blank() -> None:
    text = "rents and wages " * 1_000
    pieces = sentences(text)
    assert all(len(piece) <= MAX_SENTENCE for piece in pieces)
    assert " ".join(pieces) == text.strip()


def test_chinese_and_japanese_stops_end_sentences_without_a_blank() -> None:
    assert sentences("国会は可決した。首相は辞任した。") == ["国会は可決した。", "首相は辞任した。"]
