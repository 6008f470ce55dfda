"""Articles come in once, keep their words, and go out of sight without being lost."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import IntegrityError, connection

from annotations.errors import (
    AnnotationError,
    EmptyText,
    ExternalIdTaken,
    FileTooLarge,
    InvalidCharacters,
    InvalidValue,
    TextTooLong,
)
from annotations.extract.types import Document, ExtractionWarning
from annotations.models.articles import Article
from annotations.models.jobs import Job
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.search import SearchEntry
from annotations.models.users import User
from annotations.selectors.blobs import blob_bytes
from annotations.selectors.verification import ledger_verdict
from annotations.services import articles as service
from annotations.services.actor import Actor
from annotations.services.articles import (
    About,
    Source,
    article_archive,
    article_fail,
    article_import,
    article_reprocess,
    article_restore,
    article_store_text,
)
from annotations.services.jobs import ClaimedJob, LeaseLost, job_claim
from annotations.services.projects import project_create
from tests.story import FERRY, NOON, claims_of, minutes, person

MACHINE = Actor.system("extract")


def take(ana: User, desk: Project, source: Source, **about: Any) -> service.Imported:
    return article_import(actor=person(ana), project=desk, source=source, about=About(**about), at=NOON)


def claimed(article: Article) -> ClaimedJob:
    """The article's queued job, taken."""
    held = job_claim(uid=Job.objects.get(article=article, state="queued").uid, at=NOON)
    assert held is not None
    return held


# --- In ----------------------------------------------------------------------------------------------------------


def test_pasted_words_are_kept_as_they_are_but_for_their_newlines(ana: User, desk: Project) -> None:
    raw = "A\u00a0table,\r\nof tides\u2028 cafe\u0301 🚢\r end </script>"
    article = take(ana, desk, Source(text=raw)).article
    assert article.text == "A\u00a0table,\nof tides\u2028 cafe\u0301 🚢\n end </script>"
    assert article.text_sha256 == hashlib.sha256(article.text.encode()).hexdigest()
    assert article.text_length == len(article.text)
    assert (article.origin, article.status, article.title) == ("paste", "queued", "A\u00a0table,")


def test_characters_that_cannot_be_kept_are_replaced_and_counted(ana: User, desk: Project) -> None:
    article = take(ana, desk, Source(text="a\0b \ud83d c")).article
    article.refresh_from_db()
    assert article.text == "a\ufffdb \ufffd c"
    assert [warning["code"] for warning in article.warnings] == ["characters_replaced"]
    assert "2" in article.warnings[0]["message"]


def test_a_new_article_has_its_job_in_the_same_transaction(ana: User, desk: Project) -> None:
    imported = take(ana, desk, Source(text="Words."))
    assert imported.job is not None
    assert (imported.job.kind, imported.job.article) == ("preannotate_article", imported.article)
    filed = take(ana, desk, Source(body=b"<p>x</p>", filename="x.html", media_type="text/html"))
    assert filed.job is not None
    assert (filed.job.kind, filed.article.text) == ("extract_article", None)


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (Source(text=" \n\t "), EmptyText),
        (Source(text=""), EmptyText),
        (Source(text="x" * 1_000_001), TextTooLong),
        (Source(body=b""), EmptyText),
        (Source(body=b"x" * (10 * 1024 * 1024 + 1), filename="x.txt"), FileTooLarge),
        (Source(), InvalidValue),
        (Source(text="a", html="<p>a"), InvalidValue),
        (Source(url="ftp://harbour.example/"), InvalidValue),
        (Source(url="javascript:alert(1)"), InvalidValue),
        (Source(url="http://["), InvalidValue),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_what_cannot_be_an_article_leaves_nothing(
    ana: User, desk: Project, source: Source, error: type[AnnotationError]
) -> None:
    before = LedgerEvent.objects.count()
    with pytest.raises(error):
        take(ana, desk, source)
    assert not Article.objects.exists()
    assert LedgerEvent.objects.count() == before


@pytest.mark.parametrize(
    ("field", "about"),
    [
        ("title", {"title": "x" * 501}),
        ("title", {"title": "a\0"}),
        ("external_id", {"external_id": "x" * 201}),
        ("source_url", {"source_url": "harbour.example"}),
        ("metadata", {"metadata": {"a": float("nan")}}),
        ("metadata", {"metadata": {"a": {1, 2}}}),
        ("metadata", {"metadata": {"a": "\0"}}),
        ("metadata", {"metadata": {"a\0": 1}}),
        ("metadata", {"metadata": {"a": "\ud83d"}}),
        ("metadata", {"metadata": {"a": "x" * 20_001}}),
        ("published_at", {"published_at": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2)))}),
        ("published_at", {"published_at": datetime(9999, 12, 31, 23, tzinfo=timezone(-timedelta(hours=2)))}),
        ("published_at", {"published_at": datetime(2026, 3, 4)}),
    ],
)
def test_what_is_said_about_an_article_is_checked(ana: User, desk: Project, field: str, about: dict[str, Any]) -> None:
    with pytest.raises((InvalidValue, InvalidCharacters)) as refusal:
        take(ana, desk, Source(text="Words."), **about)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "metadata",
    [
        {"a": 1e22, "b": 1e16, "c": -0.0, "d": 5e-324, "e": 0.1, "f": 1.0, "g": 10**30},
        {"deep": [{"x": 1.5e300}, None, True, "\u2028"], "": ""},
    ],
)
def test_metadata_is_the_same_on_every_database(ana: User, desk: Project, metadata: dict[str, Any]) -> None:
    """PostgreSQL spells 1e22 in digits and forgets the sign of -0.0; the ledger must not mind."""
    article = take(ana, desk, Source(text="Words."), metadata=metadata).article
    assert Article.objects.get(pk=article.pk).metadata == json.loads(json.dumps(metadata))
    assert ledger_verdict().intact


