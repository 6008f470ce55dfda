"""Every door of the site, walked by everybody: what is confidential comes out for those who may see it and nobody else.
The doors are those of the table of pages and of the API's resolver, so a new one is walked from its first day."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from annotations.extract.types import ExtractionFailed
from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.evidence import Evidence
from annotations.models.jobs import Job
from annotations.models.projects import Project
from annotations.models.snapshots import Snapshot
from annotations.models.sources import Source
from annotations.models.users import User
from annotations.selectors.blobs import blob_bytes
from annotations.selectors.verification import ledger_verdict
from annotations.services.claims import claim_merge
from annotations.services.confidential import evidence_set_confidential
from annotations.services.evidence import evidence_add, evidence_withdraw
from annotations.services.judgements import judgement_record
from annotations.services.reading_links import reading_link_issue
from annotations.services.releases import release_freeze, release_request
from annotations.services.snapshots import snapshot_attach, snapshot_request
from annotations.services.source_register import source_rate
from annotations.services.sources import Attachment
from tests.api.callers import caller
from tests.api.routes import all_routes
from tests.snapshots import snapshot_failed, snapshot_kept
from tests.story import NOON, claims_of, minutes, person
from tests.web.test_permissions import MATRIX

SECRET = "quokka"  # in every field of every secret, and nowhere else
LINK = f"https://{SECRET}.example/burrow"
WORDS: dict[str, Any] = {"quote": f"burrow {SECRET}", "locator": f"p. 3 {SECRET}", "stance": "contradicts"}
# Doors behind which those who may see it find it: the others say that there is nothing to say.
PAGES = {
    *("article-print", "article-review", "claim-panel", "evidence", "search", "search-project", "snapshot-file"),
    *("snapshot-text", "source", "source-list", "job-list", "queue"),
}
API = {
    *("claim-history", "evidence", "evidence-diff", "evidence-list", "job", "search", "snapshot-file"),
    *("snapshot-list", "snapshot-text", "source", "source-list"),
}


@pytest.fixture(autouse=True)
def _plain_files(settings: Any) -> None:
    """Style sheets by their plain names, since nothing is collected for a test."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def claim(article: Article) -> Claim:
    return claims_of(article)[0]


@pytest.fixture
def piece(claim: Claim, ben: User) -> Evidence:
    """Ben's confidential evidence: a link with two snapshots, one that failed and a file; a reference; a document; one
    that was made confidential afterwards; and one that was taken off again."""
    actor, file = person(ben), Attachment(f"burrow {SECRET}".encode(), f"{SECRET}.txt", "text/plain")
    add: dict[str, Any] = {"actor": actor, "claim": claim, "confidential": True, **WORDS}
    piece, _event = evidence_add(url=LINK, reference=f"A {SECRET}", at=minutes(1), **add)
    snapshot_kept(piece, f"The burrow {SECRET} was empty.".encode())
    snapshot_request(actor=actor, evidence=piece, at=minutes(2))
    snapshot_kept(piece, f"The burrow {SECRET} was full.".encode())
    snapshot_request(actor=actor, evidence=piece, at=minutes(3))
    snapshot_failed(piece, ExtractionFailed("unreachable", f"No {SECRET}.", f"Ask {SECRET}."))
    snapshot_attach(actor=actor, evidence=piece, attachment=file, at=minutes(4))
    evidence_add(reference=f"B {SECRET} burrow", at=minutes(5), **add)
    evidence_add(attachment=file, at=minutes(6), **add)
    late, _event = evidence_add(url=f"{LINK}/late", at=minutes(7), **{**add, "confidential": False})
    snapshot_kept(late, f"The late burrow {SECRET}.".encode())
    snapshot_attach(actor=actor, evidence=late, attachment=file, at=minutes(8))
    evidence_set_confidential(actor=actor, evidence=late, confidential=True, at=minutes(9))
    off, _event = evidence_add(reference=f"C {SECRET} burrow", at=minutes(10), **add)
    evidence_withdraw(actor=actor, evidence=off, at=minutes(11))
    source = Source.objects.get(uses__evidence=piece)
    source_rate(actor=actor, source=source, note=f"The {SECRET} is shy.", at=minutes(12))
    return piece


def pages(piece: Evidence, mia: User) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Every page that can be looked at, about the secret where it can be about something: name, address, query."""
    claim, desk = piece.claim, piece.claim.article.project
    snapshot = Snapshot.objects.filter(source_key=piece.source_key, status="kept").latest("id")
    about: dict[str, list[Any]] = {
        "": [],
        "project": [desk.slug],
        "article": [claim.article.uid],
        "claim": [claim.uid],
        "evidence": [piece.uid],
        "snapshot": [piece.uid, snapshot.uid],
        "source": [desk.slug, f"{SECRET}.example"],
    }
    queries: dict[str, dict[str, str]] = {
        "search": {"q": "burrow"},
        "search-project": {"q": "burrow"},
        "claim-list": {"evidence": "some"},
        "article-review": {"claim": str(claim.uid)},
    }
    for line in MATRIX:
        if line.method == "get" and line.about in about:
            yield line.name, reverse(f"web:{line.name}", args=about[line.about]), queries.get(line.name, {})


def routes(piece: Evidence) -> Iterator[tuple[str, str]]:
    """Every address of the API that can be read, about the secret where it can be about something."""
    claim = piece.claim
    snapshot = Snapshot.objects.filter(source_key=piece.source_key, status="kept").latest("id")
    failed = Job.objects.get(snapshot__status="failed", snapshot__source_key=piece.source_key)
    things = {"article": claim.article.uid, "source": piece.use.source.uid, "job": failed.uid}
    for route in all_routes():
        if route.method == "GET" and not route.name.startswith(("release", "member", "token")):
            kind = next((kind for kind in things if route.name == kind or route.name.startswith(f"{kind}-")), "")
            of_evidence = route.name.startswith(("evidence", "snapshot")) and route.name != "evidence-list"
            uid = things.get(kind) or (piece.uid if of_evidence else claim.uid)
            path = route.path(slug=claim.article.project.slug, uid=str(uid), snapshot=str(snapshot.uid))
            yield route.name, f"{path}?q=burrow" if route.name == "search" else path
    yield "search-each", "search/?q=burrow&each=5"


def said(answer: Any, path: str) -> str:
    """All of an answer, its headers too, but for the address that was asked for."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return (body.decode(errors="replace") + str(dict(answer.headers))).lower().replace(path.lower(), "")


