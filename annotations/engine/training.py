"""Training a model on a project's decisions: what the worker does between the job and the registered model."""

from django.utils import timezone

from annotations.errors import TooFewDecisions, TrainingUnavailable
from annotations.nlp.scoring_models import read_model
from annotations.nlp.training.decisions import Decision, examples_from, train_on_decisions
from annotations.nlp.training.fit import TooFew, ToolsMissing
from annotations.selectors.decisions import blind_decisions
from annotations.selectors.scoring_models import free_version
from annotations.services.actor import Actor
from annotations.services.jobs import ClaimedJob
from annotations.services.scoring_models import model_register


def train_model(claimed: ClaimedJob) -> None:
    """Train, read the result back as any other model, and register it. Raises TooFewDecisions, TrainingUnavailable."""
    job = claimed.job
    examples = examples_from(Decision(*row) for row in blind_decisions(job.project))
    version, at = free_version(job.project), timezone.now()
    try:
        weights, card = train_on_decisions(examples, version=version)  # slow, outside any transaction
    except TooFew as error:
        raise TooFewDecisions(f"{str(error)[:1].upper()}{str(error)[1:]}.") from error
    except ToolsMissing as error:
        raise TrainingUnavailable from error
    model = read_model(weights)
    model_register(
        actor=Actor.system("training"),
        project=job.project,
        name=f"Trained on {card['decisions']['claims']} claims, {at:%-d %B %Y}",
        version=model.version,
        tier=model.tier,
        card=card,
        weights=weights,
        created_by=job.requested_by,
        at=timezone.now(),
        claimed=claimed,
    )
