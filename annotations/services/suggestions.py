"""What the pipeline found, stored beside human work and never in its way."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from annotations.errors import NotPermitted
from annotations.models.articles import Article, ArticleStatus
from annotations.models.claims import Claim, ClaimOrigin, ClaimState
from annotations.models.jobs import JobKind
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project, SuggestionMode
from annotations.models.scoring_models import ScoringModel
from annotations.models.suggestions import NlpRun, Reveal, Suggestion
from annotations.nlp.types import Analysis, Unit
from annotations.selectors.languages import language_word
from annotations.services.actor import Actor
from annotations.services.jobs import ClaimedJob, job_enqueue, job_finish
from annotations.services.ledger import Entry, open_entry, stream_of, subject_of
from annotations.services.verbs import Verb

NOT_SCORED = "language_not_scored"


@transaction.atomic
def suggestions_store(
    *,
    actor: Actor,
    article: Article,
    analysis: Analysis,
    at: datetime,
    claimed: ClaimedJob | None = None,
    scored_by: ScoringModel | None = None,
) -> LedgerEvent | None:
    """Claims and suggestions of one run, and the end of its job. The same run twice changes nothing (None). Claims
    somebody worked on stay as they are; open ones the new run does not repeat are withdrawn. An earlier run that is
    stored again (the model was switched back) counts as the newest. With a job, `scored_by` is the model that was live
    when it began: where another is by now, nothing is stored and the article is queued again. Raises LeaseLost."""
    entry = open_entry(actor=actor, stream=stream_of(article), at=at)
    article = Article.objects.select_related("project__scoring_model").get(pk=article.pk)
    if claimed is not None:
        job_finish(claimed=claimed, at=at)
        if article.project.scoring_model != scored_by:
            read_again(article, claimed, at=at)
            return None
    newest = NlpRun.objects.in_order().filter(article=article).last()
    if newest is not None and newest.pipeline_version == analysis.pipeline_version:
        if article.status == ArticleStatus.READY:
            return None
        entry.change(article, status=ArticleStatus.READY)
        return entry.record(verb=Verb.SUGGESTIONS_STORED, subject=subject_of(article))
    claims = reconcile(entry, article, analysis)
    entry.change(
        article,
        status=ArticleStatus.READY,
        language=article.language or (analysis.language if analysis.language != "und" else ""),
        warnings=with_language_warning(article, analysis),
    )
    event = entry.record(
        verb=Verb.SUGGESTIONS_STORED,
        subject=subject_of(article),
        detail={"pipeline": analysis.pipeline_version, "claims": len(claims)},
    )
    store_run(article, analysis, claims, at=at)
    return event


def reconcile(entry: Entry, article: Article, analysis: Analysis) -> list[tuple[Unit, Claim]]:
    """Match the run's claims with those there are: keep, add, withdraw. The units and the claims they stand for."""
    text = article.text or ""
    active = list(article.claims.active().in_text_order())
    worked_on = claims_worked_on(article)
    found = {(unit.start, unit.end): unit for unit in analysis.claims}
    kept: dict[tuple[int, int], Claim] = {}
    for claim in active:
        unit = found.get((claim.start, claim.end))
        if unit is not None or claim.pk in worked_on:
            kept[claim.start, claim.end] = claim
            if unit is not None and claim.pk not in worked_on:
                entry.change(claim, checkworthy=fraction(unit.checkworthy), uncertainty=uncertainty_of(unit))
        else:
            entry.change(claim, withdrawn_at=entry.at, state=ClaimState.WITHDRAWN)
    taken = sorted(kept)
    result: list[tuple[Unit, Claim]] = []
    for span, each in found.items():
        if span in kept:
            result.append((each, kept[span]))
        elif not overlaps(taken, each):
            claim = new_claim(article, each, text, at=entry.at)
            entry.add(claim)
            result.append((each, claim))
    return result


def claims_worked_on(article: Article) -> set[int]:
    """Keys of claims a person made or did anything with. One query."""
    touched = article.claims.active().filter(origin=ClaimOrigin.PIPELINE)
    untouched = touched.filter(
        judgements=None,
        evidence=None,
        flags=None,
        notes=None,
        note_drafts=None,
        reveals=None,
        statement=None,
        version=1,
    ).values_list("pk", flat=True)
    return set(article.claims.active().exclude(pk__in=list(untouched)).values_list("pk", flat=True))


def overlaps(taken: list[tuple[int, int]], unit: Unit) -> bool:
    """Whether a kept claim covers part of the unit. Linear in the kept claims, which are few."""
    return any(start < unit.end and unit.start < end for start, end in taken)


