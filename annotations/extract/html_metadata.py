"""What a page says about itself: in JSON-LD, in its meta tags, in its head."""

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

from annotations.extract.dates import moment
from annotations.extract.metadata import Metadata, clean, language_code

_ARTICLE_TYPES = ("Article", "BlogPosting", "Report", "Posting", "WebPage")
_JSON_BYTES = 500_000
_AUTHORS = 20


def page_metadata(root: etree._Element) -> Metadata:
    """Give what the page declares: JSON-LD first, then meta tags, then <title>, <time> and lang."""
    declared = _from_meta(root).filled_from(_from_elements(root))
    return _from_json_ld(root).filled_from(declared)


def _from_json_ld(root: etree._Element) -> Metadata:
    found = Metadata()
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text or len(script.text) > _JSON_BYTES:
            continue
        try:
            value = json.loads(script.text)
        except (ValueError, RecursionError):
            continue
        for thing in _things(value):
            if any(str(kind).endswith(_ARTICLE_TYPES) for kind in _list(thing.get("@type"))):
                found = found.filled_from(_from_thing(thing))
    return found


def _from_thing(thing: dict[str, Any]) -> Metadata:
    names = (_name(author) for author in _list(thing.get("author"))[:_AUTHORS])
    kinds = [str(kind) for kind in _list(thing.get("@type"))]
    return Metadata(
        title=clean(thing.get("headline")) or ("" if "WebPage" in kinds else clean(thing.get("name"))),
        byline=clean(", ".join(name for name in names if name)),
        published_at=moment(thing.get("datePublished")),
        source_name=_name(next(iter(_list(thing.get("publisher"))), "")),
        language=language_code(thing.get("inLanguage")),
    )


def _things(value: object) -> Iterator[dict[str, Any]]:
    """The objects at the top: alone, in a list, or under @graph."""
    for thing in _list(value):
        if isinstance(thing, dict):
            yield thing
            yield from (inner for inner in _list(thing.get("@graph")) if isinstance(inner, dict))


def _list(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _name(value: object) -> str:
    return clean(value.get("name") if isinstance(value, dict) else value)


def _from_meta(root: etree._Element) -> Metadata:
    values: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = clean(meta.get("content"))
        if key and content:
            values.setdefault(key, []).append(content)

    def first(*keys: str) -> str:
        return next((values[key][0] for key in keys if key in values), "")

    authors = [
        author
        for key in ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author")
        for author in values.get(key, [])
        if not author.lower().startswith(("http://", "https://"))
    ]
    dates = (
        "article:published_time",
        "datepublished",
        "dc.date.issued",
        "dc.date",
        "parsely-pub-date",
        "date",
        "pubdate",
    )
    return Metadata(
        title=first("og:title", "twitter:title", "dc.title"),
        byline=clean(", ".join(dict.fromkeys(authors[:_AUTHORS]))),
        published_at=next((at for key in dates for value in values.get(key, []) if (at := moment(value))), None),
        source_name=first("og:site_name", "application-name", "dc.publisher"),
        language=language_code(first("og:locale", "content-language", "dc.language")),
    )


def _from_elements(root: etree._Element) -> Metadata:
    time = next((time for time in root.iter("time") if time.get("datetime")), None)
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    return Metadata(
        title=_title(root),
        published_at=moment(time.get("datetime")) if time is not None else None,
        language=language_code(language),
    )


def _title(root: etree._Element) -> str:
    """The <title>, or the page's only <h1> where the <title> is that and the name of the site."""
    element = root.find(".//title")
    title = clean("".join(element.itertext())) if element is not None else ""
    headings = [clean("".join(heading.itertext())) for heading in root.iter("h1")]
    return headings[0] if len(headings) == 1 and headings[0] and (not title or headings[0] in title) else title
