"""Search finds the same on every database: what the index says is compared with plain Python."""

import importlib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import annotations.migrations
from annotations.models.articles import Article
from annotations.models.projects import Project
from annotations.models.search import SearchEntry, SearchKind
from annotations.models.search_index import FTS, install_search
from annotations.models.users import User
from annotations.selectors.search import found_by, hits_of
from annotations.services.articles import article_archive
from annotations.services.claims import claim_merge, claim_resize, claim_split, claim_withdraw
from annotations.services.evidence import evidence_add, evidence_withdraw
from annotations.services.judgements import judgement_record
from annotations.services.notes import note_write
from annotations.services.projects import membership_end, project_create
from annotations.services.search_index import search_rebuild
from annotations.terms import has_all, terms_of
from annotations.words import index_line
from tests.story import NOON, MakeArticle, claims_of, minutes, person

# Letters that fold, that join, that no index of a database cuts as we do, and signs that mean something to one.
ALPHABET = "aábβΣß_3१'\"*:&|!()\\%-. \u0301كक"
queries = st.text(alphabet=ALPHABET, max_size=12)
texts = st.lists(st.text(alphabet=ALPHABET, min_size=1, max_size=24), min_size=1, max_size=6)


def kinds_found(reader: User, q: str) -> dict[str, int]:
    """How many of each kind."""
    found: dict[str, int] = {}
    for entry in found_by(reader, terms_of(q)):
        found[entry.kind] = found.get(entry.kind, 0) + 1
    return found


def quotes(reader: User, q: str) -> list[str]:
    """The claims that are found, in their order."""
    return [entry.claim.quote for entry in found_by(reader, terms_of(q), kind=SearchKind.CLAIM) if entry.claim]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=texts, asked=st.lists(queries, min_size=1, max_size=4))
def test_the_index_finds_what_plain_python_finds(article: Article, written: list[str], asked: list[str]) -> None:
    SearchEntry.objects.all().delete()
    lines = [index_line(text) for text in written]
    for place, line in enumerate(lines):
        SearchEntry.objects.create(
            kind="article", project=article.project, article=article, at=NOON, place=place, words=line
        )
    for q in [*asked, *written, *(f'"{text}"' for text in written), *(f"{text[:2]}*" for text in written)]:
        terms = terms_of(q)
        found = SearchEntry.objects.matching(terms).order_by("place").values_list("place", flat=True)
        assert list(found) == [place for place, line in enumerate(lines) if has_all(line, terms)], q


def test_what_no_index_can_hold_is_found_all_the_same(ana: User, make_article: MakeArticle) -> None:
    make_article(f"Kraken {'x' * 3_000} rose.", ready=False)
    make_article("Kraken lines rose.", ready=False)
    assert SearchEntry.objects.filter(loose=True).count() == 1
    for q, found in [("kraken ", 2), (f'"kraken {"x" * 2_000}', 1), ("x" * 3_000 + " ", 1), ("x ", 0), ("rose ", 2)]:
        assert found_by(ana, terms_of(q)).count() == found


def test_everything_with_words_is_found(ana: User, article: Article) -> None:
    claim = claims_of(article)[0]
    evidence_add(actor=person(ana), claim=claim, stance="context", reference="The ferry log", at=minutes(1))
    note_write(actor=person(ana), claim=claim, body="Ask the ferry line.", at=minutes(2))
    assert kinds_found(ana, "ferry ") == {"article": 1, "evidence": 1, "note": 1}
    assert kinds_found(ana, "council ") == {"article": 1, "claim": 1}
    assert kinds_found(ana, "") == {}
    assert kinds_found(ana, "—") == {}


def test_what_changes_is_found_by_its_new_words_only(ana: User, article: Article) -> None:
    actor, council = person(ana), claims_of(article)[0]
    claim_resize(actor=actor, claim=council, start=council.start + 4, end=council.end - 8, at=minutes(1))
    assert (quotes(ana, "ordered "), quotes(ana, '"the county"')) == (["county council ordered two ships on"], [])
    first = claims_of(article)[0]
    cut = first.start + len("county council")
    claim_split(actor=actor, claim=first, points=[cut], at=minutes(2))
    assert quotes(ana, "council ") == ["county council"]
    claim_merge(actor=actor, claims=claims_of(article)[:2], at=minutes(3))
    assert quotes(ana, '"council ordered"') == ["county council ordered two ships on"]
    claim_withdraw(actor=actor, claim=claims_of(article)[0], at=minutes(4))
    assert quotes(ana, "council ") == []


