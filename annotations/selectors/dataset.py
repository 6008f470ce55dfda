"""The rows of a release: every claim that goes in, with what was decided about it, in the order of the dataset."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import QuerySet

from annotations.chain.canonical import canonical_json, utc_text
from annotations.exports.rows import (
    OFFSET_UNIT,
    ClaimRow,
    EvidenceRow,
    JudgementRow,
    SuggestionRow,
    context_of,
)
from annotations.models.articles import Article
from annotations.models.claims import Claim, ClaimState
from annotations.models.evidence import Evidence
from annotations.models.judgements import Judgement
from annotations.models.ledger import LedgerHead
from annotations.models.projects import Project
from annotations.models.releases import Release, ReleaseSelect
from annotations.models.suggestions import Suggestion
from annotations.models.users import User
from annotations.selectors.snapshots import Standing, standings_of
from annotations.selectors.statements import Said, said_of, statements_of
from annotations.selectors.suggestions import newest_suggestions

ARTICLES_AT_ONCE = 50
FINAL = [ClaimState.AGREED, ClaimState.SETTLED]


def claims_for(project: Project, select: str) -> "QuerySet[Claim]":
    """The claims a release of this kind takes: those with a final label, or all that were not withdrawn."""
    rows = Claim.objects.active().filter(article__project=project, article__archived_at=None)
    return rows.filter(state__in=FINAL) if select == ReleaseSelect.SETTLED else rows


def dataset_rows(release: Release) -> Iterator[ClaimRow]:
    """The release's rows by article uid, start, end, claim uid. Nine queries for each fifty articles. Raises
    OffsetsDrifted where a quote is not in its text. Run it in one transaction, so that it sees one moment."""
    rows = Article.objects.filter(project=release.project, archived_at=None, text__isnull=False).order_by("uid")
    after = None
    while batch := list((rows.filter(uid__gt=after) if after else rows)[:ARTICLES_AT_ONCE]):
        yield from batch_rows(release, batch)
        after = batch[-1].uid


def batch_rows(release: Release, articles: list[Article]) -> Iterator[ClaimRow]:
    """The rows of some articles, in order."""
    by_article = {article.pk: article for article in articles}
    claims = list(claims_for(release.project, release.select).filter(article__in=articles))
    claims.sort(key=lambda claim: (by_article[claim.article_id].uid.hex, claim.start, claim.end, claim.uid.hex))
    suggestions, statements = newest_suggestions(claims), statements_of(claims)
    judgements: dict[int, list[Judgement]] = defaultdict(list)
    for judgement in Judgement.objects.current().filter(claim__in=claims).select_related("reviewer"):
        judgements[judgement.claim_id].append(judgement)
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    for piece in Evidence.objects.standing().filter(claim__in=claims):
        evidence[piece.claim_id].append(piece)
    standings = standings_of([piece for found in evidence.values() for piece in found], release.project)
    for claim in claims:
        yield claim_row(
            release,
            by_article[claim.article_id],
            claim,
            judgements[claim.pk],
            [(piece, standings[piece.pk]) for piece in evidence[claim.pk]],
            suggestions.get(claim.pk),
            said_of(claim, statements.get(claim.pk), suggestions.get(claim.pk)),
        )


def claim_row(
    release: Release,
    article: Article,
    claim: Claim,
    judgements: list[Judgement],
    evidence: list[tuple[Evidence, Standing]],
    suggestion: Suggestion | None,
    said: Said,
) -> ClaimRow:
    """One claim as a row."""
    before, after = context_of(article.text or "", claim.start, claim.end, claim.quote)
    return ClaimRow(
        article_id=str(article.uid),
        article_external_id=article.external_id,
        article_title=article.title,
        article_url=article.source_url,
        article_version=article.version,
        language=article.language,
        published_at=utc_text(article.published_at) if article.published_at else None,
        text_sha256=article.text_sha256,
        claim_id=str(claim.uid),
        claim_version=claim.version,
        start=claim.start,
        end=claim.end,
        offset_unit=OFFSET_UNIT,
        quote=claim.quote,
        before=before,
        after=after,
        speaker=said.speaker,
        speaker_origin=said.speaker_origin or None,
        reported_to=said.reported_to,
        first_appearance=said.first_appearance,
        appearances=said.appearances,
        normalized_claim="" if said.wording_stale else said.wording,
        state=claim.state,
        label=claim.label or None,
        checkworthy=float(claim.checkworthy) if claim.checkworthy is not None else None,
        suggestion=suggestion_row(suggestion) if suggestion else None,
        judgements=[
            judgement_row(release, claim, judgement)
            for judgement in sorted(judgements, key=lambda judgement: judgement.uid.hex)
        ],
        evidence=[evidence_row(*piece) for piece in sorted(evidence, key=lambda piece: piece[0].uid.hex)],
    )


def judgement_row(release: Release, claim: Claim, judgement: Judgement) -> JudgementRow:
    """One decision as a row."""
    return JudgementRow(
        annotator=annotator(release, judgement.reviewer),
        label=judgement.label,
        decided_at=utc_text(judgement.chosen_at),
        suggestion_visible=judgement.suggestion_visible,
        suggestion_version=judgement.suggestion_version,
        confidence=judgement.confidence,
        active_ms=judgement.active_ms,
        note=judgement.note,
        stale=judgement.claim_version != claim.version,
        guidelines_version=judgement.guidelines_version,
    )


def evidence_row(piece: Evidence, standing: Standing) -> EvidenceRow:
    """One piece of evidence as a row, with the newest snapshot that is kept of its source; of a confidential piece no
    more than that it is there."""
    if piece.confidential:
        added_at = utc_text(piece.added_at)
        return EvidenceRow("", "", "", "", stance=None, added_at=added_at, confidential=True)
    kept, sighting = standing.kept, standing.sighting
    return EvidenceRow(
        url=piece.url,
        reference=piece.reference,
        quote=piece.quote,
        locator=piece.locator,
        stance=piece.stance,
        added_at=utc_text(piece.added_at),
        snapshot_sha256=kept.body_sha256 if kept else None,
        snapshot_at=utc_text(kept.taken_at) if kept and kept.taken_at else None,
        snapshot_url=(kept.final_url or kept.url) if kept else None,
        quote_found=sighting.found if sighting else None,
    )


def suggestion_row(suggestion: Suggestion) -> SuggestionRow:
    """The newest suggestion as a row."""
    return SuggestionRow(
        pipeline=suggestion.run.pipeline_version,
        label=suggestion.label or None,
        sourced=float(suggestion.sourced),
        disputed=float(suggestion.disputed),
        opinion=float(suggestion.opinion),
    )


def annotator(release: Release, user: User) -> str:
    """The reviewer's name, or a pseudonym that stays the same in every release of the project."""
    if not release.pseudonyms:
        return str(user)
    return "r-" + hashlib.sha256(f"{release.project.uid} {user.uid}".encode()).hexdigest()[:10]


def heads_of(project: Project) -> dict[str, list[object]]:
    """Where the streams of the project's articles stand now: {stream: [seq, hash]}. Two queries."""
    names = [f"article:{uid}" for uid in Article.objects.filter(project=project).values_list("uid", flat=True)]
    found: dict[str, list[object]] = {}
    for start in range(0, len(names), 500):
        for head in LedgerHead.objects.filter(stream__in=names[start : start + 500]):
            found[head.stream] = [head.seq, head.hash]
    return dict(sorted(found.items()))


def position_of(heads: dict[str, list[object]]) -> str:
    """One name for a position of the ledger."""
    return hashlib.sha256(canonical_json(heads).encode()).hexdigest()
