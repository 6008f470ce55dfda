"""Every public service, called once: one event, with its verb, its subject and what it touched, and the event before
the rows. A service that is missing from the table fails the first test."""

import importlib
import inspect
import pkgutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

import annotations.services
from annotations.errors import EmptyText
from annotations.extract.types import Document
from annotations.models.access import LinkPurpose, OneTimeLink
from annotations.models.articles import Article
from annotations.models.batches import Batch
from annotations.models.claims import Claim
from annotations.models.evidence import Evidence
from annotations.models.guards import guarded_models
from annotations.models.imports import ImportRun
from annotations.models.jobs import Job
from annotations.models.ledger import LedgerEvent, LedgerHead, LedgerPayload, LedgerTouch
from annotations.models.practice import PracticeArticle
from annotations.models.projects import Membership, Project
from annotations.models.reading_links import ReadingLink
from annotations.models.releases import Release
from annotations.models.scoring_models import ScoringModel
from annotations.models.snapshots import Snapshot
from annotations.models.sources import Source as NamedSource
from annotations.models.users import User
from annotations.selectors.snapshots import words_to_seek
from annotations.services.accounts import (
    account_create,
    account_deactivate,
    account_reactivate,
    account_sign_in,
    invitation_accept,
    link_sign_in,
    password_set,
)
from annotations.services.actor import Actor, Door
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
from annotations.services.bulk import (
    articles_archive,
    articles_reprocess,
    articles_restore,
    articles_want_reviewers,
)
from annotations.services.bulk_claims import claims_dismiss, claims_restore, claims_withdraw
from annotations.services.claims import (
    claim_flag,
    claim_flags_resolve,
    claim_mark,
    claim_merge,
    claim_resize,
    claim_skip,
    claim_split,
    claim_unflag,
    claim_withdraw,
)
from annotations.services.confidential import evidence_set_confidential
from annotations.services.evidence import evidence_add, evidence_restore, evidence_withdraw
from annotations.services.import_runs import Rows, import_fail, import_finish, import_request
from annotations.services.jobs import ClaimedJob, job_cancel, job_claim, job_retry
from annotations.services.judgements import judgement_record, judgement_undo, judgement_withdraw
from annotations.services.links import invitation_send, link_issue, token_create, token_revoke
from annotations.services.notes import note_write
from annotations.services.practice import practice_answer, practice_make, practice_switch, practice_write
from annotations.services.projects import membership_end, membership_give, project_change, project_create
from annotations.services.reading_links import reading_link_issue, reading_link_open, reading_link_revoke
from annotations.services.releases import release_download, release_fail, release_freeze, release_request
from annotations.services.scoring_models import (
    encoder_register,
    model_fail,
    model_register,
    model_request,
    model_switch,
)
from annotations.services.snapshots import (
    Sought,
    snapshot_attach,
    snapshot_fail,
    snapshot_keep,
    snapshot_request,
    snapshot_search,
)
from annotations.services.source_register import source_rate
from annotations.services.sources import Attachment
from annotations.services.statements import statement_change
from annotations.services.suggestions import suggestion_reveal, suggestions_store
from annotations.services.undoing import batch_undo
from tests.practice import KNOWN, TIDES, practice_written
from tests.snapshots import page, snapshot_kept, sought_in, waiting
from tests.story import FERRY, NOON, analysis_of, claims_of, minutes, person

# Public functions with an actor that are no service of their own, and why.
MECHANICS = {
    "open_entry": "how every service begins",
    "open_claim": "how every service about a claim begins",
    "open_piece": "how every service about a piece of evidence begins",
    "open_snapshot": "how every service about a snapshot begins",
    "add_once": "one attempt of evidence_add",
    "request_once": "one attempt of snapshot_request",
    "import_once": "one attempt of article_import",
    "set_archived": "what article_archive and article_restore share",
    "preferences_change": "how somebody likes their pages says nothing about the data, so there is no event",
    "note_draft_save": "what is being typed is no statement yet, so there is no event",
    "rows_import": "calls article_import for each row",
    "batch_import": "calls article_import for each row",
    "row_import": "calls article_import",
    "batch_take_in": "calls article_import for each row, and notes what became of it",
    "guidelines_read": "who read what says nothing about anything, so there is no event",
    "lease_take": "who has a claim before them is unguarded and no event",
    "lease_take_one": "the same for one claim",
    "lease_renew": "the same, for longer",
    "lease_release": "the same, no longer",
    "saved_view_save": "a person's own small state, so there is no event",
    "saved_view_change": "a person's own small state, so there is no event",
    "saved_view_remove": "a person's own small state, so there is no event",
    "saved_view_restore": "a person's own small state, so there is no event",
    "op_apply": "calls the service an operation names",
}
AT = minutes(5)


