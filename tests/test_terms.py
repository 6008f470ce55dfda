"""What somebody asked search for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.terms import MOST_TERMS, Term, excerpt, has_all, marked, terms_of
from annotations.words import index_line


@pytest.mark.parametrize(
    ("q", "terms"),
    [
        ("", []),
        ("🚢 — …", []),
        ("ferry", [Term(("ferry",), begins=True)]),
        ("ferry ", [Term(("ferry",))]),
        ("two ferr", [Term(("two",)), Term(("ferr",), begins=True)]),
        ("fer* two ", [Term(("fer",), begins=True), Term(("two",))]),
        ('"Two Ships" came ', [Term(("two", "ships")), Term(("came",))]),
        ('"two shi', [Term(("two", "shi"), begins=True)]),
        ('"two shi*"', [Term(("two", "shi"), begins=True)]),
        ("3.5 ", [Term(("3", "5"))]),
        ("well-kno", [Term(("well", "kno"), begins=True)]),
        ("ferry.", [Term(("ferry",))]),
        ("a a ", [Term(("a",))]),
        ('""', []),
        ("Müller's ", [Term(("muller", "s"))]),
    ],
)
def test_a_query_is_read_as_people_mean_it(q: str, terms: list[Term]) -> None:
    assert list(terms_of(q)) == terms


def test_no_query_has_more_terms_than_a_database_likes() -> None:
    assert len(terms_of(" ".join(f"w{n}" for n in range(200)))) == MOST_TERMS


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("ships two ", True),
        ('"two ships"', True),
        ('"ships two"', False),
        ('"two shi"', False),
        ("shi", True),
        ("shi ", False),
        ('"monday the"', False),
        ("ONS", False),
        ("_", False),
    ],
)
def test_a_line_has_what_was_asked_for_or_not(q: str, found: bool) -> None:
    assert has_all(index_line("Two ships came on Monday", "The harbour"), terms_of(q)) is found


@given(st.text(max_size=80), st.text(max_size=20))
def test_marking_adds_and_loses_nothing(text: str, q: str) -> None:
    assert "".join(piece.text for piece in marked(text, terms_of(q))) == text


@given(st.lists(st.text(alphabet="aäb́c3. -", min_size=1, max_size=5), min_size=1, max_size=8), st.data())
def test_what_is_found_is_marked(words: list[str], data: st.DataObject) -> None:
    text, terms = " ".join(words), terms_of(data.draw(st.sampled_from(words)))
    assert has_all(index_line(text), terms) == (not terms or any(piece.hit for piece in marked(text, terms)))


def test_accents_and_case_do_not_keep_a_word_from_being_marked() -> None:
    pieces = marked("The Cafe\u0301 Müller.", terms_of("CAFÉ mull"))
    assert [piece.text for piece in pieces if piece.hit] == ["Cafe\u0301", "Müller"]


def test_an_excerpt_shows_the_place_and_says_where_it_was_cut() -> None:
    text = f"{'The harbour counted ships. ' * 40}Then a kraken rose.{' Nobody counted it.' * 40}"
    pieces = excerpt(text, terms_of("kraken"))
    assert [piece.text for piece in pieces if piece.hit] == ["kraken"]
    assert pieces[0].text == "… "
    assert pieces[-1].text == " …"
    assert len("".join(piece.text for piece in pieces)) < 400