def new_claim(article: Article, unit: Unit, text: str, *, at: datetime) -> Claim:
    """A claim for the unit. The slice is cut here and nowhere else, so it is the text's own words."""
    return Claim(
        article=article,
        start=unit.start,
        end=unit.end,
        quote=text[unit.start : unit.end],
        origin=ClaimOrigin.PIPELINE,
        checkworthy=fraction(unit.checkworthy),
        uncertainty=uncertainty_of(unit),
        reviewers_wanted=article.project.reviewers_per_claim,
        created_at=at,
    )


def store_run(article: Article, analysis: Analysis, claims: list[tuple[Unit, Claim]], *, at: datetime) -> None:
    """The run, and one suggestion for each of its claims. A run that is there already is the newest from now on, and
    gets those for claims it did not know."""
    units = [
        {"start": unit.start, "end": unit.end, "kind": unit.kind.value, "paragraph": unit.paragraph}
        for unit in analysis.units
    ]
    run, made = NlpRun.objects.update_or_create(
        article=article,
        pipeline_version=analysis.pipeline_version,
        defaults={"language": analysis.language, "units": units, "ran_at": at},
    )
    known = set() if made else set(run.suggestions.values_list("claim_id", flat=True))
    Suggestion.objects.bulk_create(
        (suggestion_of(run, unit, claim, article.text or "") for unit, claim in claims if claim.pk not in known),
        batch_size=500,
    )


def suggestion_of(run: NlpRun, unit: Unit, claim: Claim, text: str) -> Suggestion:
    """The unit's scores and reasons, for its claim."""
    said = unit.attribution
    return Suggestion(
        run=run,
        claim=claim,
        label=unit.label.value if unit.label else "",
        sourced=fraction(unit.scores.sourced),
        disputed=fraction(unit.scores.disputed),
        opinion=fraction(unit.scores.opinion),
        checkworthy=fraction(unit.checkworthy),
        attribution=said
        and {
            "source": text[said.source.start : said.source.end],
            "cue": text[said.cue.start : said.cue.end],
            "spans": {
                part: [getattr(said, part).start, getattr(said, part).end] for part in ("source", "cue", "content")
            },
            "direct": said.direct,
        },
        reasons=[
            {
                "cue": reason.cue,
                "start": reason.start,
                "end": reason.end,
                "label": reason.label.value if reason.label else "",
                "side": reason.side.value,
            }
            for reason in unit.reasons
        ],
    )


def fraction(value: float) -> Decimal:
    """A score as it is stored: four decimals, from 0 to 1."""
    return Decimal(f"{min(1.0, max(0.0, value)):.4f}")


def uncertainty_of(unit: Unit) -> Decimal:
    """How near the strongest of the three labels is to its toss-up: 1 at one half, 0 at none or at certainty."""
    strongest = max(unit.scores.sourced, unit.scores.disputed, unit.scores.opinion)
    return fraction(1 - 2 * abs(strongest - 0.5))


def with_language_warning(article: Article, analysis: Analysis) -> list[Any]:
    """The article's warnings, with one where no model reads its language."""
    others = [warning for warning in article.warnings if warning["code"] != NOT_SCORED]
    if analysis.scored:
        return others
    word = language_word(analysis.language)
    return [*others, {"code": NOT_SCORED, "message": f"No model for {word}: claims are split, not scored."}]


def read_again(article: Article, claimed: ClaimedJob, *, at: datetime) -> None:
    """Queue the article once more: the project has another model than when this job began."""
    job_enqueue(
        kind=JobKind.PREANNOTATE_ARTICLE,
        project=article.project,
        article=article,
        requested_by=claimed.job.requested_by,
        dedupe_key=f"{article.uid}:{article.project.row_version}",
        at=at,
    )


@transaction.atomic
def suggestion_reveal(*, actor: Actor, claim: Claim, at: datetime) -> LedgerEvent | None:
    """Note that a reviewer looked at the suggestion before deciding. None where it is noted already. Raises
    NotPermitted where the project is blind."""
    entry = open_entry(actor=actor, stream=stream_of(claim.article), at=at)
    user = actor.as_user()
    if Project.objects.get(pk=claim.article.project_id).suggestion_mode == SuggestionMode.BLIND:
        raise NotPermitted("In this project suggestions stay hidden until you have decided.")
    if Reveal.objects.filter(claim=claim, user=user).exists():
        return None
    Reveal.objects.create(claim=claim, user=user, revealed_at=at)
    return entry.record(verb=Verb.SUGGESTION_REVEALED, subject=subject_of(claim))
