"""What the content security policy forbids is in no template, and article text reaches the page verbatim."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

TEMPLATES = Path(__file__).parents[2] / "templates"
JS = Path(__file__).parents[2] / "annotations" / "static" / "annotations" / "js"
PAGES = sorted(TEMPLATES.rglob("*.html"))
VOID = {"input", "br", "img", "meta", "link", "use", "path"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_no_template_carries_inline_style_or_handlers(page: Path) -> None:
    text = page.read_text()
    assert re.findall(r"<style\b", text) == []
    assert re.findall(r"<[^>]*\sstyle\s*=", text) == []
    assert re.findall(r"<[^>]*\son[a-z]+\s*=", text) == []
    assert re.findall(r"javascript:", text) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_every_script_in_a_template_has_a_source_or_the_nonce(page: Path) -> None:
    for tag in re.findall(r"<script\b[^>]*>", page.read_text()):
        assert 'nonce="{{ ' in tag or " src=" in tag, tag


@pytest.mark.parametrize("module", sorted(JS.glob("*.js")), ids=lambda module: module.name)
def test_no_module_writes_markup_from_strings(module: Path) -> None:
    text = module.read_text()
    assert re.findall(r"\.innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_the_words_of_a_page_do_not_shout(page: Path) -> None:
    markup = re.compile(r"<!doctype[^>]*>|<!--.*?-->|{%.*?%}|{{.*?}}|<script.*?</script>|<[^>]+>", re.DOTALL)
    assert "!" not in markup.sub("", page.read_text())


@dataclass
class Card:
    """What the block template reads of a claim."""

    uid: str
    n: int
    label: str = ""
    stale: bool = False


@dataclass
class Piece:
    text: str
    claim: Card | None = None
    continued: bool = False


@dataclass
class Block:
    kind: str
    pieces: list[Piece]
    offset: int = 0
    number: int | None = 1


class ArticleText(HTMLParser):
    """Collects the text of a block without what stands under data-nt."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append("data-nt" in dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and not any(self.open):
            self.text += data


def text_of(markup: str) -> str:
    """The article text inside the only block of `markup`."""
    parser = ArticleText()
    parser.feed(markup)
    parser.close()
    return parser.text


cards = st.builds(
    Card,
    uid=st.just("u"),
    n=st.integers(1, 400),
    label=st.sampled_from(["", "sourced", "disputed", "opinion", "not_a_claim", "unresolved"]),
    stale=st.booleans(),
)
# Line ends other than LF never reach a stored text, and NUL not either.
words = st.text(st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"]), max_size=40)
pieces = st.lists(
    st.builds(Piece, text=words, claim=st.none() | cards, continued=st.booleans()), min_size=1, max_size=6
)
kinds = st.sampled_from(["heading", "paragraph", "boilerplate", "caption", "question", "other"])


@settings(deadline=None)  # the first example also loads the templates
@given(kind=kinds, parts=pieces, title=st.booleans())
def test_a_block_holds_the_article_text_verbatim_and_nothing_else(kind: str, parts: list[Piece], title: bool) -> None:
    markup = render_to_string("partials/_block.html", {"block": Block(kind, parts), "title": title})
    assert text_of(markup) == "".join(piece.text for piece in parts)


def test_markup_in_an_article_is_shown_as_text() -> None:
    block = Block("paragraph", [Piece("<script>alert(1)</script>", Card("u", 1))])
    assert "<script" not in render_to_string("partials/_block.html", {"block": block})


def test_a_claim_that_runs_on_is_announced_and_numbered_once() -> None:
    card = Card("u", 7, "sourced")
    first = render_to_string("partials/_block.html", {"block": Block("paragraph", [Piece("one", card)])})
    later = render_to_string("partials/_block.html", {"block": Block("paragraph", [Piece("two", card, True)])})
    assert 'id="c7"' in first
    assert 'id="c7"' not in later
    assert "Claim 7, sourced:" not in later


@pytest.mark.parametrize(
    ("card", "words_of_it"),
    [
        (Card("u", 5, "disputed"), "Claim 5, disputed:"),
        (Card("u", 5), "Claim 5, not decided:"),
        (Card("u", 5, "not_a_claim"), "Claim 5, not a claim:"),
        (Card("u", 5, "unresolved"), "Claim 5, could not establish:"),
        (Card("u", 5, "disputed", True), "Claim 5, words changed:"),
    ],
)
def test_a_mark_begins_with_what_was_decided(card: Card, words_of_it: str) -> None:
    markup = render_to_string("partials/_block.html", {"block": Block("paragraph", [Piece("words", card)])})
    assert words_of_it in markup
    assert "End of claim 5." in markup
