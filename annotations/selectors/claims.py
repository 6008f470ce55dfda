"""Claims as one reader may see them."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from annotations.models.articles import Article
from annotations.models.claims import Claim, Flag, Label
from annotations.models.evidence import Evidence
from annotations.models.judgements import Judgement, Note, NoteDraft
from annotations.models.projects import Project
from annotations.models.suggestions import Reveal
from annotations.models.users import User
from annotations.policy import Action, role_may
from annotations.selectors.confidential import as_seen, seen_by, shown_of
from annotations.selectors.evidence_policy import NEEDING
from annotations.selectors.suggestions import is_measured, is_shown, newest_suggestions, suggestion_card
from annotations.selectors.track_record import Records


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """One claim for one reader. `n`: its number in the article, from 1. `label`: the reader's own, "" for none; where
    `stale`, it was about words the claim no longer has. `suggestion`: None while it is hidden from this reader; where
    `measured`, it is open from the start, to measure its pull."""

    claim: Claim
    uid: str
    n: int
    start: int
    end: int
    version: int
    text: str
    label: str
    stale: bool
    flagged: bool
    revealed: bool
    suggestion: dict[str, Any] | None
    has_suggestion: bool
    measured: bool
    evidence_count: int
    needs_evidence: bool
    state: str

    @property
    def decided(self) -> bool:
        """The reader decided about the words it has now."""
        return bool(self.label) and not self.stale

    @property
    def label_word(self) -> str:
        """The reader's label as a word."""
        return Label(self.label).label if self.label else "Not decided"


@dataclass(frozen=True, slots=True)
class ReaderMarks:
    """What one reader did on some claims, by the claim's key."""

    judgements: dict[int, Judgement]
    flagged: set[int]
    revealed: set[int]
    evidence: dict[int, int]


def marks_of(claims: list[Claim], *, reader: User) -> ReaderMarks:
    """The reader's judgements, flags and reveals, and how much evidence each claim has. Four queries."""
    mine = Judgement.objects.current().by(reader).filter(claim__in=claims)
    counts = Evidence.objects.standing().filter(claim__in=claims).values("claim").annotate(number=Count("pk"))
    return ReaderMarks(
        judgements={judgement.claim_id: judgement for judgement in mine},
        flagged=set(
            Flag.objects.filter(claim__in=claims, user=reader, cleared_at=None).values_list("claim_id", flat=True)
        ),
        revealed=set(Reveal.objects.filter(claim__in=claims, user=reader).values_list("claim_id", flat=True)),
        evidence={row["claim"]: row["number"] for row in counts.order_by()},
    )


def cards_of(claims: list[Claim], *, project: Project, reader: User) -> list[ClaimCard]:
    """Cards for claims of one project, numbered as they come. Five queries, however many claims."""
    return with_suggestions(bare_cards_of(claims, project=project, reader=reader), project=project, reader=reader)


def bare_cards_of(claims: list[Claim], *, project: Project, reader: User) -> list[ClaimCard]:
    """The same cards without suggestions, which are most of the work. Four queries."""
    marks = marks_of(claims, reader=reader)
    cards = []
    for number, claim in enumerate(claims, start=1):
        judgement = marks.judgements.get(claim.pk)
        evidence = marks.evidence.get(claim.pk, 0)
        label = judgement.label if judgement else ""
        stale = judgement is not None and judgement.claim_version != claim.version
        cards.append(
            ClaimCard(
                claim=claim,
                uid=str(claim.uid),
                n=number,
                start=claim.start,
                end=claim.end,
                version=claim.version,
                text=claim.quote,
                label=label,
                stale=stale,
                flagged=claim.pk in marks.flagged,
                revealed=claim.pk in marks.revealed,
                suggestion=None,
                has_suggestion=False,
                measured=False,
                evidence_count=evidence,
                needs_evidence=evidence == 0 and not stale and label in NEEDING[project.evidence_policy],
                state=claim.state,
            )
        )
    return cards


