"""The demo articles: fit to be imported, and varied enough to show what the splitter can do."""

import pytest

from annotations.demo import ARTICLES, PEOPLE, DemoArticle, guidelines
from annotations.extract.text import normalise
from annotations.nlp.pipeline import analyse
from annotations.nlp.types import UnitKind

each_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.file)


@each_article
def test_a_demo_article_is_stored_exactly_as_it_is_written(article: DemoArticle) -> None:
    assert normalise(article.text).text == article.text
    assert normalise(article.text).replaced == 0


@each_article
def test_a_demo_article_has_a_title_and_the_length_of_a_news_story(article: DemoArticle) -> None:
    assert 20 < len(article.title) < 120
    assert 450 <= len(article.text.split()) <= 700


@each_article
def test_a_demo_article_gives_a_reviewer_enough_claims_to_try_the_keys(article: DemoArticle) -> None:
    analysis = analyse(article.text, language="en")
    assert 20 <= len(analysis.claims) <= 60
    assert all(article.text[unit.start : unit.end].strip() for unit in analysis.claims)


def test_the_demo_shows_every_suggested_label_and_every_kind_of_unit_that_is_no_claim() -> None:
    units = [unit for article in ARTICLES for unit in analyse(article.text, language="en").units]
    assert {unit.label.value for unit in units if unit.label} == {"sourced", "disputed", "opinion"}
    assert {UnitKind.HEADING, UnitKind.QUESTION, UnitKind.CAPTION, UnitKind.CLAIM} <= {unit.kind for unit in units}


def test_the_demo_has_people_for_a_dispute_and_for_settling_it() -> None:
    assert [person.role for person in PEOPLE] == ["manager", "reviewer", "reviewer", "adjudicator"]
    assert len({person.email for person in PEOPLE}) == len(PEOPLE)


def test_the_guidelines_name_every_label_with_its_key() -> None:
    text = guidelines()
    for words in ("Sourced (S)", "Disputed (D)", "Opinion (O)", "Not a claim (X)", "could not establish (Q)"):
        assert words in text