@dataclass
class Scene:
    """What the calls need. `act`: Ana; `manage`: Mia."""

    ana: User
    mia: User
    oto: User
    desk: Project
    article: Article

    @property
    def act(self) -> Actor:
        return person(self.ana, request_id="req-of-the-call")

    @property
    def manage(self) -> Actor:
        return person(self.mia, request_id="req-of-the-call")

    @property
    def machine(self) -> Actor:
        return Actor(label="machine", door=Door.TASK, request_id="req-of-the-call")

    def claim(self, number: int = 0) -> Claim:
        return claims_of(self.article)[number]

    def judged(self) -> Claim:
        judgement_record(actor=person(self.ana), claim=self.claim(), label="sourced", at=NOON)
        return self.claim()

    def flagged(self) -> Claim:
        claim_flag(actor=person(self.ana), claim=self.claim(), at=NOON)
        return self.claim()

    def file(self) -> tuple[Article, ClaimedJob]:
        source = Source(body=b"<p>Words</p>", filename="a.html", media_type="text/html")
        article = article_import(actor=person(self.ana), project=self.desk, source=source, at=NOON).article
        return article, self.claimed(article=article)

    def claimed(self, **of: Any) -> ClaimedJob:
        held = job_claim(uid=Job.objects.filter(state="queued", **of).get().uid, at=NOON)
        assert held is not None
        return held

    def failed(self) -> Job:
        article, held = self.file()
        article_fail(actor=person(self.ana), article=article, error=EmptyText(), at=NOON, claimed=held)
        return Job.objects.get(pk=held.job.pk)

    def reviewed(self) -> Article:
        for claim in claims_of(self.article):
            judgement_record(actor=person(self.ana), claim=claim, label="sourced", at=NOON)
        return self.article

    def practice(self) -> PracticeArticle:
        return practice_written(self.mia, self.desk)

    def release(self) -> Release:
        return release_request(actor=person(self.mia), project=self.desk, name="First", select="all", at=NOON)[0]

    def import_(self) -> ImportRun:
        rows = Rows(pieces=lambda: [b'{"text": "Tugs came."}'], size=22)
        return import_request(actor=person(self.ana), project=self.desk, rows=rows, at=NOON)[0]

    def model(self) -> ScoringModel:
        return model_register(actor=person(self.mia), **self.trained, at=NOON)[0]

    @property
    def trained(self) -> dict[str, Any]:
        named = {"project": self.desk, "name": "First", "version": "linear-desk-1", "tier": "linear"}
        return {**named, "card": {"data": []}, "weights": b"numbers"}

    def training(self) -> ClaimedJob:
        model_request(actor=person(self.mia), project=self.desk, at=NOON)
        return self.claimed(kind="train_model")

    def evidence(self) -> Evidence:
        return evidence_add(actor=person(self.ana), claim=self.claim(), stance="context", reference="Log", at=NOON)[0]

    def link(self) -> Evidence:
        add: dict[str, Any] = {"stance": "context", "url": "https://harbour.example/log", "quote": "two ships"}
        return evidence_add(actor=person(self.ana), claim=self.claim(), at=NOON, **add)[0]

    def taken_link(self) -> Evidence:
        piece = self.link()
        snapshot_kept(piece, b"They ordered two ships.")
        return piece

    def off(self) -> Evidence:
        piece = self.evidence()
        evidence_withdraw(actor=person(self.ana), evidence=piece, at=NOON)
        return piece

    def sought(self, snapshot: Snapshot) -> list[Sought]:
        return [sought_in("They ordered two ships.", piece) for piece in words_to_seek(snapshot)]

    def taken(self) -> dict[str, Any]:
        snapshot, held = waiting(self.link())
        return {"snapshot": snapshot, "claimed": held}

    def searched(self) -> dict[str, Any]:
        """A piece of a page that is kept already, and the job that looks for its words."""
        self.taken_link()
        more: dict[str, Any] = {"stance": "context", "url": "https://harbour.example/log", "quote": "They ordered"}
        piece, _event = evidence_add(actor=person(self.ana), claim=self.claim(1), at=NOON, **more)
        held = self.claimed(kind="seek_words")
        sought = [sought_in("They ordered two ships.", piece)]
        return {"snapshot": held.job.snapshot, "sought": sought, "claimed": held}

    def invitation(self) -> str:
        return invitation_send(actor=person(self.mia), project=self.desk, role="reviewer", email="", at=NOON)[1]

    def reset(self) -> str:
        return link_issue(actor=person(self.mia), user=self.ana, purpose=LinkPurpose.RESET, at=NOON)

    def archived(self) -> Batch:
        articles_archive(actor=person(self.ana), articles=[self.article], at=NOON)
        return Batch.objects.latest("id")

    def withdrawn(self) -> list[Claim]:
        claims = [self.claim(0), self.claim(1)]
        claims_withdraw(actor=person(self.ana), claims=claims, at=NOON)
        return claims

    def reading_link(self) -> ReadingLink:
        return reading_link_issue(actor=person(self.mia), article=self.article, at=NOON)[0]

    def membership(self) -> Membership:
        return Membership.objects.get(user=self.ana)