# --- Once --------------------------------------------------------------------------------------------------------


def test_the_same_words_are_the_same_article(ana: User, ben: User, desk: Project) -> None:
    first = take(ana, desk, Source(text="A\nB"), title="One")
    again = take(ben, desk, Source(text="A\r\nB"), title="Two")
    assert (again.article, again.created, again.job, again.event) == (first.article, False, None, None)
    assert take(ana, desk, Source(text="A\nB ")).created, "a blank more is another text"
    assert Article.objects.count() == 2


def test_the_same_words_in_another_project_are_another_article(ana: User, mia: User, desk: Project) -> None:
    other, _event = project_create(actor=person(mia), name="Night desk", at=NOON)
    first, second = take(ana, desk, Source(text="A B")), take(ana, other, Source(text="A B"))
    assert second.created
    assert second.article != first.article


def test_the_same_file_is_the_same_article_whatever_its_name(ana: User, desk: Project) -> None:
    first = take(ana, desk, Source(body=b"<p>x</p>", filename="a.html", media_type="text/html"))
    again = take(ana, desk, Source(body=b"<p>x</p>", filename="b.html", media_type="text/html"))
    assert (again.article, again.created) == (first.article, False)
    assert blob_bytes(first.article.original_sha256) == b"<p>x</p>"


def test_an_external_id_names_one_text(ana: User, desk: Project) -> None:
    first = take(ana, desk, Source(text="A B"), external_id="wire-1")
    assert take(ana, desk, Source(text="A B"), external_id="wire-1").article == first.article
    with pytest.raises(ExternalIdTaken) as refusal:
        take(ana, desk, Source(text="Other words"), external_id="wire-1")
    assert refusal.value.details == {"article": str(first.article.uid)}
    assert take(ana, desk, Source(text="Other words"), external_id="wire-2").created
    assert take(ana, desk, Source(text="More words")).created, "no id is no clash"


def test_an_external_id_of_an_address_names_that_address(ana: User, desk: Project) -> None:
    first = take(ana, desk, Source(url="https://harbour.example/a"), external_id="wire-1")
    assert take(ana, desk, Source(url="https://harbour.example/a"), external_id="wire-1").article == first.article
    with pytest.raises(ExternalIdTaken):
        take(ana, desk, Source(url="https://harbour.example/b"), external_id="wire-1")


@pytest.mark.parametrize("external_id", ["", "wire-1"])
def test_who_loses_a_race_gets_the_winners_article(
    ana: User, ben: User, desk: Project, monkeypatch: pytest.MonkeyPatch, external_id: str
) -> None:
    """The rival's article arrives between our look and our insert: our look, the first time, misses it."""
    look, misses = service.already_there, [None]
    take(ben, desk, Source(text="A B"), external_id=external_id)
    monkeypatch.setattr(service, "already_there", lambda article: misses.pop() if misses else look(article))
    mine = take(ana, desk, Source(text="A B"), external_id=external_id)
    assert (mine.created, mine.article.imported_by) == (False, ben)
    assert misses == []
    assert Article.objects.count() == 1
    assert ledger_verdict().intact


# --- Extracted ---------------------------------------------------------------------------------------------------


def filed(ana: User, desk: Project, body: bytes = b"<p>x</p>") -> Article:
    return take(ana, desk, Source(body=body, filename="a.html", media_type="text/html")).article


def test_extracted_words_are_stored_once_with_what_the_document_says(ana: User, desk: Project) -> None:
    article = filed(ana, desk)
    document = Document(
        text="Tides\n\nThe table.",
        title="Tides of May",
        byline="R. Pell",
        published_at=datetime(2026, 5, 1, tzinfo=UTC),
        language="en",
        warnings=(ExtractionWarning("charset_guessed", "Guessed."),),
    )
    article_store_text(actor=MACHINE, article=article, document=document, at=minutes(1), claimed=claimed(article))
    article.refresh_from_db()
    assert (article.text, article.title, article.byline) == (document.text, "Tides of May", "R. Pell")
    assert (article.status, article.language) == ("queued", "en")
    assert [warning["code"] for warning in article.warnings] == ["charset_guessed"]
    assert Job.objects.get(article=article, state="queued").kind == "preannotate_article"
    assert " table " in SearchEntry.objects.get(article=article, kind="article").words
    assert ledger_verdict().intact