def with_suggestions(cards: list[ClaimCard], *, project: Project, reader: User) -> list[ClaimCard]:
    """The cards with the suggestions this reader may see now. One query, and one for the model's record."""
    suggestions, records = newest_suggestions([card.claim for card in cards]), Records()
    full = []
    for card in cards:
        shown = is_shown(project, card.claim, reader, decided=bool(card.label), revealed=card.revealed)
        suggestion = suggestion_card(suggestions.get(card.claim.pk), card.claim, records) if shown else None
        has, measured = card.claim.pk in suggestions, is_measured(project, card.claim, reader)
        full.append(replace(card, suggestion=suggestion, has_suggestion=has, measured=measured))
    return full


def card_of(claim: Claim, *, reader: User) -> ClaimCard:
    """One claim's card, with its number in the article. Six queries."""
    before = (
        Claim.objects.active()
        .filter(article=claim.article)
        .filter(Q(start__lt=claim.start) | Q(start=claim.start, pk__lt=claim.pk))
    )
    card = cards_of([claim], project=claim.article.project, reader=reader)[0]
    return ClaimCard(**{name: getattr(card, name) for name in ClaimCard.__slots__} | {"n": before.count() + 1})


def claims_in(article: Article) -> list[Claim]:
    """The article's active claims in text order. One query; each knows its article."""
    claims = list(article.claims.active().in_text_order())
    for claim in claims:
        claim.article = article
    return claims


def page_of_claims(article: Article, *, reader: User, after: str, size: int) -> tuple[list[ClaimCard], str]:
    """The article's claims in text order behind the one with the uid `after`, numbered as in the article, and the uid
    to go on after, "" at the end. Eight queries, however many claims."""
    rows = article.claims.active().in_text_order()
    last = named(article, after)
    before = 0
    if last is not None:
        behind = Q(start__gt=last.start) | Q(start=last.start, pk__gt=last.pk)
        before = rows.exclude(behind).count()
        rows = rows.filter(behind)
    claims = list(rows[: size + 1])
    for claim in claims:
        claim.article = article
    cards = cards_of(claims[:size], project=article.project, reader=reader)
    shown = [replace(card, n=card.n + before) for card in cards]
    return shown, shown[-1].uid if len(claims) > size else ""


def named(article: Article, uid: str) -> Claim | None:
    """The article's claim with this uid, None for what is none. One query."""
    try:
        return article.claims.filter(uid=UUID(uid)).first()
    except ValueError:
        return None


def evidence_on(claim: Claim, *, reader: User) -> list[Evidence]:
    """What the claim rests on as the reader sees it, oldest first. One query."""
    rows = Evidence.objects.standing().filter(claim=claim)
    rows = rows.select_related("added_by", "use__source__rating", "use__source__project")
    return shown_of(as_seen(rows, reader).order_by("id"))


def withdrawn_from(claim: Claim, *, reader: User) -> list[Evidence]:
    """The last ten pieces that were taken off the claim and that the reader sees, newest first. One query."""
    rows = Evidence.objects.filter(seen_by(reader), claim=claim, withdrawn_at__isnull=False).select_related("added_by")
    return list(rows.order_by("-withdrawn_at", "-id")[:10])


def notes_on(claim: Claim, *, reader: User) -> list[Note]:
    """The notes the reader may see, oldest first: all after their own decision, before it only their own. Two
    queries."""
    notes = (
        Note.objects.filter(claim=claim).select_related("author", "carried_from__claim").order_by("written_at", "id")
    )
    if not Judgement.objects.current().filter(claim=claim, reviewer=reader).exists():
        notes = notes.filter(author=reader)
    return list(notes)


def flags_on(claim: Claim, *, reader: User, role: str) -> list[Flag]:
    """The open flags the reader may see, oldest first: their own; all of them after their own decision, or where it is
    their work to resolve flags. Two queries."""
    flags = Flag.objects.filter(claim=claim, cleared_at=None).select_related("user").order_by("id")
    decided = Judgement.objects.current().filter(claim=claim, reviewer=reader).exists()
    if not decided and not role_may(role, Action.ADJUDICATE):
        flags = flags.filter(user=reader)
    return list(flags)


def draft_of(claim: Claim, *, reader: User) -> str:
    """What the reader was typing, "" for nothing. One query."""
    return NoteDraft.objects.filter(claim=claim, author=reader).values_list("body", flat=True).first() or ""
