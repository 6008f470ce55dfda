"""Lines of a PDF are joined as a reader would join them."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.extract.pdf_lines import Line, join_lines, paragraphs

WORDS = st.text("abcdefgh ABC.,", min_size=1, max_size=30).filter(lambda words: words.strip() == words)


def line(words: str, y: float, x: float = 72, size: float = 11) -> Line:
    return Line(words=words, x=x, y=y, size=size)


def test_a_word_cut_at_the_end_of_a_line_is_made_whole() -> None:
    assert join_lines(["the har-", "bour"]) == "the harbour"


def test_a_hyphen_before_a_capital_or_a_digit_is_kept() -> None:
    assert join_lines(["Anglo-", "Irish"]) == "Anglo- Irish"
    assert join_lines(["the years 2019-", "2021"]) == "the years 2019- 2021"


def test_a_hyphen_that_the_text_uses_elsewhere_is_kept() -> None:
    assert join_lines(["a well-", "known"], frozenset(("well-known",))) == "a well-known"


def test_a_soft_hyphen_at_the_end_of_a_line_goes() -> None:
    assert join_lines(["har\u00ad", "bour"]) == "harbour"


def test_a_dash_between_spaces_is_no_cut_word() -> None:
    assert join_lines(["the ship -", "a ferry"]) == "the ship - a ferry"


def test_an_indent_starts_a_paragraph() -> None:
    page = [line("The first line of it is long", 700), line("and this goes on a while yet", 686),
            line("A new one begins with an i", 672, x=90), line("ndent, and goes on after that", 658)]  # fmt: skip
    assert len(paragraphs([page])) == 2


def test_a_second_column_goes_on_with_the_sentence() -> None:
    page = [line("the first column ends with a", 100), line("sentence that goes on.", 700, x=300)]
    assert paragraphs([page]) == ["the first column ends with a sentence that goes on."]


def test_a_short_last_line_ends_a_paragraph() -> None:
    page = [line("This line is as long as the column is wide", 700), line("and ends here.", 686),
            line("Then a new paragraph starts without a gap.", 672)]  # fmt: skip
    assert len(paragraphs([page])) == 2


@given(st.lists(st.lists(WORDS, max_size=6), max_size=4))
def test_no_word_is_lost_and_none_is_added(pages: list[list[str]]) -> None:
    placed = [[line(words, 700 - 14 * number) for number, words in enumerate(page)] for page in pages]
    found = "".join("".join(paragraphs(placed)).split())
    assert found == "".join("".join("".join(page) for page in pages).split())
