"""One desk with everything awkward in it, the same uids and times on every database."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from unittest.mock import patch
from uuid import UUID

from annotations.models.articles import Article
from annotations.models.projects import Project
from annotations.models.releases import Release
from annotations.models.users import User
from annotations.selectors.blobs import blob_bytes
from annotations.services.accounts import account_create
from annotations.services.actor import Actor, Door
from annotations.services.articles import About, Source, article_import
from annotations.services.claims import claim_mark, claim_resize
from annotations.services.evidence import evidence_add
from annotations.services.judgements import judgement_record, judgement_undo
from annotations.services.projects import project_create
from annotations.services.releases import release_freeze, release_request
from annotations.services.statements import statement_change
from annotations.services.suggestions import suggestions_store
from tests.snapshots import snapshot_kept
from tests.story import NOON, analysis_of, claims_of, minutes, person

# Each line holds a claim whose offsets go wrong for whoever counts bytes, UTF-16 units or what people call characters.
LINES = {
    "emoji": "🚢🚢 Two ships were ordered.",
    "joined emoji": "A family 👩‍👩‍👧‍👦 of four sailed.",
    "combining": "The cafe\u0301 in Malmo\u0308 closed.",
    "arabic": "قال المرفأ إن السفينة غرقت.",
    "hebrew": "הנמל נסגר ביום שני.",
    "nbsp": "It cost 41\u00a0million\u202feuros.",
    "separator": "One\u2028two counted as one.",
    "markup": "It said </script><b>so</b> itself.",
    "formula": "=HYPERLINK was what it said.",
    "quotes": 'He said "no", she said “yes”; both left.',
}
AWKWARD = "\r\n\r\n".join(["Tides & ships", *LINES.values()])
START = Actor.system("set-up", door=Door.COMMAND)


@contextmanager
def counted_uids() -> Iterator[None]:
    """The first uid is 1, the next 2."""
    numbers = count(1)
    with patch("uuid_utils.compat.uuid7", lambda: UUID(int=(7 << 76) | (2 << 62) | next(numbers))):
        yield


def tell() -> Release:
    """The whole story, and its release, frozen."""
    with counted_uids():
        ana, ben, mia = (account(name) for name in ("Ana", "Ben", "Mia"))
        desk, _event = project_create(
            actor=person(mia),
            name="Golden desk",
            slug="golden-desk",
            reviewers_per_claim=2,
            measured_sample=0,  # drawn with the site's own key, so otherwise every site's bytes would differ
            at=NOON,
        )
        work(article_of(desk, ana), ana, ben)
        release, _job, _event2 = release_request(
            actor=person(mia), project=desk, name="Golden", select="all", at=minutes(60)
        )
        release_freeze(actor=START, release=release, at=minutes(61))
        return Release.objects.select_related("project").get(pk=release.pk)


def account(name: str) -> User:
    return account_create(actor=START, email=f"{name.lower()}@golden.example", name=name, at=NOON)[0]


def article_of(desk: Project, ana: User) -> Article:
    """The awkward text, imported with Windows newlines, and its suggestions."""
    about = About(source_name="Harbour news", source_url="https://harbour.example/a?b=1&c=2", external_id="wire-1")
    article = article_import(actor=person(ana), project=desk, source=Source(text=AWKWARD), about=about, at=NOON).article
    suggestions_store(actor=START, article=article, analysis=analysis_of(article.text or ""), at=minutes(1))
    return Article.objects.select_related("project").get(pk=article.pk)


def work(article: Article, ana: User, ben: User) -> None:
    """Agreement, dispute, a changed mind, an undone one, a stale label, evidence, a person's own claim."""
    claims = claims_of(article)
    for number, label in enumerate(("sourced", "opinion", "disputed", "not_a_claim", "unresolved")):
        judgement_record(actor=person(ana), claim=claims[number], label=label, at=minutes(2 + number), confidence=90)
    judgement_record(actor=person(ben), claim=claims[0], label="sourced", note="-1 + 1", active_ms=1200, at=minutes(10))
    judgement_record(actor=person(ben), claim=claims[1], label="disputed", note="@see\nthe log", at=minutes(11))
    judgement_record(actor=person(ben), claim=claims[2], label="sourced", at=minutes(12))
    judgement_undo(actor=person(ben), claim=claims[2], at=minutes(13))
    risky, link = "=cmd|' /C calc'!A0", "https://harbour.example/log"
    evidence_add(actor=person(ben), claim=claims[0], stance="supports", reference=risky, quote="two", at=minutes(14))
    passage = "Two ships were ordered"
    piece, _event = evidence_add(
        actor=person(ana), claim=claims[0], stance="context", url=link, quote=passage, at=minutes(15)
    )
    snapshot_kept(piece, "The log says:\ntwo ships  were ordered 🚢.".encode(), at=minutes(15))
    said: dict[str, Any] = {"speaker": "+1 witness", "first_appearance": link, "appearances": [link, "=a radio hour"]}
    words = "Two ships were ordered for 🚢 Tides."
    statement_change(actor=person(ana), claim=claims[0], wording=words, **said, at=minutes(16))
    statement_change(actor=person(ana), claim=claims[3], wording="Of words it no longer has.", at=minutes(16))
    moved = claims[3]
    claim_resize(actor=person(ana), claim=moved, start=moved.start + 4, end=moved.end, at=minutes(16))
    hidden: dict[str, Any] = {"url": f"{link}/secret", "quote": "a secret", "confidential": True}
    evidence_add(actor=person(ana), claim=claims[1], stance="supports", at=minutes(16), **hidden)
    claim_mark(actor=person(ana), article=article, start=0, end=13, quote="Tides & ships", at=minutes(17))


def rows_of(release: Release) -> bytes:
    """The frozen JSON Lines."""
    return blob_bytes(release.sha256)
