"""One action on several claims of an article: one event that touches them all, one batch. What cannot be done is named;
the rest is done."""

from datetime import datetime

from django.db import transaction

from annotations.errors import ArticleArchived, InvalidValue
from annotations.models.articles import Article
from annotations.models.claims import Claim, Label, state_from
from annotations.models.judgements import Judgement
from annotations.services.actor import Actor
from annotations.services.batches import Doing, Outcome, not_too_many, words_of_claim
from annotations.services.claims import withdraw
from annotations.services.judgements import current_of, pipeline_of, put_in_place, was_visible
from annotations.services.ledger import Entry, stream_of, subject_of
from annotations.services.values import clean_text
from annotations.services.verbs import Verb


@transaction.atomic
def claims_withdraw(*, actor: Actor, claims: list[Claim], at: datetime, reason: str = "") -> Outcome:
    """Take several claims of an article out. Raises InvalidValue for none, more than 200 or several articles,
    ArticleArchived."""
    reason = clean_text(reason, field="reason", longest=2_000)
    entry, rows, doing = begin(actor, claims, Verb.CLAIM_WITHDRAWN, at)
    for claim in rows:
        if claim.withdrawn_at is not None:
            doing.leave(words_of_claim(claim), "It is withdrawn already.", claim.uid)
            continue
        withdraw(entry, claim)
        doing.did(words_of_claim(claim), claim.uid)
    return ended(entry, doing, claims[0].article, reason=reason)


@transaction.atomic
def claims_restore(*, actor: Actor, claims: list[Claim], at: datetime) -> Outcome:
    """Put withdrawn claims of an article back, with the decisions they had. One whose words another claim covers now
    stays out. Raises InvalidValue for none, more than 200 or several articles, ArticleArchived."""
    entry, rows, doing = begin(actor, claims, Verb.CLAIM_RESTORED, at)
    put_back(entry, doing, rows)
    return ended(entry, doing, claims[0].article)


@transaction.atomic
def claims_dismiss(*, actor: Actor, claims: list[Claim], at: datetime) -> Outcome:
    """The caller's own decision "not a claim" on several claims of an article. Raises InvalidValue for none, more than
    200 or several articles, ArticleArchived. About four queries a claim."""
    entry, rows, doing = begin(actor, claims, Verb.JUDGEMENT_RECORDED, at)
    for claim in rows:
        current = current_of(actor, claim)
        if claim.withdrawn_at is not None:
            doing.leave(words_of_claim(claim), "It is withdrawn.", claim.uid)
        elif current is not None and current.label == Label.NOT_A_CLAIM and current.claim_version == claim.version:
            doing.leave(words_of_claim(claim), "You decided so already.", claim.uid)
        else:
            put_in_place(entry, claim, current, dismissal(actor, claim, current, at=at))
            doing.did(words_of_claim(claim), claim.uid)
    return ended(entry, doing, claims[0].article, detail={"from": None, "to": Label.NOT_A_CLAIM.value})


# --- The parts ---------------------------------------------------------------------------------------------------


def begin(actor: Actor, claims: list[Claim], verb: Verb, at: datetime) -> tuple[Entry, list[Claim], Doing]:
    """An entry in the article's stream, the claims as they are now, and the batch."""
    not_too_many(claims)
    article = claims[0].article
    if any(claim.article_id != article.pk for claim in claims):
        raise InvalidValue("Choose claims of one article.", field="chosen")
    doing = Doing(actor, article.project, verb, at)
    entry = doing.entry(stream_of(article))
    rows = Claim.objects.select_related("article__project").defer("article__text")
    found = list(rows.filter(pk__in=[claim.pk for claim in claims]).in_text_order())
    if found[0].article.archived_at is not None:
        raise ArticleArchived
    return entry, found, doing


def ended(
    entry: Entry, doing: Doing, article: Article, *, reason: str = "", detail: dict[str, object] | None = None
) -> Outcome:
    """The event, unless nothing was done, and the batch. The event is about the claim where it is one, else about the
    article."""
    if doing.done:
        only = [row for row in entry.changed if isinstance(row, Claim)]
        subject = subject_of(only[0]) if len(only) == 1 else subject_of(article)
        doing.record(entry, subject=subject, reason=reason, detail=detail)
    return doing.end("claims")


def put_back(entry: Entry, doing: Doing, claims: list[Claim]) -> None:
    """Withdrawn claims stand again, where nothing stands in their place."""
    for claim in claims:
        name = words_of_claim(claim)
        if claim.withdrawn_at is None:
            doing.leave(name, "It is not withdrawn.", claim.uid)
        elif in_the_way(entry, claim):
            doing.leave(name, "Another claim covers its words now.", claim.uid)
        else:
            fresh = Judgement.objects.current().fresh().filter(claim=claim)
            state, label = state_from(fresh.values_list("label", flat=True), wanted=claim.reviewers_wanted)
            entry.change(claim, withdrawn_at=None, state=state, label=label)
            doing.did(name, claim.uid)


def in_the_way(entry: Entry, claim: Claim) -> bool:
    """Whether an active claim, or one this entry puts back, covers part of the claim's words."""
    if claim.article.claims.active().filter(start__lt=claim.end, end__gt=claim.start).exists():
        return True
    back = [row for row in entry.changed if isinstance(row, Claim) and row.withdrawn_at is None and row is not claim]
    return any(other.start < claim.end and claim.start < other.end for other in back)


def dismissal(actor: Actor, claim: Claim, current: Judgement | None, *, at: datetime) -> Judgement:
    """The caller's judgement "not a claim", not saved."""
    pipeline = pipeline_of(claim)
    return Judgement(
        claim=claim,
        reviewer=actor.as_user(),
        label=Label.NOT_A_CLAIM,
        claim_version=claim.version,
        suggestion_visible=bool(pipeline) and was_visible(actor, claim, current, None),
        suggestion_version=pipeline,
        mode=claim.article.project.suggestion_mode,
        decided_at=at,
        chosen_at=at,
        previous=current,
    )