def browser(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def pages_telling(reader: User | None, piece: Evidence, mia: User) -> set[str]:
    """The pages where this reader finds the secret."""
    client = browser(reader)
    return {name for name, path, query in pages(piece, mia) if SECRET in said(client.get(path, query), path)}


def routes_telling(reader: User, piece: Evidence) -> set[str]:
    """The routes of the API where they do."""
    api = caller(reader)
    return {name for name, path in routes(piece) if SECRET in said(api.get(path), path)}


@pytest.mark.parametrize("who", ["vic", "ana", "oto", None])
def test_no_page_tells_the_secret_to_who_may_not_see_it(
    piece: Evidence, mia: User, who: str | None, request: pytest.FixtureRequest
) -> None:
    reader = request.getfixturevalue(who) if who else None
    if reader is not None and who == "ana":
        judgement_record(actor=person(reader), claim=piece.claim, label="sourced", at=NOON)
    assert pages_telling(reader, piece, mia) == set()


@pytest.mark.parametrize("who", ["vic", "ana", "oto"])
def test_no_route_of_the_api_tells_the_secret_to_who_may_not_see_it(
    piece: Evidence, who: str, request: pytest.FixtureRequest
) -> None:
    reader = request.getfixturevalue(who)
    if who == "ana":
        judgement_record(actor=person(reader), claim=piece.claim, label="sourced", at=NOON)
    assert routes_telling(reader, piece) == set()


@pytest.mark.parametrize("who", ["ben", "eva", "mia"])
def test_who_may_see_it_finds_it_behind_every_door_it_belongs_behind(
    piece: Evidence, mia: User, who: str, request: pytest.FixtureRequest
) -> None:
    reader = request.getfixturevalue(who)
    assert pages_telling(reader, piece, mia) == PAGES
    assert routes_telling(reader, piece) == API | {"search-each"}


@pytest.mark.parametrize("with_names", [True, False])
def test_a_read_only_link_says_that_there_is_confidential_evidence_and_no_more(
    piece: Evidence, mia: User, with_names: bool
) -> None:
    article = piece.claim.article
    _link, secret, _event = reading_link_issue(
        actor=person(mia), article=article, with_names=with_names, at=timezone.now()
    )
    path = reverse("web:reading", args=[secret])
    page = said(Client().get(path), path)
    assert SECRET not in page
    assert page.count("confidential evidence.") == 4


@pytest.mark.parametrize("format_", ["jsonl", "csv"])
def test_a_release_says_that_there_is_confidential_evidence_and_no_more(
    piece: Evidence, mia: User, desk: Project, format_: str
) -> None:
    release, _job, _event = release_request(
        actor=person(mia), project=desk, name="All", select="all", pseudonyms=False, at=NOON
    )
    release_freeze(actor=person(mia), release=release, at=NOON)
    web, api = reverse("web:release-download", args=[release.uid]), f"releases/{release.uid}/download/"
    read = browser(mia).get(web, {"format": format_}), caller(mia).get(f"{api}?format={format_}")
    for answer in read:
        told = said(answer, "-")
        assert SECRET not in told
        assert told.count('"confidential":true' if format_ == "jsonl" else "(confidential)") == 4
    assert SECRET not in blob_bytes(release.__class__.objects.get().sha256).decode()


def test_the_claim_looks_as_well_supported_to_everybody(
    piece: Evidence, vic: User, eva: User, sign_in_panel: Callable[[User], str]
) -> None:
    hidden, shown = sign_in_panel(vic), sign_in_panel(eva)
    assert 'data-evidence="4"' in hidden
    assert 'data-evidence="4"' in shown
    assert hidden.count("<b>Confidential evidence</b>") == 4
    assert "Contradicts" not in hidden
    assert "Confidential evidence" not in shown
    assert shown.count("<b>Confidential.</b>") == 4
    rows = caller(vic).get(f"claims/{piece.claim.uid}/evidence/").json()["results"]
    assert {(row["confidential"], row["hidden"], row["stance"], row["added_by"]) for row in rows} == {
        (True, True, None, None)
    }
    assert caller(vic).get(f"claims/{piece.claim.uid}/").json()["evidence_count"] == 4


@pytest.fixture
def sign_in_panel(piece: Evidence) -> Callable[[User], str]:
    """The panel of the claim as somebody sees it."""
    return lambda user: browser(user).get(reverse("web:claim-panel", args=[piece.claim.uid])).content.decode()


def test_what_it_went_into_by_a_merge_tells_no_more(piece: Evidence, mia: User, ana: User, article: Article) -> None:
    first, second = claims_of(article)[:2]
    merged, _event = claim_merge(actor=person(ana), claims=[first, second], at=minutes(20))
    copy = Evidence.objects.get(claim=merged, url=LINK)
    assert (copy.confidential, copy.source_key) == (True, piece.source_key)
    judgement_record(actor=person(ana), claim=merged, label="sourced", at=minutes(21))
    assert pages_telling(ana, copy, mia) | routes_telling(ana, copy) == set()
    assert ledger_verdict().intact
