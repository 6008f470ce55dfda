"""An article to be read and printed: its text, its claims with their labels, and the evidence as end notes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from annotations.errors import NotFound
from annotations.models.articles import Article
from annotations.models.claims import Claim, ClaimState
from annotations.models.evidence import Evidence
from annotations.models.judgements import Judgement
from annotations.models.reading_links import ReadingLink
from annotations.models.statements import Statement
from annotations.models.suggestions import NlpRun
from annotations.models.users import User
from annotations.selectors.blocks import Block, blocks_of
from annotations.selectors.claims import cards_of, claims_in
from annotations.selectors.confidential import as_seen, shown_of, shown_outside
from annotations.selectors.statements import said_of, statements_of

LETTERS = {"sourced": "S", "disputed": "D", "opinion": "O", "not_a_claim": "X", "unresolved": "Q", "": "?"}


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """One claim as it is read. `label`: "" where there is none to show; `names`: of those who decided, where the page
    gives names; `wording`: the claim in a sentence of its own, "" where nobody worded these words."""

    uid: str
    n: int
    start: int
    end: int
    text: str
    label: str
    state: str
    stale: bool
    evidence: list[Evidence]
    names: list[str]
    wording: str

    @property
    def letter(self) -> str:
        """The label on paper."""
        return LETTERS[self.label]


@dataclass(frozen=True, slots=True)
class Reading:
    """One article on paper or behind a link. `title_block`: the block that is its title, None where its text has
    none."""

    article: Article
    blocks: list[Block[ReadClaim]]
    claims: list[ReadClaim]
    title_block: Block[ReadClaim] | None

    @property
    def noted(self) -> list[ReadClaim]:
        """The claims about which there is more to say than their label: the end notes."""
        return [claim for claim in self.claims if claim.evidence or claim.names or claim.wording]


def reading_link_found(secret: str, *, at: datetime) -> ReadingLink:
    """The link with this secret. Raises NotFound for one that is wrong, has run out or was revoked: nobody can tell
    which. One query."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    rows: QuerySet[ReadingLink] = ReadingLink.objects.working(at).select_related("article__project")
    link = rows.filter(sha256=digest).first()
    if link is None:
        raise NotFound
    return link


def reading_links_of(article: Article) -> list[ReadingLink]:
    """The article's links that were not revoked, newest first, those that ran out too. One query."""
    rows = ReadingLink.objects.filter(article=article, revoked_at=None).select_related("issued_by")
    return list(rows.order_by("-issued_at", "-id")[:100])


def reading_through(link: ReadingLink) -> Reading:
    """What a link shows: final labels, evidence that may leave the project, and names only where the link gives them.
    Six queries at most."""
    claims = claims_in(link.article)
    evidence = evidence_of(claims, reader=None)
    names = names_of(claims) if link.with_names else {}
    said = statements_of(claims)
    read = [
        read_claim(n, claim, claim.label, evidence.get(claim.pk, []), names.get(claim.pk, []), said.get(claim.pk))
        for n, claim in enumerate(claims, start=1)
    ]
    return reading_of(link.article, read)


def reading_for(reader: User, article: Article) -> Reading:
    """The article as a member prints it: with the labels they see on the review screen, their own. Ten queries at
    most."""
    claims = claims_in(article)
    cards = cards_of(claims, project=article.project, reader=reader)
    evidence = evidence_of(claims, reader=reader)
    said = statements_of(claims)
    read = []
    for card in cards:
        key, label = card.claim.pk, "" if card.stale else card.label
        read.append(read_claim(card.n, card.claim, label, evidence.get(key, []), [], said.get(key)))
    return reading_of(article, read)


def reading_of(article: Article, claims: list[ReadClaim]) -> Reading:
    """The text cut into blocks, with the claims in place. One query."""
    run = NlpRun.objects.filter(article=article).order_by("-id").first()
    blocks = blocks_of(article.text or "", run.units if run else [], claims)
    titled = blocks[0] if blocks and blocks[0].kind == "heading" else None
    return Reading(article, blocks[1:] if titled else blocks, claims, titled)


def read_claim(
    n: int, claim: Claim, label: str, evidence: list[Evidence], names: list[str], statement: Statement | None
) -> ReadClaim:
    """One claim to read."""
    said = said_of(claim, statement, None)
    state = ClaimState(claim.state).label
    return ReadClaim(
        str(claim.uid),
        n,
        claim.start,
        claim.end,
        claim.quote,
        label,
        state,
        stale=False,
        evidence=evidence,
        names=names,
        wording="" if said.wording_stale else said.wording,
    )


def evidence_of(claims: Sequence[Claim], *, reader: User | None) -> dict[int, list[Evidence]]:
    """The standing evidence of each claim as the reader sees it, oldest first, by the claim's key. None: as people see
    it who are not in the project. One query."""
    rows = Evidence.objects.standing().filter(claim__in=claims).select_related("added_by").order_by("id")
    found: dict[int, list[Evidence]] = {}
    for piece in shown_outside(rows) if reader is None else shown_of(as_seen(rows, reader)):
        found.setdefault(piece.claim_id, []).append(piece)
    return found


def names_of(claims: Sequence[Claim]) -> dict[int, list[str]]:
    """Who decided about the words each claim has now, by the claim's key. One query."""
    rows = Judgement.objects.current().fresh().filter(claim__in=claims).select_related("reviewer").order_by("id")
    found: dict[int, list[str]] = {}
    for judgement in rows:
        found.setdefault(judgement.claim_id, []).append(str(judgement.reviewer))
    return found
