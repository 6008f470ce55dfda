"""Headings, furniture of the page, captions, lists and tables."""

import pytest

from annotations.nlp.types import UnitKind

from .helpers import claims, kind_of, kinds

_PROSE = "Rents rose by four percent in the east of the city last year."


def _page(*lines: str) -> str:
    return "\n\n".join(("Rents rise in the east", _PROSE, *lines))


def test_the_title_is_a_heading() -> None:
    assert kinds(_page())[0] == (UnitKind.HEADING, "Rents rise in the east")


def test_a_single_line_is_a_claim_not_a_heading() -> None:
    assert claims("Rents rise in the east") == ["Rents rise in the east"]


@pytest.mark.parametrize("line", ["What happens next", "A DIVIDED COUNCIL", "## The background", "Key findings:"])
def test_a_short_line_without_a_full_stop_heads_what_follows(line: str) -> None:
    assert kind_of(_page(line, _PROSE), line) is UnitKind.HEADING


def test_a_statement_without_its_full_stop_at_the_end_is_a_claim() -> None:
    assert claims(_page("Wages fell in the west")) == [_PROSE, "Wages fell in the west"]


@pytest.mark.parametrize(
    "line",
    [
        "Our Latest Articles",
        "Read more: Why trams failed",
        "READ MORE",
        "Share this",
        "Facebook Twitter WhatsApp Email",
        "Sign up for our newsletter and never miss a story.",
        "Related: How rents are counted",
        "© 2024 The Evening Post. All rights reserved.",
        "By Ana Ruiz, health editor",
        "• By Ana Ruiz",
        "Opinion by Ana Ruiz",
        "By the data desk of the Post | Updated 9 May 2024, 16:40",
        "Updated at 14.06 BST",
        "3 March 2024",
        "Photograph: Ana Ruiz/The Post",
        "Getty Images",
        "Advertisement",
        "(Reporting by Ana Ruiz; Editing by Tom Hale)",
        "This article was first published in the Evening Post.",
        "Follow Ana Ruiz on Twitter",
        "ENDS",
    ],
)
def test_furniture_of_the_page_is_boilerplate(line: str) -> None:
    assert kind_of(_page(line), line) is UnitKind.BOILERPLATE


@pytest.mark.parametrize(
    "line",
    [
        "Published on Monday, the report shows that rents rose.",
        "Research by Halden University shows that rents rose.",
        "The report was published in March and found nothing.",
        "Terms of the deal were not disclosed.",
        "Copyright law will change next year, ministers said.",
        "More in the east than in the west, rents are rising.",
        "By Monday the water had reached the bridge.",
        "Share prices fell by a third.",
    ],
)
def test_a_sentence_that_only_begins_like_furniture_stays_a_claim(line: str) -> None:
    assert line in claims(_page(line, _PROSE))


def test_the_links_under_latest_articles_are_boilerplate_too() -> None:
    text = _page("Our latest articles", "Mayor quits over bridge", "Storm hits the coast", "Why trams failed")
    assert [kind for kind, _ in kinds(text)][2:] == [UnitKind.BOILERPLATE] * 4


def test_a_name_under_the_title_is_a_byline_and_further_down_a_heading() -> None:
    assert kind_of(f"The bus is dead\n\nMarta Quill\n\n{_PROSE}", "Marta Quill") is UnitKind.BOILERPLATE
    assert kind_of(_page(_PROSE, "Marta Quill", _PROSE), "Marta Quill") is UnitKind.HEADING


@pytest.mark.parametrize(
    "line",
    ["FILE PHOTO: A crane over the harbour. REUTERS/Ana Ruiz", "Figure 2: Rents by borough", "Photo: The harbour."],
)
def test_what_describes_a_picture_is_a_caption(line: str) -> None:
    assert kind_of(_page(line, _PROSE), line) is UnitKind.CAPTION


@pytest.mark.parametrize(
    "line", ["Ostend\t980\t+12%", "| Year | Homes |", "14:05 BST", "* * *", "12.40", "Homes: 4,211"]
)
def test_tables_times_and_ornaments_are_neither_claims_nor_headings(line: str) -> None:
    assert kind_of(_page(line, _PROSE), line) is UnitKind.OTHER


def test_list_items_are_claims_without_their_bullets() -> None:
    text = _page("- Rents rose in the east", "• Wages fell", "2. Nobody moved.")
    assert claims(text) == [_PROSE, "Rents rose in the east", "Wages fell", "Nobody moved."]


def test_a_dateline_is_cut_off_and_is_boilerplate() -> None:
    text = _page("PORT ARLEN, March 3 (Wire) - Dockers voted to strike on Sunday.")
    assert kind_of(text, "PORT ARLEN, March 3 (Wire) -") is UnitKind.BOILERPLATE
    assert claims(text)[-1] == "Dockers voted to strike on Sunday."


def test_a_time_stamp_before_an_entry_does_not_belong_to_the_claim() -> None:
    assert claims("13:12 - Two roads are closed.\n13:40 Trains have stopped.") == [
        "Two roads are closed.",
        "Trains have stopped.",
    ]


def test_questions_are_questions_and_answers_lose_their_mark() -> None:
    text = "Q: What has changed?\nA: We have built 300 homes."
    assert kinds(text) == [
        (UnitKind.QUESTION, "What has changed?"),
        (UnitKind.CLAIM, "We have built 300 homes."),
    ]


def test_lines_broken_by_width_are_joined() -> None:
    text = (
        "The council voted on Monday to raise the rents of all homes in\n"
        "the east of the city by four percent, which will bring in about\n"
        "two million euros a year."
    )
    assert claims(text) == [text]


def test_lines_that_are_paragraphs_stay_apart() -> None:
    assert claims("Rents rose in the east of the city.\nWages fell in the west of it.") == [
        "Rents rose in the east of the city.",
        "Wages fell in the west of it.",
    ]


def test_minified_code_is_not_a_claim() -> None:
    assert claims(_page("a=function(){return{b:c,d:[e,f]}};" * 20)) == [_PROSE]
