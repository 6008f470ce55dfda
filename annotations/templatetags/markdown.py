"""Guidelines as people wrote them, in Markdown, as safe HTML: made by markdown-it, then cleaned again by nh3."""

from functools import lru_cache

import nh3
from django import template
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

register = template.Library()
TAGS = {"p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td", "h2", "h3", "h4", "h5", "h6"}
# Raw HTML stays text, and pictures stay out: they would tell another site who reads.
WRITER = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"]).disable("image")


@register.filter
def markdown(text: str, down: int = 1) -> SafeString:
    """The text as HTML. `down`: by how many levels its headings go under the page's own."""
    return mark_safe(rendered(text, int(down)))  # noqa: S308  cleaned by nh3 in `rendered`


@lru_cache(maxsize=64)
def rendered(text: str, down: int) -> str:
    """Clean HTML, kept for the next reader."""
    tokens = WRITER.parse(text)
    for token in tokens:
        lower(token, down)
    html: str = WRITER.renderer.render(tokens, WRITER.options, {})
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


def lower(token: Token, down: int) -> None:
    """A heading under the page's own."""
    if token.type in {"heading_open", "heading_close"}:
        token.tag = f"h{min(6, int(token.tag[1]) + down)}"