def test_withdrawn_evidence_and_archived_articles_are_not_found(ana: User, eva: User, article: Article) -> None:
    piece, _event = evidence_add(
        actor=person(ana), claim=claims_of(article)[0], stance="context", reference="Ferry log", at=NOON
    )
    assert kinds_found(ana, "ferry log") == {"evidence": 1}
    evidence_withdraw(actor=person(ana), evidence=piece, at=minutes(1))
    assert kinds_found(ana, "ferry") == {"article": 1}
    article_archive(actor=person(eva), article=article, at=minutes(2))
    assert kinds_found(ana, "ferry") == {}


def test_strangers_find_nothing(ana: User, oto: User, mia: User, article: Article, desk: Project) -> None:
    assert kinds_found(oto, "ferry") == {}
    assert kinds_found(ana, "ferry") == {"article": 1}
    membership_end(actor=person(mia), membership=desk.memberships.get(user=ana, removed_at=None), at=minutes(1))
    assert kinds_found(ana, "ferry") == {}


def test_a_colleagues_note_is_found_after_deciding_only(ana: User, ben: User, vic: User, article: Article) -> None:
    claim = claims_of(article)[0]
    note_write(actor=person(ana), claim=claim, body="Kraken spotted.", at=NOON)
    assert kinds_found(ana, "kraken") == {"note": 1}
    assert kinds_found(vic, "kraken") == kinds_found(ben, "kraken") == {}
    judgement_record(actor=person(ben), claim=claim, label="opinion", at=minutes(1))
    assert kinds_found(ben, "kraken") == {"note": 1}


def test_the_newest_come_first_and_claims_as_the_text_has_them(ana: User, make_article: MakeArticle) -> None:
    make_article("Boat one came. Boat two came.")
    make_article("Boat three came. Boat four came.", at=minutes(1))
    assert quotes(ana, "boat") == ["Boat three came.", "Boat four came.", "Boat one came.", "Boat two came."]


def test_one_project_can_be_searched_alone(mia: User, article: Article, make_article: MakeArticle) -> None:
    other, _event = project_create(actor=person(mia), name="Night desk", at=NOON)
    make_article("The ferry sank.", project=other, by=mia)
    assert {entry.project.slug for entry in found_by(mia, terms_of("ferry"))} == {"city-desk", "night-desk"}
    assert {entry.project.slug for entry in found_by(mia, terms_of("ferry"), project=other)} == {"night-desk"}


def test_a_hit_shows_where_the_words_are(ana: User, article: Article) -> None:
    entries = list(found_by(ana, terms_of("harbour off")))
    for hit in hits_of(entries, terms_of("harbour off")):
        assert [piece.text for piece in hit.words if piece.hit] == ["harbour", "office"]
        assert hit.article == article


def test_rebuilding_makes_what_is_there(ana: User, article: Article) -> None:
    claim = claims_of(article)[0]
    evidence_add(actor=person(ana), claim=claim, stance="context", reference="Ferry log", at=NOON)
    note_write(actor=person(ana), claim=claim, body="Ask the ferry line.", at=NOON)
    fields = ("kind", "project", "article", "claim", "evidence", "note", "at", "place", "loose", "words")
    before = set(SearchEntry.objects.values_list(*fields))
    SearchEntry.objects.filter(kind="claim").delete()
    assert search_rebuild() == len(before) == 7
    assert set(SearchEntry.objects.values_list(*fields)) == before
    assert kinds_found(ana, "ferry") == {"article": 1, "evidence": 1, "note": 1}


def test_the_migration_takes_in_what_there_was(ana: User, article: Article) -> None:
    claim = claims_of(article)[0]
    evidence_add(actor=person(ana), claim=claim, stance="context", reference="Ferry log", at=NOON)
    note_write(actor=person(ana), claim=claim, body="Ask the ferry line.", at=NOON)
    fields = ("kind", "project", "article", "claim", "evidence", "note", "at", "place", "loose", "words")
    before = set(SearchEntry.objects.values_list(*fields))
    SearchEntry.objects.all().delete()
    name = next(Path(annotations.migrations.__path__[0]).glob("*_search_takes_in_what_there_is.py")).stem
    importlib.import_module(f"annotations.migrations.{name}").take_in(apps, None)
    assert set(SearchEntry.objects.values_list(*fields)) == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite drops triggers")
def test_a_lost_trigger_is_put_back_and_what_it_missed_is_taken_in(ana: User, article: Article) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {FTS}_insert")
    note_write(actor=person(ana), claim=claims_of(article)[0], body="Kraken spotted.", at=NOON)
    assert kinds_found(ana, "kraken") == {}
    install_search()
    assert kinds_found(ana, "kraken") == {"note": 1}
