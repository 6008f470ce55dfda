"""Everything the review screen needs, in a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.evidence import Evidence
from annotations.models.judgements import Judgement, Note
from annotations.models.projects import Project
from annotations.models.suggestions import NlpRun
from annotations.models.users import User
from annotations.policy import Action, role_in, role_may
from annotations.selectors.articles import next_article_for, status_of
from annotations.selectors.blocks import Block, blocks_of
from annotations.selectors.claims import ClaimCard, cards_of, claims_in, draft_of, evidence_on, notes_on
from annotations.selectors.guidelines import changed_since
from annotations.selectors.history import HistoryLine, history_of
from annotations.selectors.statements import Said, said_of, statement_of
from annotations.selectors.suggestions import newest_suggestions


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands beside the current claim."""

    claim: ClaimCard
    said: Said
    evidence: list[Evidence]
    notes: list[Note]
    draft: str
    history: list[HistoryLine]


@dataclass(frozen=True, slots=True)
class Review:
    """One article for one reviewer."""

    article: Article
    project: Project
    status: str
    role: str
    blocks: list[Block[ClaimCard]]
    claims: list[ClaimCard]
    current: ClaimCard | None
    panel: Panel | None
    done: int
    todo: int
    label_counts: dict[str, int]
    open_flags: int
    may_judge: bool
    next_article: Article | None
    guidelines_changed: bool
    page_data: dict[str, Any]


def review_of(article: Article, reader: User, *, current: str = "") -> Review:
    """The review screen's content. `current`: uid of the claim to stand on; else the first undecided one. About twenty
    queries, however many claims."""
    role = role_in(reader, article.project)
    cards = cards_of(claims_in(article), project=article.project, reader=reader)
    run = NlpRun.objects.in_order().filter(article=article).last()
    standing = standing_on(cards, current)
    following = next_article_for(reader, article)
    done = sum(card.decided for card in cards)
    counts: dict[str, int] = {}
    for card in cards:
        if card.decided:
            counts[card.label] = counts.get(card.label, 0) + 1
    may_judge = role_may(role, Action.JUDGE) and article.archived_at is None
    return Review(
        article=article,
        project=article.project,
        status=status_of(article),
        role=role,
        blocks=blocks_of(article.text or "", run.units if run else [], cards),
        claims=cards,
        current=standing,
        panel=panel_of(standing, reader) if standing else None,
        done=done,
        todo=len(cards) - done,
        label_counts=counts,
        open_flags=sum(card.flagged for card in cards),
        may_judge=may_judge,
        next_article=following,
        guidelines_changed=changed_since(reader, article.project),
        page_data=page_data(article, reader, cards, standing, following, may_judge=may_judge),
    )


def standing_on(cards: list[ClaimCard], uid: str) -> ClaimCard | None:
    """The claim asked for, else the first without a decision, else the first."""
    asked = next((card for card in cards if card.uid == uid), None)
    return asked or next((card for card in cards if not card.decided), None) or (cards[0] if cards else None)


def panel_of(card: ClaimCard, reader: User) -> Panel:
    """What stands beside a claim. Eleven queries."""
    claim = card.claim
    return Panel(
        claim=card,
        said=said_of(claim, statement_of(claim), newest_suggestions([claim]).get(claim.pk)),
        evidence=evidence_on(card.claim),
        notes=notes_on(card.claim, reader=reader),
        draft=draft_of(card.claim, reader=reader),
        history=history_of(card.claim, reader=reader, limit=30),
    )


def page_data(
    article: Article,
    reader: User,
    cards: list[ClaimCard],
    current: ClaimCard | None,
    following: Article | None,
    *,
    may_judge: bool,
) -> dict[str, Any]:
    """What the page's script needs. A hidden suggestion is not in it. The words are in the page, so not here."""
    return {
        "article": {
            "id": str(article.uid),
            "title": article.title,
            "length": article.text_length,
            "status": status_of(article),
        },
        "me": {"id": str(reader.uid), "name": str(reader)},
        "may_judge": may_judge,
        "mode": article.project.suggestion_mode,
        "ops_url": reverse("v1:ops"),
        "panel_url": "/claims/{id}/panel/",
        "next_url": reverse("web:article-review", args=[following.uid]) if following else None,
        "total": len(cards),
        "current": current.uid if current else None,
        "claims": [claim_data(card) for card in cards],
        "trail": trail_of([card.claim for card in cards], reader),
    }


def claim_data(card: ClaimCard) -> dict[str, Any]:
    """One claim for the script."""
    suggestion = card.suggestion and {name: value for name, value in card.suggestion.items() if name != "reasons"}
    return {
        "id": card.uid,
        "n": card.n,
        "start": card.start,
        "end": card.end,
        "version": card.version,
        "row_version": card.claim.row_version,
        "label": card.label or None,
        "stale": card.stale,
        "flagged": card.flagged,
        "revealed": card.revealed,
        "suggestion": suggestion,
        "has_suggestion": card.has_suggestion,
        "evidence": card.evidence_count,
    }


def trail_of(claims: list[Claim], reader: User) -> list[str]:
    """The claims of the reader's decisions that undo can take back, oldest first: each current judgement and, behind
    it, those it would bring back. One query."""
    rows = {
        judgement.pk: judgement
        for judgement in Judgement.objects.filter(claim__in=claims, reviewer=reader).select_related("claim")
    }
    steps = []
    for judgement in rows.values():
        if judgement.superseded_at is not None:
            continue
        step: Judgement | None = judgement
        while step is not None:
            steps.append((step.chosen_at, step.pk, str(step.claim.uid)))
            step = rows.get(step.previous_id) if step.previous_id else None
    return [uid for _chosen, _key, uid in sorted(steps)]
