"""One row of everything the guards stand over, and the SQL that attacks them."""

from typing import Any
from uuid import UUID

from django.db import connection, models

from annotations.models.articles import Article
from annotations.models.base import Guarded, new_uid
from annotations.models.claims import Claim
from annotations.models.evidence import Evidence
from annotations.models.guidelines import Guidelines
from annotations.models.judgements import Judgement
from annotations.models.ledger import LedgerEvent, LedgerTouch
from annotations.models.practice import PracticeAnswer, PracticeArticle, PracticeClaim, PracticeRound
from annotations.models.projects import Membership, Project
from annotations.models.releases import Release
from annotations.models.snapshots import Sighting, Snapshot
from annotations.models.sources import Source, SourceRating
from annotations.models.statements import Statement
from annotations.models.users import User
from annotations.services.evidence import evidence_add
from annotations.services.judgements import judgement_record
from annotations.services.projects import project_change
from annotations.services.releases import release_request
from annotations.services.source_register import source_rate
from annotations.services.statements import statement_change
from tests.practice import practice_written, practise
from tests.snapshots import snapshot_kept
from tests.story import NOON, claims_of, person

# A column of each table that an attacker would like to change, and what to.
PRIZES: dict[str, tuple[str, str | int]] = {
    "article": ("title", "Another title"),
    "claim": ("quote", "Other words"),
    "evidence": ("url", "https://elsewhere.example/"),
    "guidelines": ("text", "Other rules"),
    "judgement": ("label", "opinion"),
    "membership": ("role", "viewer"),
    "practice_article": ("text", "Other words"),
    "practice_claim": ("label", "opinion"),
    "practice_round": ("total", 9),
    "practice_answer": ("label", "unresolved"),
    "project": ("name", "Another desk"),
    "release": ("row_count", 9),
    "statement": ("wording", "Something else"),
    "source_rating": ("kind", "primary"),
    "sighting": ("found", "missing"),
    "snapshot": ("body_sha256", "0" * 64),
}


def one_of_each(article: Article, ana: User) -> dict[str, Guarded]:
    """One row of every guarded model, by its object type, all made through services."""
    claim = claims_of(article)[0]
    project_change(actor=person(ana), project=article.project, guidelines="Look twice.", at=NOON)
    judgement_record(actor=person(ana), claim=claim, label="sourced", at=NOON)
    statement_change(actor=person(ana), claim=claim, wording="Two ships were ordered in May.", at=NOON)
    link = "https://harbour.example/"
    piece, _event = evidence_add(actor=person(ana), claim=claim, stance="supports", url=link, quote="two", at=NOON)
    source_rate(actor=person(ana), source=Source.objects.get(domain="harbour.example"), kind="official", at=NOON)
    Source.objects.create(project=article.project, domain="spare.example")
    snapshot_kept(piece, b"There were two ships.")
    practise(ana, practice_written(ana, article.project), "disputed")
    release_request(actor=person(ana), project=article.project, name="First", select="all", at=NOON)
    return {
        "article": Article.objects.get(pk=article.pk),
        "claim": Claim.objects.get(pk=claim.pk),
        "evidence": Evidence.objects.get(claim=claim),
        "guidelines": Guidelines.objects.get(project=article.project),
        "judgement": Judgement.objects.get(claim=claim),
        "membership": Membership.objects.filter(user=ana).get(),
        "practice_article": PracticeArticle.objects.get(),
        "practice_claim": PracticeClaim.objects.get(number=1),
        "practice_round": PracticeRound.objects.get(),
        "practice_answer": PracticeAnswer.objects.get(),
        "project": Project.objects.get(pk=article.project.pk),
        "release": Release.objects.get(name="First"),
        "source_rating": SourceRating.objects.get(),
        "statement": Statement.objects.get(claim=claim),
        "sighting": Sighting.objects.get(evidence=piece),
        "snapshot": Snapshot.objects.get(source_key=piece.source_key),
    }


def event_in_the_making(*, touches: list[tuple[str, UUID, int]]) -> LedgerEvent:
    """An event like any other, with touches for these objects, before its payload closes it."""
    number = LedgerEvent.objects.count() + 1
    event = LedgerEvent.objects.create(
        stream="site",
        seq=10_000 + number,
        at=NOON,
        actor_label="somebody",
        door="web",
        verb="account.signed_in",
        subject="site",
        payload_digest="0" * 64,
        touches_digest="0" * 64,
        prev_hash="0" * 64,
        hash=f"{number:064d}",
        mac="0" * 64,
        key_id="none",
    )
    for kind, uid, version in touches:
        LedgerTouch.objects.create(
            event=event, object_type=kind, object_id=uid, object_version=version, state_digest="0" * 64
        )
    return event


def twin_of(row: Guarded) -> Guarded:
    """A row like this one, not saved, with its own key and uid, out of the way of every unique constraint."""
    twin: Guarded = type(row)._default_manager.get(pk=row.pk)
    twin.pk, twin.uid, twin.row_version = None, new_uid(), 1
    twin._state.adding = True
    away: dict[str, dict[str, object]] = {
        "article": {"text_sha256": "", "external_id": ""},
        "claim": {"withdrawn_at": NOON},
        "judgement": {"superseded_at": NOON},
        "membership": {"removed_at": NOON},
        "practice_article": {},
        "practice_claim": {"number": 9},
        "practice_round": {"number": 9},
        "practice_answer": {"claim": PracticeClaim.objects.filter(answers=None).first()},
        "project": {"slug": "another-desk"},
        "release": {"name": "Second"},
        "evidence": {},
        "guidelines": {"version": 2},
        "source_rating": {"source": Source.objects.filter(rating=None).first()},
        "statement": {"claim": Claim.objects.filter(statement=None).first()},
        "sighting": {"words_sha256": "0" * 64},
        "snapshot": {},
    }
    for name, value in away[row.OBJECT_TYPE].items():
        setattr(twin, name, value)
    return twin


def columns_and_values(row: models.Model) -> tuple[list[str], list[Any]]:
    """The row's columns but its key, and their values as the database takes them."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    names = [connection.ops.quote_name(str(field.column)) for field in fields]
    return names, [field.get_db_prep_save(field.pre_save(row, add=False), connection) for field in fields]
