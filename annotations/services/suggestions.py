"""What the pipeline found, stored beside human work and never in its way."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from annotations.models.articles import Article, ArticleStatus
from annotations.models.claims import Claim, ClaimOrigin, ClaimState
from annotations.models.ledger import LedgerEvent
from annotations.models.suggestions import NlpRun, Reveal, Suggestion
from annotations.nlp.types import Analysis, Unit
from annotations.services.actor import Actor
from annotations.services.jobs import ClaimedJob, job_finish
from annotations.services.ledger import Entry, open_entry, stream_of, subject_of
from annotations.services.verbs import Verb


@transaction.atomic
def suggestions_store(
    *, actor: Actor, article: Article, analysis: Analysis, at: datetime, claimed: ClaimedJob | None = None
) -> LedgerEvent | None:
    """Claims and suggestions of one run, and the end of its job. The same run twice changes nothing (None). Claims
    somebody worked on stay as they are; open ones the new run does not repeat are withdrawn. Raises LeaseLost."""
    entry = open_entry(actor=actor, stream=stream_of(article), at=at)
    article = Article.objects.select_related("project").get(pk=article.pk)
    if claimed is not None:
        job_finish(claimed=claimed, at=at)
    if NlpRun.objects.filter(article=article, pipeline_version=analysis.pipeline_version).exists():
        if article.status == ArticleStatus.READY:
            return None
        entry.change(article, status=ArticleStatus.READY)
        return entry.record(verb=Verb.SUGGESTIONS_STORED, subject=subject_of(article))
    claims = reconcile(entry, article, analysis)
    entry.change(
        article,
        status=ArticleStatus.READY,
        language=article.language or (analysis.language if analysis.language != "und" else ""),
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
        if (claim.start, claim.end) in found or claim.pk in worked_on:
            kept[claim.start, claim.end] = claim
        else:
            entry.change(claim, withdrawn_at=entry.at, state=ClaimState.WITHDRAWN)
    taken = sorted(kept)
    result: list[tuple[Unit, Claim]] = []
    for span, unit in found.items():
        if span in kept:
            result.append((unit, kept[span]))
        elif not overlaps(taken, unit):
            claim = new_claim(article, unit, text, at=entry.at)
            entry.add(claim)
            result.append((unit, claim))
    return result


def claims_worked_on(article: Article) -> set[int]:
    """Keys of claims a person made or did anything with. One query."""
    touched = article.claims.active().filter(origin=ClaimOrigin.PIPELINE)
    untouched = touched.filter(
        judgements=None, evidence=None, flags=None, notes=None, note_drafts=None, reveals=None, version=1
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
        reviewers_wanted=article.project.reviewers_per_claim,
        created_at=at,
    )


def store_run(article: Article, analysis: Analysis, claims: list[tuple[Unit, Claim]], *, at: datetime) -> None:
    """The run, and one suggestion for each of its claims."""
    run = NlpRun.objects.create(
        article=article,
        pipeline_version=analysis.pipeline_version,
        language=analysis.language,
        units=[
            {"start": unit.start, "end": unit.end, "kind": unit.kind.value, "paragraph": unit.paragraph}
            for unit in analysis.units
        ],
        ran_at=at,
    )
    Suggestion.objects.bulk_create(
        (suggestion_of(run, unit, claim, article.text or "") for unit, claim in claims), batch_size=500
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


@transaction.atomic
def suggestion_reveal(*, actor: Actor, claim: Claim, at: datetime) -> LedgerEvent | None:
    """Note that a reviewer looked at the suggestion before deciding. None where it is noted already."""
    entry = open_entry(actor=actor, stream=stream_of(claim.article), at=at)
    user = actor.as_user()
    if Reveal.objects.filter(claim=claim, user=user).exists():
        return None
    Reveal.objects.create(claim=claim, user=user, revealed_at=at)
    return entry.record(verb=Verb.SUGGESTION_REVEALED, subject=subject_of(claim))
