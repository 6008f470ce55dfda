"""How what was done to articles is taken back."""

from annotations.models.articles import Article, ArticleStatus
from annotations.models.jobs import Job, JobState
from annotations.services.batches import Doing, LeftAsItWas, words_of_claim
from annotations.services.bulk import Part, archive, each_article, restore, set_wanted
from annotations.services.jobs import stop
from annotations.services.ledger import Entry
from annotations.services.undo_claims import claims_in
from annotations.services.undone import SINCE, Undone


def unarchive(doing: Doing, undone: Undone) -> None:
    """Back in the list."""
    each_article(doing, [undone.article()], unless_newer(undone, restore))


def rearchive(doing: Doing, undone: Undone) -> None:
    """Out of sight again."""
    each_article(doing, [undone.article()], unless_newer(undone, archive))


def unless_newer(undone: Undone, part: Part) -> Part:
    """The part, unless the article was archived or restored again since."""

    def careful(entry: Entry, article: Article) -> dict[str, object]:
        undone.look()
        if undone.stands(article.uid, "archived_at"):
            raise LeftAsItWas(SINCE)
        return part(entry, article)

    return careful


def stop_retry(doing: Doing, undone: Undone) -> None:
    """Cancel the work that was asked for, if it is not over; the article stands as it stood."""

    def halt(entry: Entry, article: Article) -> dict[str, object]:
        job = Job.objects.filter(article=article, state__in=[JobState.QUEUED, JobState.RUNNING]).first()
        if job is None:
            raise LeftAsItWas("The work is over already.")
        stop(job, at=entry.at)
        before = undone.of("article").get(str(article.uid))
        if before and article.status == ArticleStatus.QUEUED:
            entry.change(article, **before)
        return {"kind": job.kind, "job": str(job.uid)}

    each_article(doing, [undone.article()], halt)


def want_as_before(doing: Doing, undone: Undone) -> None:
    """The numbers of reviewers the claims wanted. Decisions made since count towards them."""

    def as_before(entry: Entry, article: Article) -> dict[str, object]:
        undone.look()
        before = {uid: fields.get("reviewers_wanted") for uid, fields in undone.of("claim").items()}
        free = []
        for claim in claims_in(undone):
            if undone.stands(claim.uid, "reviewers_wanted"):
                doing.leave(words_of_claim(claim), SINCE, claim.uid)
            elif claim.withdrawn_at is not None:
                doing.leave(words_of_claim(claim), "It is withdrawn.", claim.uid)
            elif before[str(claim.uid)] is not None:
                free.append(claim)
        set_wanted(entry, free, lambda claim: before[str(claim.uid)] or 1)
        if not entry.changed:
            raise LeftAsItWas(SINCE)
        return {}

    each_article(doing, [undone.article()], as_before)