@dataclass(frozen=True)
class Row:
    """A call, and what its event says. `prepare` makes what it needs before the events are counted; `touches` are
    (object type, version) of what the event changed."""

    service: Callable[..., Any]
    verb: str
    subject: str
    touches: str
    arguments: Callable[[Scene, Any], dict[str, Any]]
    prepare: Callable[[Scene], Any] = lambda scene: None
    actor: str = "act"


def span(scene: Scene, words: str) -> dict[str, int]:
    start = FERRY.index(words)
    return {"start": start, "end": start + len(words)}


TABLE = [
    Row(account_create, "account.created", "user", "", lambda s, x: {"email": "new@desk.example"}),
    Row(account_deactivate, "account.deactivated", "user", "", lambda s, x: {"user": s.oto}, actor="manage"),
    Row(
        account_reactivate,
        "account.reactivated",
        "user",
        "",
        lambda s, x: {"user": s.oto},
        lambda s: account_deactivate(actor=s.manage, user=s.oto, at=NOON),
        actor="manage",
    ),
    Row(account_sign_in, "account.signed_in", "user", "", lambda s, x: {}),
    Row(password_set, "account.password_set", "user", "", lambda s, x: {"user": s.ana, "password": "a harbour at 5"}),
    Row(link_issue, "link.issued", "user", "", lambda s, x: {"user": s.oto, "purpose": LinkPurpose.RESET}),
    Row(link_sign_in, "account.signed_in", "user", "", lambda s, x: {"secret": x}, Scene.reset, actor="machine"),
    Row(
        invitation_send,
        "invitation.sent",
        "project",
        "",
        lambda s, x: {"project": s.desk, "role": "viewer", "email": "a@b.example"},
        actor="manage",
    ),
    Row(token_create, "token.created", "user", "", lambda s, x: {"user": s.ana, "scopes": ["read"]}),
    Row(
        token_revoke,
        "token.revoked",
        "user",
        "",
        lambda s, x: {"token": x},
        lambda s: token_create(actor=s.act, user=s.ana, scopes=["read"], at=NOON)[0],
    ),
    Row(project_create, "project.created", "project", "project 1, membership 1", lambda s, x: {"name": "Night desk"}),
    Row(
        project_change,
        "project.changed",
        "project",
        "project 2",
        lambda s, x: {"project": s.desk, "reviewers_per_claim": 2},
        actor="manage",
    ),
    Row(
        membership_give,
        "membership.given",
        "membership",
        "membership 1",
        lambda s, x: {"project": s.desk, "user": s.oto, "role": "viewer"},
        actor="manage",
    ),
    Row(
        membership_end,
        "membership.ended",
        "membership",
        "membership 2",
        lambda s, x: {"membership": x},
        Scene.membership,
        actor="manage",
    ),
    Row(
        article_import,
        "article.imported",
        "article",
        "article 1",
        lambda s, x: {"project": s.desk, "source": Source(text="A tide table."), "about": About(title="Tides")},
    ),
    Row(
        article_store_text,
        "article.extracted",
        "article",
        "article 2",
        lambda s, x: {"article": x[0], "document": Document(text="Words."), "claimed": x[1]},
        Scene.file,
        actor="machine",
    ),
    Row(
        article_fail,
        "article.failed",
        "article",
        "article 2",
        lambda s, x: {"article": x[0], "error": EmptyText(), "claimed": x[1]},
        Scene.file,
        actor="machine",
    ),
    Row(article_reprocess, "article.retried", "article", "", lambda s, x: {"article": s.article}),
    Row(article_archive, "article.archived", "article", "article 3", lambda s, x: {"article": s.article}),
    Row(
        article_restore,
        "article.restored",
        "article",
        "article 4",
        lambda s, x: {"article": s.article},
        lambda s: article_archive(actor=s.act, article=s.article, at=NOON),
    ),
    Row(articles_archive, "article.archived", "article", "article 3", lambda s, x: {"articles": [s.article]}),
    Row(
        articles_restore,
        "article.restored",
        "article",
        "article 4",
        lambda s, x: {"articles": [s.article]},
        lambda s: article_archive(actor=s.act, article=s.article, at=NOON),
    ),
    Row(articles_reprocess, "article.retried", "article", "", lambda s, x: {"articles": [s.article]}),
    Row(
        articles_want_reviewers,
        "claim.reviewers_set",
        "article",
        "claim 2, claim 2, claim 2, claim 2",
        lambda s, x: {"articles": [s.article], "wanted": 2},
        actor="manage",
    ),
    Row(
        claims_withdraw,
        "claim.withdrawn",
        "article",
        "claim 2, claim 2",
        lambda s, x: {"claims": [s.claim(0), s.claim(1)], "reason": "Not claims."},
    ),
    Row(claims_restore, "claim.restored", "article", "claim 3, claim 3", lambda s, x: {"claims": x}, Scene.withdrawn),
    Row(
        claims_dismiss,
        "judgement.recorded",
        "article",
        "claim 2, claim 2, judgement 1, judgement 1",
        lambda s, x: {"claims": [s.claim(0), s.claim(1)]},
    ),
    Row(batch_undo, "article.restored", "article", "article 4", lambda s, x: {"batch": x}, Scene.archived),
    Row(
        reading_link_issue,
        "reading_link.issued",
        "article",
        "",
        lambda s, x: {"article": s.article},
        actor="manage",
    ),
    Row(reading_link_open, "reading_link.opened", "article", "", lambda s, x: {"link": x}, Scene.reading_link),
    Row(reading_link_revoke, "reading_link.revoked", "article", "", lambda s, x: {"link": x}, Scene.reading_link),
    Row(
        suggestions_store,
        "suggestions.stored",
        "article",
        "claim 2",
        lambda s, x: {"article": s.article, "analysis": analysis_of(FERRY, version="hand-2", drop=[1])},
        actor="machine",
    ),
    Row(model_request, "model.requested", "project", "", lambda s, x: {"project": s.desk}, actor="manage"),
    Row(encoder_register, "model.registered", "model", "", lambda s, x: {"project": s.desk}, actor="manage"),
    Row(model_register, "model.registered", "model", "", lambda s, x: s.trained, actor="manage"),
    Row(
        model_switch,
        "model.switched",
        "project",
        "project 2",
        lambda s, x: {"project": s.desk, "model": x},
        Scene.model,
        actor="manage",
    ),
    Row(
        model_fail,
        "model.failed",
        "project",
        "",
        lambda s, x: {"error": EmptyText(), "claimed": x},
        Scene.training,
        actor="machine",
    ),
    Row(suggestion_reveal, "suggestion.revealed", "claim", "", lambda s, x: {"claim": s.claim()}),
    Row(
        claim_mark,
        "claim.marked",
        "claim",
        "claim 1",
        lambda s, x: {"article": s.article, **span(s, "Ferry line orders two ships")},
    ),
    Row(
        claim_resize,
        "claim.resized",
        "claim",
        "claim 2",
        lambda s, x: {"claim": s.claim(), **span(s, "county council ordered two ships")},
    ),
    Row(
        claim_split,
        "claim.split",
        "claim",
        "claim 2, claim 1, claim 1, statement 1, statement 1",
        lambda s, x: {"claim": s.claim(), "points": [FERRY.index("ordered")]},
    ),
    Row(
        claim_merge,
        "claim.merged",
        "claim",
        "claim 1, claim 2, claim 2",
        lambda s, x: {"claims": [s.claim(0), s.claim(1)]},
    ),
    Row(
        claim_withdraw,
        "claim.withdrawn",
        "claim",
        "claim 2",
        lambda s, x: {"claim": s.claim(), "reason": "Not one."},
    ),
    Row(claim_flag, "claim.flagged", "claim", "", lambda s, x: {"claim": s.claim(), "reason": "Look here."}),
    Row(claim_unflag, "claim.unflagged", "claim", "", lambda s, x: {"claim": x}, Scene.flagged),
    Row(
        claim_flags_resolve,
        "claim.flags_resolved",
        "claim",
        "",
        lambda s, x: {"claim": x, "note": "Asked the port."},
        Scene.flagged,
        actor="manage",
    ),
    Row(claim_skip, "claim.skipped", "claim", "", lambda s, x: {"claim": s.claim()}),
    Row(
        source_rate,
        "source.rated",
        "source",
        "source_rating 1",
        lambda s, x: {"source": NamedSource.objects.get(uses__evidence=x), "kind": "official"},
        Scene.link,
    ),
    Row(
        statement_change,
        "statement.changed",
        "claim",
        "statement 1",
        lambda s, x: {"claim": s.claim(), "wording": "The county council ordered two ships in May."},
    ),
    Row(note_write, "note.written", "claim", "", lambda s, x: {"claim": s.claim(), "body": "See the log."}),
    Row(
        judgement_record,
        "judgement.recorded",
        "claim",
        "claim 3, judgement 2, judgement 1",
        lambda s, x: {"claim": x, "label": "opinion"},
        Scene.judged,
    ),
    Row(
        judgement_undo,
        "judgement.undone",
        "claim",
        "claim 3, judgement 2",
        lambda s, x: {"claim": x},
        Scene.judged,
    ),
    Row(
        judgement_withdraw,
        "judgement.withdrawn",
        "claim",
        "claim 3, judgement 2",
        lambda s, x: {"claim": x},
        Scene.judged,
    ),
    Row(
        evidence_add,
        "evidence.added",
        "claim",
        "evidence 1, snapshot 1",
        lambda s, x: {"claim": s.claim(), "stance": "supports", "url": "https://harbour.example/"},
    ),
    Row(evidence_withdraw, "evidence.withdrawn", "claim", "evidence 2", lambda s, x: {"evidence": x}, Scene.evidence),
    Row(evidence_restore, "evidence.restored", "claim", "evidence 3", lambda s, x: {"evidence": x}, Scene.off),
    Row(
        evidence_set_confidential,
        "evidence.made_confidential",
        "claim",
        "evidence 2, snapshot 3",
        lambda s, x: {"evidence": x, "confidential": True},
        Scene.taken_link,
    ),
    Row(snapshot_request, "snapshot.requested", "claim", "snapshot 1", lambda s, x: {"evidence": x}, Scene.taken_link),
    Row(
        snapshot_attach,
        "snapshot.attached",
        "claim",
        "evidence 2, snapshot 1",
        lambda s, x: {"evidence": x, "attachment": Attachment(body=b"A log", filename="log.txt")},
        Scene.evidence,
    ),
    Row(
        snapshot_keep,
        "snapshot.kept",
        "snapshot",
        "snapshot 2, sighting 1",
        lambda s, x: x | {"look": page(b"They ordered two ships."), "sought": s.sought(x["snapshot"])},
        Scene.taken,
        actor="machine",
    ),
    Row(
        snapshot_fail,
        "snapshot.failed",
        "snapshot",
        "snapshot 2",
        lambda s, x: x | {"error": EmptyText()},
        Scene.taken,
        actor="machine",
    ),
    Row(
        snapshot_search,
        "snapshot.searched",
        "snapshot",
        "sighting 1",
        lambda s, x: x,
        Scene.searched,
        actor="machine",
    ),
    Row(
        practice_make,
        "practice.made",
        "practice_article",
        "practice_article 1, " + ", ".join(["practice_claim 1"] * 4),
        lambda s, x: {"article": x},
        Scene.reviewed,
        actor="manage",
    ),
    Row(
        practice_write,
        "practice.made",
        "practice_article",
        "practice_article 1, practice_claim 1, practice_claim 1, practice_claim 1",
        lambda s, x: {"project": s.desk, "title": "Tides", "text": TIDES, "references": KNOWN},
        actor="manage",
    ),
    Row(
        practice_switch,
        "practice.turned_off",
        "practice_article",
        "practice_article 2",
        lambda s, x: {"practice": x, "on": False},
        Scene.practice,
        actor="manage",
    ),
    Row(
        practice_answer,
        "practice.answered",
        "practice_claim",
        "practice_round 1, practice_answer 1",
        lambda s, x: {"claim": x.claims.get(number=1), "round_number": 1, "label": "opinion"},
        Scene.practice,
    ),
    Row(
        release_request,
        "release.requested",
        "release",
        "release 1",
        lambda s, x: {"project": s.desk, "name": "First", "select": "all"},
        actor="manage",
    ),
    Row(
        release_freeze,
        "release.frozen",
        "release",
        "release 2",
        lambda s, x: {"release": x},
        Scene.release,
        actor="machine",
    ),
    Row(
        release_fail,
        "release.failed",
        "release",
        "release 2",
        lambda s, x: {"release": x, "message": "No room.", "claimed": s.claimed(release=x)},
        Scene.release,
        actor="machine",
    ),
    Row(
        release_download,
        "release.downloaded",
        "release",
        "",
        lambda s, x: {"release": x, "format_": "csv"},
        Scene.release,
        actor="manage",
    ),
    Row(
        import_request,
        "import.requested",
        "project",
        "",
        lambda s, x: {"project": s.desk, "rows": Rows(pieces=lambda: [b'{"text": "Tugs came."}'], size=22)},
    ),
    Row(
        import_finish,
        "import.finished",
        "project",
        "",
        lambda s, x: {"run": x, "claimed": s.claimed(import_run=x)},
        Scene.import_,
        actor="machine",
    ),
    Row(
        import_fail,
        "import.failed",
        "project",
        "",
        lambda s, x: {"run": x, "error": EmptyText(), "claimed": s.claimed(import_run=x)},
        Scene.import_,
        actor="machine",
    ),
    Row(job_retry, "job.retried", "article", "article 3", lambda s, x: {"job": x}, Scene.failed),
    Row(
        job_cancel,
        "job.cancelled",
        "article",
        "article 2",
        lambda s, x: {"job": x},
        lambda s: s.file()[1].job,
    ),
]
# Doors for people who have no account yet: they call other services of the table, each with its event.
COMPOUND = {invitation_accept: ["account.created", "membership.given"]}
every_row = pytest.mark.parametrize("row", TABLE, ids=[row.service.__name__ for row in TABLE])


