"""What changed between two editions of a text is told sentence by sentence."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.extract import changes as module
from annotations.extract.changes import Change, changes, is_cut, sentences

BEFORE = "One stays. Rents rose by 4 % in May. This one goes. Four stays. Five stays. Six stays."
AFTER = "One stays. Rents rose by 5 % in May. Four stays. Five stays.  Six stays.\n\nSeven comes."


def told(change: Change) -> str:
    marks = {"same": "{}", "gone": "[-{}-]", "new": "[+{}+]"}
    return "".join(marks[kind].format(words) for kind, words in change.pieces) or f"… {change.skipped}"


def test_a_change_is_told_in_its_words_with_its_neighbours() -> None:
    assert [told(change) for change in changes(BEFORE, AFTER)] == [
        "One stays.",
        "Rents rose by [-4-][+5+] % in May.",
        "[-This one goes.-]",
        "Four stays.",
        "… 1",
        "Six stays.",
        "[+Seven comes.+]",
    ]


def test_white_space_alone_is_no_change() -> None:
    assert [change.kind for change in changes(BEFORE, BEFORE.replace(" ", "  "))] == ["same"]


def test_a_sentence_put_in_place_of_another_story_is_gone_and_new() -> None:
    kinds = [change.kind for change in changes("The council met on Monday.", "Sheep were sold at nine quays.")]
    assert kinds == ["new", "gone"]


def test_headings_and_numbers_do_not_break_sentences() -> None:
    assert sentences("A heading\n\nIt cost 4.1 million. “No.” He left!") == [
        "A heading",
        "It cost 4.1 million.",
        "“No.”",
        "He left!",
    ]


def test_a_very_long_text_is_compared_up_to_a_limit(monkeypatch: object) -> None:
    assert not is_cut("One. " * (module.MOST_SENTENCES - 1))
    assert is_cut("One. " * (module.MOST_SENTENCES + 5))


@given(st.text(alphabet="ab .\n!", max_size=60), st.text(alphabet="ab .\n!", max_size=60))
def test_what_is_told_holds_every_word_of_both_editions(before: str, after: str) -> None:
    found = changes(before, after)
    if any(change.skipped for change in found):
        return
    for kept, text in (("gone", before), ("new", after)):
        words = " ".join(
            "".join(piece for kind, piece in change.pieces if kind in {"same", kept}) for change in found
        ).split()
        assert sorted(words) == sorted(" ".join(sentences(text)).split())
