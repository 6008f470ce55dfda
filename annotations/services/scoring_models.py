"""Models: asked for, registered, made live. Which one is live is the project's own; the shipped one needs no row."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from annotations.errors import AnnotationError, NameTaken, NotFound
from annotations.models.articles import Article
from annotations.models.jobs import Job, JobKind
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.scoring_models import ScoringModel
from annotations.nlp.cards import ENCODER_MODEL, encoder_card
from annotations.selectors.scoring_models import articles_to_read_again
from annotations.services.actor import Actor
from annotations.services.blobs import blob_store
from annotations.services.jobs import ClaimedJob, LeaseLost, job_enqueue, job_fail, job_finish, job_progress
from annotations.services.ledger import open_entry, stream_of, subject_of
from annotations.services.values import clean_text
from annotations.services.verbs import Verb

AT_ONCE = 200  # articles queued in one transaction


@transaction.atomic
def model_request(*, actor: Actor, project: Project, at: datetime) -> tuple[Job, LedgerEvent]:
    """Have the worker train a model on the project's decisions. The job that is under way already, where one is. The
    model is registered when it is there, not made live."""
    entry = open_entry(actor=actor, stream=stream_of(project), at=at)
    job = job_enqueue(
        kind=JobKind.TRAIN_MODEL, project=project, requested_by=actor.user, dedupe_key=str(project.uid), at=at
    )
    return job, entry.record(verb=Verb.MODEL_REQUESTED, subject=subject_of(project), detail={"job": str(job.uid)})


@transaction.atomic
def model_register(
    *,
    actor: Actor,
    project: Project,
    name: str,
    version: str,
    tier: str,
    card: dict[str, Any],
    weights: bytes,
    at: datetime,
    created_by: Any = None,
    claimed: ClaimedJob | None = None,
) -> tuple[ScoringModel, LedgerEvent]:
    """Keep a model that was read and found sound, with its card; it is not live yet. `claimed` is the job that trained
    it, which ends here. Raises NameTaken where the version exists, InvalidValue, LeaseLost."""
    entry = open_entry(actor=actor, stream=stream_of(project), at=at)
    if claimed is not None:
        job_finish(claimed=claimed, at=at)
    model = ScoringModel(
        project=project,
        name=clean_text(name, field="name", longest=120, required=True),
        version=clean_text(version, field="version", longest=40, required=True),
        tier=tier,
        card=card,
        weights=blob_store(pieces=[weights], at=at),
        created_by=created_by or actor.user,
        created_at=at,
    )
    try:
        with transaction.atomic():
            model.save(force_insert=True)
    except IntegrityError as error:
        raise NameTaken(field="version") from error
    detail: dict[str, object] = {"version": version, "name": model.name, "tier": tier, "sha256": model.weights_id}
    return model, entry.record(verb=Verb.MODEL_REGISTERED, subject=subject_of(model), detail=detail)


def encoder_register(*, actor: Actor, project: Project, at: datetime) -> tuple[ScoringModel, LedgerEvent]:
    """Keep the encoder that comes with Claimdesk, with its card; it is not live yet. Raises NameTaken."""
    card = encoder_card()
    return model_register(
        actor=actor,
        project=project,
        name=card["name"],
        version=card["version"],
        tier=card["tier"],
        card=card,
        weights=ENCODER_MODEL.read_bytes(),
        at=at,
    )


@transaction.atomic
def model_switch(
    *, actor: Actor, project: Project, model: ScoringModel | None, at: datetime
) -> tuple[Project, LedgerEvent | None]:
    """Make a model live, or with None the shipped one; that is also the way back. Articles with open claims are queued
    to be read again; what people did stays. None where it was live. Raises NotFound for another project's model."""
    entry = open_entry(actor=actor, stream=stream_of(project), at=at)
    project = Project.objects.select_related("scoring_model").get(pk=project.pk)
    if model is not None and model.project_id != project.pk:
        raise NotFound
    before = project.scoring_model
    entry.change(project, scoring_model=model)
    if not entry.changed:
        return project, None
    event = entry.record(
        verb=Verb.MODEL_SWITCHED,
        subject=subject_of(project),
        detail={"from": before.version if before else "", "to": model.version if model else ""},
    )
    job_enqueue(
        kind=JobKind.REANNOTATE_PROJECT,
        project=project,
        requested_by=actor.user,
        dedupe_key=f"{project.uid}:{project.row_version}",  # each switch has its own: the one before may be half done
        at=at,
    )
    return project, event


def project_reannotate(*, claimed: ClaimedJob, pipeline: str, at: datetime) -> int:
    """Queue every article with open claims that was not read with the live pipeline, a batch a transaction; how many.
    Mechanics of the switch, so no event. Safe to repeat: nothing is queued twice. Raises LeaseLost."""
    project, queued, after = claimed.job.project, 0, 0
    total = articles_to_read_again(project, pipeline).count()
    while batch := list(articles_to_read_again(project, pipeline).filter(pk__gt=after).order_by("pk")[:AT_ONCE]):
        with transaction.atomic():
            queue_again(project, batch, requested_by=claimed.job.requested_by, at=at)
        after, queued = batch[-1].pk, queued + len(batch)
        if not job_progress(uid=claimed.job.uid, token=claimed.token, progress=queued, total=max(total, queued)):
            raise LeaseLost
    with transaction.atomic():
        job_finish(claimed=claimed, at=at)
    return queued


def queue_again(project: Project, articles: Sequence[Article], *, requested_by: Any, at: datetime) -> None:
    """A job for each of these articles, in the caller's transaction."""
    for article in articles:
        job_enqueue(
            kind=JobKind.PREANNOTATE_ARTICLE,
            project=project,
            article=article,
            requested_by=requested_by,
            dedupe_key=f"{article.uid}:{project.row_version}",
            at=at,
        )


@transaction.atomic
def model_fail(*, actor: Actor, error: AnnotationError, at: datetime, claimed: ClaimedJob) -> LedgerEvent:
    """Training a model, or queueing the articles for one, ended badly; people see why. Raises LeaseLost."""
    project = claimed.job.project
    entry = open_entry(actor=actor, stream=stream_of(project), at=at)
    job_fail(claimed=claimed, at=at, code=error.code, message=error.message, hint=error.hint)
    detail: dict[str, object] = {"kind": claimed.job.kind, "code": error.code, "message": error.message}
    return entry.record(verb=Verb.MODEL_FAILED, subject=subject_of(project), detail=detail)