@pytest.fixture
def scene(ana: User, mia: User, oto: User, desk: Project, article: Article) -> Scene:
    return Scene(ana=ana, mia=mia, oto=oto, desk=desk, article=article)


def call(row: Row, scene: Scene) -> tuple[Any, LedgerEvent]:
    """What the service gives, and the one event it left."""
    prepared = row.prepare(scene)
    arguments = row.arguments(scene, prepared)
    before = LedgerEvent.objects.count()
    result = row.service(actor=getattr(scene, row.actor), at=AT, **arguments)
    assert LedgerEvent.objects.count() == before + 1, "one event for one call"
    return result, LedgerEvent.objects.latest("pk")


def services() -> set[str]:
    """Public functions of the services' modules whose first parameter is a keyword-only actor."""
    found = set()
    for info in pkgutil.iter_modules(annotations.services.__path__):
        module = importlib.import_module(f"annotations.services.{info.name}")
        for name, function in vars(module).items():
            if inspect.isfunction(function) and function.__module__ == module.__name__ and not name.startswith("_"):
                parameters = list(inspect.signature(function).parameters.values())
                if parameters and parameters[0].name == "actor" and parameters[0].kind is parameters[0].KEYWORD_ONLY:
                    found.add(name)
    return found


def test_no_service_is_missing_from_the_table() -> None:
    tabled = {row.service.__name__ for row in TABLE} | {service.__name__ for service in COMPOUND}
    assert services() - set(MECHANICS) == tabled
    assert set(MECHANICS) <= services(), "a name in MECHANICS that is none any more"


