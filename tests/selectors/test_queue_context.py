"""The words around a claim: its paragraph verbatim, and the paragraphs beside it."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.selectors.queue_context import REACH, context_between


def test_blank_lines_part_paragraphs() -> None:
    found = context_between("A title\n\nOne line\nbroken. ", " The rest.\n \nNext one.\n\nFar away.")
    assert found.before == "One line\nbroken. "
    assert found.after == " The rest."
    assert (found.paragraph_before, found.paragraph_after) == ("A title", "Next one.")


def test_without_blank_lines_lines_part_them() -> None:
    found = context_between("A title\nBefore. ", " After.\nNext one.")
    assert (found.before, found.after) == ("Before. ", " After.")
    assert (found.paragraph_before, found.paragraph_after) == ("A title", "Next one.")


def test_a_claim_alone_has_nothing_around_it() -> None:
    found = context_between("", "")
    assert (found.before, found.after, found.paragraph_before, found.paragraph_after) == ("", "", "", "")


def test_a_long_paragraph_is_cut_between_words() -> None:
    long = "harbour " * REACH
    found = context_between(long[-REACH:], long[:REACH])
    assert found.before.startswith("harbour ")
    assert found.after.endswith(" harbour") or found.after.endswith("harbour")


words = st.text(st.sampled_from("ab .\n🚢\u00a0"), max_size=60)


@given(before=words, after=words)
def test_the_paragraph_is_a_verbatim_end_and_beginning(before: str, after: str) -> None:
    found = context_between(before, after)
    assert before.endswith(found.before)
    assert after.startswith(found.after)
    assert found.paragraph_before in before
    assert found.paragraph_after in after
