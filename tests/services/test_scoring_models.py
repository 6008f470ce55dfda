"""Which model is live is the project's; switching it reads open claims again and leaves people's work alone."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from annotations.engine.scorers import loaded, model_for
from annotations.errors import ModelUnreadable, NameTaken, NotFound
from annotations.models.articles import Article
from annotations.models.blobs import BlobChunk
from annotations.models.claims import Claim
from annotations.models.jobs import Job
from annotations.models.judgements import Judgement
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.scoring_models import ScoringModel
from annotations.models.suggestions import NlpRun
from annotations.models.users import User
from annotations.nlp.scoring_models import read_model
from annotations.nlp.version import PIPELINE_VERSION, pipeline_version
from annotations.selectors.suggestions import newest_suggestions
from annotations.selectors.verification import ledger_verdict
from annotations.services.actor import Actor
from annotations.services.claims import claim_withdraw
from annotations.services.jobs import job_claim
from annotations.services.judgements import judgement_record
from annotations.services.projects import project_create
from annotations.services.scoring_models import model_register, model_switch, project_reannotate
from annotations.services.suggestions import suggestions_store
from annotations.tasks import run_job
from tests.nlp.models import made_model
from tests.story import FERRY, NOON, MakeArticle, analysis_of, claims_of, minutes, person

MACHINE = Actor.system("hand")
WorkOff = Callable[[], int]


def register(project: Project, mia: User, version: str = "linear-made-1", *, opinion: float = 3.0) -> ScoringModel:
    weights = made_model(version, opinion=opinion)
    model = read_model(weights)
    return model_register(
        actor=person(mia),
        project=project,
        name=f"Made {version}",
        version=version,
        tier=model.tier,
        card=model.card,
        weights=weights,
        at=NOON,
    )[0]


def switch(project: Project, mia: User, model: ScoringModel | None) -> LedgerEvent | None:
    return model_switch(actor=person(mia), project=project, model=model, at=minutes(9))[1]


def shown(article: Article) -> dict[str, tuple[str, str]]:
    """What each claim's newest suggestion says, and whose it is."""
    claims = claims_of(article)
    found = newest_suggestions(claims)
    return {claim.quote[:12]: (found[claim.pk].label, found[claim.pk].run.pipeline_version) for claim in claims}


def test_a_registered_model_is_kept_and_not_live(desk: Project, mia: User) -> None:
    model = register(desk, mia)
    assert model_for(Project.objects.get(pk=desk.pk)) is None
    assert loaded(model.weights_id).version == "linear-made-1"
    with pytest.raises(NameTaken):
        register(desk, mia)
    assert ledger_verdict().intact


def test_switching_reads_open_claims_again_with_the_new_model(
    desk: Project, article: Article, mia: User, work_off: WorkOff
) -> None:
    work_off()
    before = {claim.uid for claim in claims_of(article)}
    event = switch(desk, mia, register(desk, mia))
    assert event is not None
    assert work_off() == 2, "the job that queues, and the article"
    labels = set(shown(article).values())
    assert labels == {("opinion", pipeline_version("linear-made-1"))}
    assert before & {claim.uid for claim in claims_of(article)}
    assert all(claim.checkworthy == Decimal("0.0474") and claim.uncertainty for claim in claims_of(article))
    assert ledger_verdict().intact


def test_what_people_did_stays_and_only_gains_a_suggestion(
    desk: Project, article: Article, ana: User, mia: User, work_off: WorkOff
) -> None:
    decided, withdrawn = claims_of(article)[0], claims_of(article)[3]
    judgement, _event = judgement_record(actor=person(ana), claim=decided, label="sourced", at=NOON)
    claim_withdraw(actor=person(ana), claim=withdrawn, at=NOON)
    switch(desk, mia, register(desk, mia))
    work_off()
    kept = Claim.objects.get(pk=decided.pk)
    assert (kept.state, kept.label, kept.checkworthy, kept.withdrawn_at) == (
        "agreed",
        "sourced",
        decided.checkworthy,
        None,
    )
    assert Judgement.objects.get(pk=judgement.pk).suggestion_version == "hand-1.0.0"
    assert newest_suggestions([kept])[kept.pk].label == "opinion"


def test_switching_back_makes_the_earlier_run_count_again(
    desk: Project, article: Article, mia: User, work_off: WorkOff
) -> None:
    work_off()
    first = shown(article)
    switch(desk, mia, register(desk, mia))
    work_off()
    switch(desk, mia, None)
    work_off()
    assert shown(article) == first
    assert {pipeline for _label, pipeline in first.values()} == {PIPELINE_VERSION}
    assert NlpRun.objects.filter(article=article).count() == 3, "the hand's, the shipped model's, the new one's"
    assert ledger_verdict().intact