@every_row
def test_one_call_leaves_one_event_that_says_everything(scene: Scene, row: Row) -> None:
    _result, event = call(row, scene)
    actor: Actor = getattr(scene, row.actor)
    touches = Counter(f"{touch.object_type} {touch.object_version}" for touch in event.touches.all())
    assert event.verb == row.verb
    assert event.subject.partition(":")[0] == row.subject
    assert touches == Counter(filter(None, row.touches.split(", ")))
    assert event.at == AT
    assert (event.door, event.request_id) == (actor.door.value, "req-of-the-call")
    if row.service is not link_sign_in:  # there the link says who it is
        assert (event.actor_id, event.actor_label) == (actor.uid, actor.label)
    head = LedgerHead.objects.get(stream=event.stream)
    assert (head.seq, head.hash) == (event.seq, event.hash)
    assert event.receipt == f"{event.stream}/{event.seq}/{event.hash}"
    assert LedgerPayload.objects.filter(event=event).exists()


@every_row
def test_when_the_transaction_fails_neither_event_nor_row_stays(scene: Scene, row: Row) -> None:
    prepared = row.prepare(scene)
    arguments = row.arguments(scene, prepared)
    before = photograph()
    with transaction.atomic():
        row.service(actor=getattr(scene, row.actor), at=AT, **arguments)
        assert photograph() != before
        transaction.set_rollback(True)
    assert photograph() == before


