"""One action on many articles of a project: an event in each article's stream, one batch, one transaction. What cannot
be done is named; the rest is done."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from annotations.errors import InvalidValue
from annotations.models.articles import Article, ArticleStatus
from annotations.models.claims import Claim, ClaimState, state_from
from annotations.models.jobs import JobKind
from annotations.models.judgements import Judgement
from annotations.services.actor import Actor
from annotations.services.articles import article_job
from annotations.services.batches import Doing, LeftAsItWas, Outcome, name_of, not_too_many
from annotations.services.ledger import Entry, stream_of, subject_of
from annotations.services.verbs import Verb

# Does its part to one article, as part of the entry. Gives the event's detail; raises where it cannot be done.
Part = Callable[[Entry, Article], dict[str, object]]


@transaction.atomic
def articles_archive(*, actor: Actor, articles: list[Article], at: datetime) -> Outcome:
    """Put them out of sight. About nine queries an article. Raises InvalidValue for none or more than 200."""
    not_too_many(articles)
    return each_article(Doing(actor, articles[0].project, Verb.ARTICLE_ARCHIVED, at), articles, archive).end("articles")


@transaction.atomic
def articles_restore(*, actor: Actor, articles: list[Article], at: datetime) -> Outcome:
    """Bring archived ones back. Raises InvalidValue for none or more than 200."""
    not_too_many(articles)
    return each_article(Doing(actor, articles[0].project, Verb.ARTICLE_RESTORED, at), articles, restore).end("articles")


@transaction.atomic
def articles_reprocess(*, actor: Actor, articles: list[Article], at: datetime, failed_only: bool = False) -> Outcome:
    """Try failed ones again and, unless `failed_only`, run the model over the others. Human work stays. Raises
    InvalidValue for none or more than 200."""
    not_too_many(articles)

    def again(entry: Entry, article: Article) -> dict[str, object]:
        if failed_only and article.status != ArticleStatus.FAILED:
            raise LeftAsItWas("It has not failed.")
        return reprocess(entry, article)

    return each_article(Doing(actor, articles[0].project, Verb.ARTICLE_RETRIED, at), articles, again).end("articles")


@transaction.atomic
def articles_want_reviewers(*, actor: Actor, articles: list[Article], wanted: int, at: datetime) -> Outcome:
    """How many reviewers each claim of these articles needs from now on. Claims with enough alike labels become agreed,
    those with too few go back into review. Raises InvalidValue for a number outside 1 to 9, none or more than 200."""
    not_too_many(articles)
    if not 1 <= wanted <= 9:
        raise InvalidValue("It has to be a number from 1 to 9.", field="wanted")

    def want(entry: Entry, article: Article) -> dict[str, object]:
        set_wanted(entry, list(article.claims.active()), lambda claim: wanted)
        if not entry.changed:
            raise LeftAsItWas("Its claims want that many already.")
        return {"wanted": wanted}

    return each_article(Doing(actor, articles[0].project, Verb.CLAIM_REVIEWERS_SET, at), articles, want).end("articles")


# --- The parts ---------------------------------------------------------------------------------------------------


def each_article(doing: Doing, articles: Iterable[Article], part: Part) -> Doing:
    """The part done to each article under its lock. Always in the order of their streams' names, as an undo takes them,
    so that two batches never wait for each other."""
    rows = Article.objects.select_related("project", "imported_by", "duplicate_of").defer("text")
    for chosen in sorted(set(articles), key=stream_of):
        entry = doing.entry(stream_of(chosen))
        article = rows.get(pk=chosen.pk)
        try:
            detail = part(entry, article)
        except LeftAsItWas as left:
            doing.leave(name_of(article), str(left), article.uid)
            continue
        doing.record(entry, subject=subject_of(article), detail=detail)
        doing.did(name_of(article), article.uid)
    return doing


def archive(entry: Entry, article: Article) -> dict[str, object]:
    """Out of sight."""
    if article.archived_at is not None:
        raise LeftAsItWas("It is archived already.")
    entry.change(article, archived_at=entry.at)
    return {}


def restore(entry: Entry, article: Article) -> dict[str, object]:
    """Back in the list."""
    if article.archived_at is None:
        raise LeftAsItWas("It is not archived.")
    entry.change(article, archived_at=None)
    return {}


def reprocess(entry: Entry, article: Article) -> dict[str, object]:
    """Queued once more."""
    if article.archived_at is not None:
        raise LeftAsItWas("It is archived.")
    if article.status == ArticleStatus.DUPLICATE:
        raise LeftAsItWas("It repeats another article.")
    if article.status == ArticleStatus.FAILED:
        entry.change(article, status=ArticleStatus.QUEUED, error_code="", error_message="", error_hint="")
    kind = JobKind.EXTRACT_ARTICLE if not article.text_sha256 else JobKind.PREANNOTATE_ARTICLE
    job = article_job(entry.actor, article, kind, at=entry.at)
    return {"job": str(job.uid)}


def set_wanted(entry: Entry, claims: list[Claim], wanted: Callable[[Claim], int]) -> None:
    """New numbers of reviewers for claims of one article, and the states they make. One query."""
    labels: dict[int, list[str]] = {}
    fresh = Judgement.objects.current().fresh().filter(claim__in=claims)
    for claim_id, label in fresh.values_list("claim_id", "label"):
        labels.setdefault(claim_id, []).append(label)
    for claim in claims:
        number = wanted(claim)
        state, label = state_from(labels.get(claim.pk, []), wanted=number)
        if claim.state == ClaimState.SETTLED:  # an adjudicator's word stands
            state, label = claim.state, claim.label
        entry.change(claim, reviewers_wanted=number, state=state, label=label)