def test_switching_to_what_is_live_does_nothing(desk: Project, mia: User) -> None:
    model = register(desk, mia)
    assert switch(desk, mia, None) is None
    switch(desk, mia, model)
    before = Job.objects.count(), LedgerEvent.objects.count()
    assert switch(desk, mia, model) is None
    assert (Job.objects.count(), LedgerEvent.objects.count()) == before


def test_another_projects_model_cannot_be_made_live(desk: Project, mia: User) -> None:
    other, _event = project_create(actor=person(mia), name="Night desk", at=NOON)
    with pytest.raises(NotFound):
        switch(desk, mia, register(other, mia))


def test_queueing_twice_after_a_killed_worker_queues_each_article_once(
    desk: Project, article: Article, mia: User
) -> None:
    switch(desk, mia, register(desk, mia))
    held = job_claim(uid=Job.objects.get(kind="reannotate_project").uid, at=NOON)
    assert held is not None
    for _attempt in range(2):  # the first died after it had queued and before it said so
        Job.objects.filter(pk=held.job.pk).update(state="running", token=held.token)
        assert project_reannotate(claimed=held, pipeline=pipeline_version("linear-made-1"), at=NOON) == 1
    assert Job.objects.filter(kind="preannotate_article", dedupe_key__contains=":").count() == 1
    assert Job.objects.get(pk=held.job.pk).state == "done"


def test_a_run_that_began_before_the_switch_is_not_stored_after_it(
    desk: Project, make_article: MakeArticle, mia: User
) -> None:
    article = make_article(FERRY, ready=False)
    held = job_claim(uid=Job.objects.get(article=article).uid, at=NOON)
    assert held is not None
    switch(desk, mia, register(desk, mia))  # while the worker thinks
    late: dict[str, Any] = {"actor": MACHINE, "article": article, "analysis": analysis_of(FERRY), "at": minutes(10)}
    assert suggestions_store(**late, claimed=held, scored_by=None) is None
    assert (NlpRun.objects.count(), Claim.objects.count()) == (0, 0)
    again = Job.objects.get(article=article, state="queued")
    run_job(again.kind, again.uid)
    assert set(shown(article).values()) == {("opinion", pipeline_version("linear-made-1"))}


def test_a_model_whose_bytes_were_changed_is_refused_and_the_article_says_so(
    desk: Project, make_article: MakeArticle, mia: User, work_off: WorkOff
) -> None:
    model = register(desk, mia, "linear-made-2")
    BlobChunk.objects.filter(blob=model.weights).update(data=b"other numbers")
    switch(desk, mia, model)
    with pytest.raises(ModelUnreadable):
        model_for(Project.objects.get(pk=desk.pk))
    article = make_article(FERRY, ready=False)
    work_off()
    article.refresh_from_db()
    assert (article.status, article.error_code) == ("failed", "model_unreadable")


@pytest.mark.parametrize("how", ["bytes", "another blob"])
def test_weights_that_are_not_those_registered_are_found(desk: Project, mia: User, how: str) -> None:
    model, other = register(desk, mia), register(desk, mia, "linear-made-2")
    assert ledger_verdict().intact
    if how == "bytes":
        BlobChunk.objects.filter(blob=model.weights).update(data=b"other numbers")
    else:
        ScoringModel.objects.filter(pk=model.pk).update(weights=other.weights)
    faults = [(fault.code, fault.where) for fault in ledger_verdict().faults]
    assert faults == [("model_changed", f"model:{model.uid}")]


def test_a_language_without_a_model_is_said_on_the_article_once(article: Article) -> None:
    for version in ("hand-2", "hand-3"):
        analysis = analysis_of(FERRY, version=version, language="pt")
        unscored = type(analysis)(version, "pt", analysis.units, scored=False)
        suggestions_store(actor=MACHINE, article=article, analysis=unscored, at=minutes(5))
    article.refresh_from_db()
    message = "No model for Portuguese: claims are split, not scored."
    assert article.warnings == [{"code": "language_not_scored", "message": message}]
    suggestions_store(actor=MACHINE, article=article, analysis=analysis_of(FERRY, version="hand-4"), at=minutes(6))
    article.refresh_from_db()
    assert article.warnings == []