def test_events_go_in_before_the_rows_they_vouch_for(scene: Scene) -> None:
    """What the guards want of every service, seen in the statements of the biggest one."""
    claims = [scene.claim(0), scene.claim(1)]
    with CaptureQueriesContext(connection) as queries:
        claim_merge(actor=scene.act, claims=claims, at=AT)
    writes = [q["sql"] for q in queries.captured_queries if q["sql"].startswith(("INSERT", "UPDATE"))]
    event = next(i for i, sql in enumerate(writes) if "annotations_ledgertouch" in sql)
    rows = [i for i, sql in enumerate(writes) if '"annotations_claim"' in sql]
    assert rows
    assert event < min(rows)


def test_an_invitation_is_joined_with_one_event_for_each_thing_it_does(scene: Scene) -> None:
    secret, before = scene.invitation(), LedgerEvent.objects.count()
    stranger = Actor(label="somebody", door=Door.WEB)
    invitation_accept(actor=stranger, secret=secret, email="new@desk.example", password="a harbour at 5", at=AT)
    verbs = list(LedgerEvent.objects.order_by("pk").values_list("verb", flat=True)[before:])
    assert verbs == COMPOUND[invitation_accept]
    assert OneTimeLink.objects.get(used_at=AT).project == scene.desk


@pytest.mark.parametrize(
    ("service", "reason"),
    [(claim_withdraw, "Not one."), (claim_flag, "Look here.")],
)
def test_a_reason_is_part_of_the_event(scene: Scene, service: Callable[..., Any], reason: str) -> None:
    row = next(row for row in TABLE if row.service is service)
    assert call(row, scene)[1].reason == reason


def photograph() -> dict[str, list[tuple[Any, ...]]]:
    """Every row that counts, to compare."""
    tables: list[type[Model]] = [*guarded_models(), LedgerEvent, LedgerTouch, LedgerHead, Job, User]
    return {model.__name__: sorted(model._default_manager.values_list(), key=str) for model in tables}