def test_what_the_importer_said_goes_before_what_the_document_says(ana: User, desk: Project) -> None:
    source = Source(body=b"<p>x</p>", filename="a.html", media_type="text/html")
    article = take(ana, desk, source, title="Ours", language="fr").article
    document = Document(text="Words.", title="Theirs", language="en", byline="R. Pell")
    article_store_text(actor=MACHINE, article=article, document=document, at=NOON, claimed=claimed(article))
    article.refresh_from_db()
    assert (article.title, article.language, article.byline) == ("Ours", "fr", "R. Pell")


def test_a_file_with_the_words_of_another_article_is_its_duplicate(ana: User, desk: Project) -> None:
    first = take(ana, desk, Source(text="Words.")).article
    article = filed(ana, desk)
    document = Document(text="Words.")
    article_store_text(actor=MACHINE, article=article, document=document, at=NOON, claimed=claimed(article))
    article.refresh_from_db()
    assert (article.status, article.duplicate_of, article.text) == ("duplicate", first, None)
    assert not Job.objects.filter(article=article, state="queued").exists()
    with pytest.raises(InvalidValue):
        article_reprocess(actor=person(ana), article=article, at=NOON)
    assert ledger_verdict().intact


def test_a_worker_that_lost_its_lease_stores_nothing(ana: User, desk: Project) -> None:
    article = filed(ana, desk)
    late = claimed(article)
    job_claim(uid=late.job.uid, at=minutes(5))  # somebody else took the silent job
    with pytest.raises(LeaseLost):
        article_store_text(actor=MACHINE, article=article, document=Document(text="W."), at=minutes(6), claimed=late)
    article.refresh_from_db()
    assert (article.text, article.row_version) == (None, 1)
    assert ledger_verdict().intact


def test_words_that_are_there_stay_when_an_old_job_brings_others(ana: User, desk: Project) -> None:
    article = filed(ana, desk)
    article_store_text(actor=MACHINE, article=article, document=Document(text="W."), at=NOON, claimed=claimed(article))
    old = Job.objects.get(article=article, kind="extract_article")
    Job.objects.filter(pk=old.pk).update(state="queued")
    held = job_claim(uid=old.uid, at=minutes(1))
    assert held is not None
    article_store_text(actor=MACHINE, article=article, document=Document(text="X."), at=minutes(1), claimed=held)
    article.refresh_from_db()
    assert article.text == "W."
    assert ledger_verdict().intact


def test_the_database_itself_keeps_one_article_for_a_text(ana: User, desk: Project) -> None:
    article = take(ana, desk, Source(text="Words.")).article
    assert "article_once_per_project" in {constraint.name for constraint in article._meta.constraints}
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, "annotations_article")
    assert constraints["article_once_per_project"]["unique"]


# --- Failed, tried again, archived -------------------------------------------------------------------------------


def test_a_failed_article_says_why_and_can_be_tried_again(ana: User, desk: Project) -> None:
    article = filed(ana, desk)
    article_fail(actor=MACHINE, article=article, error=EmptyText(), at=NOON, claimed=claimed(article))
    article.refresh_from_db()
    assert (article.status, article.error_code, bool(article.error_hint)) == ("failed", "empty_text", True)
    job, event = article_reprocess(actor=person(ana), article=article, at=minutes(1))
    article.refresh_from_db()
    assert (article.status, article.error_code, article.error_hint) == ("queued", "", "")
    assert (job.kind, event.verb) == ("extract_article", "article.retried")


def test_a_failed_rerun_leaves_a_ready_article_ready(ana: User, article: Article) -> None:
    Job.objects.filter(article=article).update(state="done")
    article_reprocess(actor=person(ana), article=article, at=minutes(1))
    article_fail(actor=MACHINE, article=article, error=EmptyText(), at=minutes(2), claimed=claimed(article))
    article.refresh_from_db()
    assert (article.status, article.error_code) == ("ready", "")


def test_archiving_hides_and_restoring_brings_everything_back(ana: User, article: Article) -> None:
    claims = [claim.uid for claim in claims_of(article)]
    assert article_restore(actor=person(ana), article=article, at=NOON) is None
    assert article_archive(actor=person(ana), article=article, at=minutes(1)) is not None
    assert article_archive(actor=person(ana), article=article, at=minutes(2)) is None
    article.refresh_from_db()
    assert article.archived_at == minutes(1)
    assert not Article.objects.present().exists()
    article_restore(actor=person(ana), article=article, at=minutes(3))
    assert [claim.uid for claim in claims_of(Article.objects.present().get())] == claims
    assert Article.objects.get().text == FERRY


def test_an_error_that_is_no_rivalry_is_not_swallowed(
    ana: User, desk: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**arguments: object) -> None:
        raise IntegrityError("something else")

    monkeypatch.setattr(service, "import_once", broken)
    with pytest.raises(IntegrityError, match="something else"):
        take(ana, desk, Source(text="Words."))
