"""Guidelines on the screen: safe Markdown, every version with what it changed, and a notice that comes once."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.models.articles import Article
from annotations.models.guidelines import GuidelinesReading
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.selectors.guidelines import changes_between
from annotations.services.guidelines import guidelines_read
from annotations.services.judgements import judgement_record
from annotations.services.projects import project_change
from annotations.templatetags.markdown import markdown
from tests.story import NOON, claims_of, minutes, person
from tests.web.conftest import SignIn, address

NOTICE = "Guidelines changed since you last looked."


@pytest.fixture
def ruled(desk: Project, mia: User) -> Project:
    """The desk with two versions of its guidelines."""
    project_change(actor=person(mia), project=desk, guidelines="# Labels\n\n- Look **twice**.\n- Be fair.", at=NOON)
    changed = "# Labels\n\n- Look **three times**.\n- Be fair."
    return project_change(actor=person(mia), project=desk, guidelines=changed, at=minutes(1))[0]


def test_the_page_shows_the_text_in_force_and_its_versions(sign_in: SignIn, ana: User, ruled: Project) -> None:
    page = sign_in(ana).get(address("guidelines", ruled.slug)).content.decode()
    assert "<h2>Labels</h2>" in page
    assert "<strong>three times</strong>" in page
    assert page.index("Version 2") < page.index("Version 1")
    assert "Mia" in page


def test_a_version_shows_what_it_changed(sign_in: SignIn, ana: User, ruled: Project) -> None:
    page = sign_in(ana).get(address("guidelines", ruled.slug, version="2")).content.decode()
    assert "What version 2 changed" in page
    assert '<del><span class="vh">Gone: </span>twice</del>' in page
    assert '<ins><span class="vh">New: </span>three times</ins>' in page
    assert "- Be fair." in page


@pytest.mark.parametrize("version", ["3", "0", "-1", "x", "9" * 30])
def test_a_version_that_never_was_is_not_there(sign_in: SignIn, ana: User, ruled: Project, version: str) -> None:
    assert sign_in(ana).get(address("guidelines", ruled.slug, version=version)).status_code == 404


def test_a_script_gets_the_text_alone(sign_in: SignIn, ana: User, ruled: Project) -> None:
    page = sign_in(ana).get(address("guidelines", ruled.slug), headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith('<div id="guidelines-text" data-version="2">')
    assert "<h3>Labels</h3>" in page


def test_the_review_page_tells_of_a_change_once(
    sign_in: SignIn, ana: User, mia: User, desk: Project, article: Article
) -> None:
    client, page = sign_in(ana), address("article-review", article.uid)
    judgement_record(actor=person(ana), claim=claims_of(article)[0], label="sourced", at=NOON)
    assert NOTICE not in client.get(page).content.decode()
    project_change(actor=person(mia), project=desk, guidelines="Look twice.", at=minutes(1))
    assert NOTICE in client.get(page).content.decode()
    answer = client.post(address("guidelines-known", desk.slug), {"back": page})
    assert answer["Location"] == page
    assert NOTICE not in client.get(page).content.decode()


def test_looking_from_the_notice_leads_to_what_changed(sign_in: SignIn, ana: User, ruled: Project) -> None:
    answer = sign_in(ana).post(address("guidelines-known", ruled.slug))
    assert answer["Location"] == address("guidelines", ruled.slug, version="2")
    assert GuidelinesReading.objects.get(user=ana).version == 2


def test_a_script_that_says_they_are_known_gets_no_page(sign_in: SignIn, ana: User, ruled: Project) -> None:
    answer = sign_in(ana).post(address("guidelines-known", ruled.slug), headers={"Accept": "application/json"})
    assert answer.status_code == 204


def test_who_read_them_is_told_nothing(sign_in: SignIn, ana: User, ruled: Project, article: Article) -> None:
    judgement_record(actor=person(ana), claim=claims_of(article)[0], label="sourced", at=NOON)
    guidelines_read(actor=person(ana), project=ruled, version=2, at=minutes(2))
    assert NOTICE not in sign_in(ana).get(address("article-review", article.uid)).content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](https://elsewhere.example/pixel.png)",
        '<https://a.example/"onmouseover=alert(1)>',
        "[x](data:text/html,boo)",
    ],
)
def test_nothing_in_them_runs_or_tells_another_site(text: str) -> None:
    made = str(markdown(text))
    assert not re.search(r"<(script|img|iframe|style)\b", made)
    assert not re.search(r"<[^>]*(javascript:|data:|\son\w+=|style=)", made)


@given(st.text(max_size=200))
def test_any_text_becomes_markup_of_the_allowed_kind(text: str) -> None:
    tags = set(re.findall(r"</?([a-z0-9]+)", str(markdown(text, 2))))
    assert not tags & {"script", "style", "img", "iframe", "h1", "form", "input"}


lines = st.lists(st.sampled_from(["One ship.", "Two ships.", "", "A rule, and more."]), max_size=6).map("\n".join)


@given(old=lines, new=lines)
def test_a_comparison_holds_both_texts_whole(old: str, new: str) -> None:
    changes = changes_between(old, new)

    def side(*kinds: str) -> list[str]:
        left_out = {"gone": "come", "come": "gone"}[kinds[0]]
        kept = [line for line in changes if line.kind != left_out]
        return ["".join(piece.text for piece in line.pieces if piece.kind in ("same", kinds[0])) for line in kept]

    assert side("gone") == (old.split("\n") if old else [])
    assert side("come") == (new.split("\n") if new else [])
