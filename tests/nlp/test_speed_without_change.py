"""What makes the pipeline fast changes nothing it says: words it knows already, and cheap looks before long ones."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.nlp import pipeline
from annotations.nlp.cues.figures import _BEGINS, _FIGURE, figure_hits
from annotations.nlp.pipeline import analyse
from annotations.nlp.tokenizer import BoundedTokenizer

_WITHOUT_LOOKING = re.compile(_FIGURE.pattern.replace(_BEGINS, ""), _FIGURE.flags)
_PIECES = st.sampled_from(
    [
        "US$5m",
        "£4",
        "ſix",
        "Seven",
        "EIGHTY per cent",
        "in 1999",
        "Sept. 4",
        "the 1990s",
        "on Monday",
        "May 3rd, 2020",
        "yesterday",
        "hundreds",
        "two million euros",
        "4.5 %",
        "x",
        "Q3",
        "—",
        "in May",
        "9 of June",
        "k",
        "½",
        "٣",
    ]
)


@given(st.lists(st.one_of(_PIECES, st.text(max_size=6)), max_size=12).map(" ".join))
def test_the_cheap_look_hides_no_figure(text: str) -> None:
    slow = [(one.lastgroup, one.start(), one.end()) for one in _WITHOUT_LOOKING.finditer(text) if one.group().strip()]
    assert list(figure_hits(text, 0, len(text))) == slow


@given(st.text(alphabet="a(.! \u00a0\u2003", max_size=60))
def test_looking_at_long_words_alone_finds_the_same_poison(text: str) -> None:
    asked: list[str] = []

    def plain(piece: str) -> None:
        asked.append(piece)
        raise LookupError

    tokenizer = BoundedTokenizer(plain, max_run=20)  # type: ignore[arg-type]  # it never gets as far as a Doc
    with pytest.raises(LookupError):
        tokenizer(text)
    poisoned = tokenizer._long_run.search(text)
    assert asked == [text if poisoned is None else text[: poisoned.start()]]


def test_a_text_says_the_same_when_its_words_are_known_and_when_they_are_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "Rents don't fall, Ana Ruiz said. “We can't go on,” said the mayor's aide in St. Ives; it's 4.5% of $3m."
    first, again = analyse(text), analyse(text)
    monkeypatch.setattr(pipeline, "_MOST_WORDS", 0)
    assert first == again == analyse(text)


def test_a_long_text_teaches_nothing_so_one_of_rubbish_cannot_fill_the_memory() -> None:
    known = len(pipeline._known)
    analyse(" ".join(f"qx{number}zq" for number in range(8_000)))
    assert len(pipeline._known) == known
