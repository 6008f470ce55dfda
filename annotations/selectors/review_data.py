"""What the review page hands to its script."""

from typing import Any

from django.urls import reverse

from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.judgements import Judgement
from annotations.models.users import User
from annotations.selectors.articles import status_of
from annotations.selectors.claims import ClaimCard
from annotations.selectors.suggestions import mode_for


def page_data(
    article: Article,
    reader: User,
    cards: list[ClaimCard],
    current: ClaimCard | None,
    following: Article | None,
    *,
    may_judge: bool,
) -> dict[str, Any]:
    """What the page's script needs, besides what it knows of all claims. A hidden suggestion is not in it. The words
    are in the page, so not here."""
    return {
        "article": {
            "id": str(article.uid),
            "title": article.title,
            "length": article.text_length,
            "status": status_of(article),
        },
        "me": {"id": str(reader.uid), "name": str(reader)},
        "may_judge": may_judge,
        "mode": mode_for(article.project, reader).value,
        "ops_url": reverse("v1:ops"),
        "panel_url": "/claims/{id}/panel/",
        "part_url": reverse("web:article-part", args=[article.uid]),
        "next_url": reverse("web:article-review", args=[following.uid]) if following else None,
        "current": current.uid if current else None,
        "claims": [claim_data(card) for card in cards],
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
        "measured": card.measured,
        "evidence": card.evidence_count,
    }


# How a claim is that nobody has touched.
USUAL: dict[str, Any] = {
    "version": 1,
    "row_version": 1,
    "revealed": False,
    "suggestion": None,
    "has_suggestion": True,
    "measured": False,
    "evidence": 0,
}


def claim_row(data: dict[str, Any]) -> list[Any]:
    """`claim_data` in short, for a page that has the ids and labels already: number, start, end, what is not USUAL."""
    own = {name: data[name] for name, usual in USUAL.items() if data[name] != usual}
    return [data["n"], data["start"], data["end"], *([own] if own else [])]


def steps_of(numbers: list[int]) -> list[int]:
    """Each number as its distance from the one before: claims decided in their order are a row of ones."""
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]


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
