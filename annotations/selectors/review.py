"""Everything the review screen needs, in a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from annotations.models.articles import Article
from annotations.models.claims import Flag
from annotations.models.evidence import Evidence
from annotations.models.judgements import Note
from annotations.models.projects import Project
from annotations.models.suggestions import NlpRun
from annotations.models.users import User
from annotations.policy import Action, role_in, role_may
from annotations.selectors.articles import next_article_for, status_of
from annotations.selectors.blocks import blocks_of
from annotations.selectors.claims import (
    ClaimCard,
    bare_cards_of,
    claims_in,
    draft_of,
    evidence_on,
    flags_on,
    notes_on,
    with_suggestions,
    withdrawn_from,
)
from annotations.selectors.guidelines import changed_since
from annotations.selectors.history import HistoryLine, history_of
from annotations.selectors.parts import Part, claims_version, outline_data, part_at, parts_of
from annotations.selectors.review_data import USUAL, claim_row, page_data, steps_of, trail_of
from annotations.selectors.snapshots import Standing, standings_of
from annotations.selectors.statements import Said, said_of, statement_of
from annotations.selectors.suggestions import newest_suggestions


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands beside the current claim. `hideable`: the evidence of which
    the reader may say whether it is confidential."""

    claim: ClaimCard
    said: Said
    evidence: list[Evidence]
    standings: dict[int, Standing]
    withdrawn: list[Evidence]
    notes: list[Note]
    flags: list[Flag]
    may_resolve: bool
    hideable: frozenset[int]
    draft: str
    history: list[HistoryLine]


@dataclass(frozen=True, slots=True)
class Review:
    """One article for one reviewer. `here`: the part that is on the page, and `claims` those that begin in it; both are
    everything where the article is short. `undo_claim`: the claim whose decision undo would take back, "" for none."""

    article: Article
    project: Project
    status: str
    role: str
    parts: list[Part]
    here: Part | None
    claims: list[ClaimCard]
    total: int
    current: ClaimCard | None
    panel: Panel | None
    done: int
    todo: int
    label_counts: dict[str, int]
    open_flags: int
    needing: int
    may_judge: bool
    next_article: Article | None
    guidelines_changed: bool
    undo_claim: str
    page_data: dict[str, Any]


def review_of(article: Article, reader: User, *, current: str = "", at: int | None = None) -> Review:
    """The review screen's content. `current`: uid of the claim to stand on; else the first undecided one, of the part
    at the offset `at` if one is given. About twenty queries, however many claims."""
    role = role_in(reader, article.project)
    bare, parts = cards_and_parts(article, reader)
    standing = standing_on(bare, current, part_at(parts, at) if parts and at is not None and not current else None)
    here = part_at(parts, at if at is not None else standing.start if standing else 0) if parts else None
    cards = with_suggestions(claims_here(bare, here), project=article.project, reader=reader)
    if standing is not None:
        named = {card.uid: card for card in cards}
        standing = named.get(standing.uid) or with_suggestions([standing], project=article.project, reader=reader)[0]
    following = next_article_for(reader, article)
    done = sum(card.decided for card in bare)
    counts: dict[str, int] = {}
    for card in bare:
        if card.decided:
            counts[card.label] = counts.get(card.label, 0) + 1
    may_judge = role_may(role, Action.JUDGE) and article.archived_at is None
    data = page_data(article, reader, cards, standing, following, may_judge=may_judge)
    trail = trail_of([card.claim for card in bare], reader)
    data |= {"total": len(bare), "trail": trail}
    if len(parts) > 1 and here is not None and bare:
        numbers = {card.uid: card.n for card in bare}
        data["trail"] = steps_of([numbers[uid] for uid in trail])
        data["long"] = outline_data(parts, here, bare, article.text_length) | {"usual": USUAL}
        data["claims"] = [claim_row(claim) for claim in data["claims"]]
    return Review(
        article=article,
        project=article.project,
        status=status_of(article),
        role=role,
        parts=parts,
        here=here,
        claims=cards,
        total=len(bare),
        current=standing,
        panel=panel_of(standing, reader, role) if standing else None,
        done=done,
        todo=len(bare) - done,
        label_counts=counts,
        open_flags=sum(card.flagged for card in bare),
        needing=sum(card.needs_evidence for card in bare),
        may_judge=may_judge,
        next_article=following,
        guidelines_changed=changed_since(reader, article.project),
        undo_claim=trail[-1] if trail else "",
        page_data=data,
    )


def cards_and_parts(article: Article, reader: User) -> tuple[list[ClaimCard], list[Part]]:
    """All claims as bare cards, and the article's parts with these claims in their blocks. Six queries."""
    bare = bare_cards_of(claims_in(article), project=article.project, reader=reader)
    run = NlpRun.objects.in_order().filter(article=article).last()
    blocks = blocks_of(article.text or "", run.units if run else [], bare)
    return bare, parts_of(blocks, bare, article.text_length)


def claims_here(cards: list[ClaimCard], part: Part | None) -> list[ClaimCard]:
    """The claims that begin in the part."""
    return cards[part.first - 1 : part.last] if part else cards


@dataclass(frozen=True, slots=True)
class PartSeen:
    """One part of a long article, fetched on its own. `version` names which claims the article had."""

    part: Part
    claims: list[ClaimCard]
    version: str


def part_seen(article: Article, reader: User, *, at: int) -> PartSeen | None:
    """The part at an offset as this reader may see it; None where the article has no text. Eight queries, however many
    claims."""
    bare, parts = cards_and_parts(article, reader)
    if not parts:
        return None
    part = part_at(parts, at)
    cards = with_suggestions(claims_here(bare, part), project=article.project, reader=reader)
    return PartSeen(part, cards, claims_version(bare))


def standing_on(cards: list[ClaimCard], uid: str, part: Part | None = None) -> ClaimCard | None:
    """The claim asked for, else the first without a decision, else the first; of the part, where it has any."""
    asked = next((card for card in cards if card.uid == uid), None)
    among = claims_here(cards, part) or cards
    return asked or next((card for card in among if not card.decided), None) or (among[0] if among else None)


def panel_of(card: ClaimCard, reader: User, role: str) -> Panel:
    """What stands beside a claim. Seventeen queries."""
    claim = card.claim
    evidence = evidence_on(claim, reader=reader)
    seen = [piece for piece in evidence if not piece.hidden]
    confidant = role_may(role, Action.CONFIDENTIAL)
    hideable = [piece.pk for piece in seen if confidant or piece.added_by_id == reader.pk]
    return Panel(
        claim=card,
        said=said_of(claim, statement_of(claim), newest_suggestions([claim]).get(claim.pk)),
        evidence=evidence,
        standings=standings_of(seen, claim.article.project),
        withdrawn=withdrawn_from(claim, reader=reader),
        notes=notes_on(card.claim, reader=reader),
        flags=flags_on(card.claim, reader=reader, role=role),
        may_resolve=role_may(role, Action.ADJUDICATE),
        hideable=frozenset(hideable),
        draft=draft_of(card.claim, reader=reader),
        history=history_of(card.claim, reader=reader, limit=30),
    )
