"""One claim alone on the page: what the queue's screen needs, in a fixed number of queries."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.urls import reverse

from annotations.models.claims import Claim
from annotations.models.judgements import Judgement
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.policy import role_in
from annotations.selectors.claims import ClaimCard, cards_of
from annotations.selectors.guidelines import changed_since
from annotations.selectors.queue import waiting_for, waiting_for_others
from annotations.selectors.queue_context import Context, context_of
from annotations.selectors.review import Panel, panel_of
from annotations.selectors.review_data import claim_data, trail_of
from annotations.selectors.suggestions import mode_for

ROUND = 40  # claims in a round; then a summary, and a reason to look up
STEPS_BACK = 20  # decisions of earlier pages that undo reaches


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The queue's screen. `size`: how many claims this round has, `done` how many of them are behind the reader.
    Without a claim, the round is over or nothing waits; `others` then counts claims that wait for somebody else."""

    project: Project
    claim: ClaimCard | None
    context: Context | None
    panel: Panel | None
    done: int
    size: int
    others: int
    guidelines_changed: bool
    page_data: dict[str, Any]


def queue_page(project: Project, reader: User, claim: Claim | None, *, done: int, at: datetime) -> QueuePage:
    """The screen with this claim, which the queue handed out, or without one. About 25 queries."""
    changed = changed_since(reader, project)
    if claim is None:
        others = waiting_for_others(reader, project) if done < ROUND else 0
        return QueuePage(project, None, None, None, done, max(done, 1), others, changed, {})
    # The claim itself counts as waiting: it is free for the reader, or they came back to it.
    size = min(ROUND, done + max(1, waiting_for(reader, project, at=at, most=ROUND)))
    card = numbered(cards_of([claim], project=project, reader=reader)[0], done + 1)
    context = context_of(claim)
    data = page_data(project, reader, card, context, done=done, size=size)
    panel = panel_of(card, reader, role_in(reader, project))
    return QueuePage(project, card, context, panel, done, size, 0, changed, data)


def numbered(card: ClaimCard, n: int) -> ClaimCard:
    """The card with another number: here claims are counted in the round, not in the article."""
    return ClaimCard(**{field.name: getattr(card, field.name) for field in fields(card)} | {"n": n})


def page_data(
    project: Project, reader: User, card: ClaimCard, context: Context, *, done: int, size: int
) -> dict[str, Any]:
    """What the page's script needs. A hidden suggestion is not in it."""
    article = card.claim.article
    return {
        "me": {"id": str(reader.uid), "name": str(reader)},
        "mode": mode_for(project, reader).value,
        "policy": project.evidence_policy,
        "queue_url": f"/api/v1/projects/{project.slug}/queue/",
        "page_url": reverse("web:queue", args=[project.slug]),
        "panel_url": "/claims/{id}/panel/",
        "article_url": "/articles/{id}/",
        "project": project.slug,
        "round": ROUND,
        "done": done,
        "size": size,
        "current": card.uid,
        "claims": [
            {
                **claim_data(card),
                "text": card.text,
                "article": str(article.uid),
                "title": str(article),
                "context": {field.name: getattr(context, field.name) for field in fields(context)},
            }
        ],
        "trail": recent_trail(project, reader),
    }


def recent_trail(project: Project, reader: User) -> list[str]:
    """The claims of the reader's last decisions in the project, oldest first, for undo. Two queries."""
    mine = (
        Judgement.objects.current()
        .by(reader)
        .filter(claim__article__project=project, claim__article__archived_at=None, claim__withdrawn_at=None)
    )
    last = mine.select_related("claim").order_by("-chosen_at", "-pk")[:STEPS_BACK]
    return trail_of([judgement.claim for judgement in last], reader)[-STEPS_BACK:]
