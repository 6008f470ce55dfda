"""Spellings of one address are one address; a DOI is a link."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.extract.same_address import doi_link, same_address

PAGE = "https://port.example/a?b=1"


@pytest.mark.parametrize(
    "spelling",
    [
        "HTTPS://Port.Example/a?b=1",
        "https://port.example:443/a?b=1",
        "https://port.example./a?b=1",
        "https://port.example/a?b=1#part-2",
        "https://port.example/a?utm_source=letter&b=1&utm_medium=mail",
        "https://port.example/a?b=1&fbclid=x&gclid=y",
        "  https://port.example/a?b=1 ",
    ],
)
def test_spellings_of_one_page_are_one_address(spelling: str) -> None:
    assert same_address(spelling) == PAGE


@pytest.mark.parametrize(
    "other",
    [
        "http://port.example/a?b=1",
        "https://www.port.example/a?b=1",
        "https://port.example:8443/a?b=1",
        "https://port.example/A?b=1",
        "https://port.example/a/?b=1",
        "https://port.example/a?b=2",
        "https://port.example/a?b=1&utmost=3",
    ],
)
def test_other_pages_stay_others(other: str) -> None:
    assert same_address(other) != PAGE


def test_a_host_is_one_in_letters_and_in_its_ascii_form() -> None:
    assert same_address("https://hafen-köln.example/") == same_address("https://xn--hafen-kln-67a.example")


@pytest.mark.parametrize(
    "written",
    [
        "10.1000/ab.1",
        "doi:10.1000/ab.1",
        "DOI: 10.1000/ab.1",
        "https://doi.org/10.1000/ab.1",
        "dx.doi.org/10.1000/ab.1",
    ],
)
def test_a_doi_is_a_link_however_it_is_written(written: str) -> None:
    assert doi_link(written) == "https://doi.org/10.1000/ab.1"
    assert same_address(doi_link(written.upper().replace("HTTPS", "https"))) == "https://doi.org/10.1000/ab.1"


@pytest.mark.parametrize(
    "words", ["", "Report 10.5", "10.1000", "see doi:10.1000/ab page 3", "https://port.example/10.1"]
)
def test_what_is_no_doi_is_none(words: str) -> None:
    assert doi_link(words) == ""


@given(st.text(max_size=80))
def test_the_one_spelling_is_its_own(words: str) -> None:
    for url in (words, f"https://port.example/{words}", f"https://{words}/a"):
        once = same_address(url)
        assert same_address(once) == once
