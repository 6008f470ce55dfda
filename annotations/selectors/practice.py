"""Practice as its pages ask for it: what is offered, where somebody stands, what came of it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from annotations.models.articles import Article, ArticleStatus
from annotations.models.claims import Claim
from annotations.models.judgements import Judgement
from annotations.models.practice import PracticeAnswer, PracticeArticle, PracticeClaim, PracticeRound
from annotations.models.projects import Project, Role
from annotations.models.users import User

SETTLED_IN = 40  # own decisions in a project after which nobody is a newcomer there: a round of the queue


@dataclass(frozen=True, slots=True)
class PracticeRow:
    """A practice article as its reader finds it: where they are in the round that is open, and what came of the last
    one they finished. `number`: of the round that is open, or would be next."""

    practice: PracticeArticle
    claims: int
    number: int
    open_round: PracticeRound | None
    last: PracticeRound | None


@dataclass(frozen=True, slots=True)
class Mixed:
    """How often somebody chose one label where the reference is another."""

    reference: str
    chosen: str
    times: int


def practices_in(project: Project, *, off_too: bool = False) -> "QuerySet[PracticeArticle]":
    """The practice articles of the project with the articles they were made of; with `off_too` also those turned
    off."""
    everything = PracticeArticle.objects.all() if off_too else PracticeArticle.objects.standing()
    rows: QuerySet[PracticeArticle] = everything.filter(project=project)
    return rows.select_related("project", "article").defer("article__text")


def practice_rows(practices: Collection[PracticeArticle], reader: User) -> list[PracticeRow]:
    """Each with where the reader stands in it. Two queries."""
    sizes = dict(
        PracticeClaim.objects.filter(practice__in=practices)
        .values_list("practice")
        .annotate(number=Count("pk"))
        .order_by()
    )
    newest: dict[int, PracticeRound] = {}
    finished: dict[int, PracticeRound] = {}
    for one in PracticeRound.objects.filter(practice__in=practices, reader=reader).order_by("number"):
        newest[one.practice_id] = one
        if one.finished_at is not None:
            finished[one.practice_id] = one
    rows = []
    for practice in practices:
        open_round, number = standing_of(newest.get(practice.pk), practice.project)
        rows.append(PracticeRow(practice, sizes.get(practice.pk, 0), number, open_round, finished.get(practice.pk)))
    return rows


def round_now(practice: PracticeArticle, reader: User) -> tuple[PracticeRound | None, int]:
    """The reader's open round and its number; without one, None and the number the next will have. One query."""
    newest = PracticeRound.objects.filter(practice=practice, reader=reader).order_by("-number").first()
    return standing_of(newest, practice.project)


def standing_of(newest: PracticeRound | None, project: Project) -> tuple[PracticeRound | None, int]:
    """What round_now says, of somebody's newest round. A round is of one version of the guidelines: one that a newer
    version overtook is left as it is."""
    if newest is None:
        return None, 1
    if newest.finished_at is None and newest.guidelines_version == project.guidelines_version:
        return newest, newest.number
    return None, newest.number + 1


def answers_in(round_: PracticeRound) -> list[PracticeAnswer]:
    """The round's answers with their claims, in the order of the text. One query."""
    return list(PracticeAnswer.objects.filter(round=round_).select_related("claim").order_by("claim__number"))


def mixed_up(answers: Collection[PracticeAnswer]) -> list[Mixed]:
    """Which labels were taken for which, the most frequent first. No query."""
    pairs = Counter((answer.claim.label, answer.label) for answer in answers if not answer.right)
    return [Mixed(*pair, times) for pair, times in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))]


def practice_offered(reader: User, project: Project, role: str) -> PracticeArticle | None:
    """The practice article to offer a newcomer: a reviewer who finished none here and has not decided a queue's round
    of claims. Two queries at most."""
    if role != Role.REVIEWER:
        return None
    finished = PracticeRound.objects.filter(practice__project=project, reader=reader).exclude(finished_at=None)
    offered: PracticeArticle | None = (
        PracticeArticle.objects.standing()
        .filter(~Exists(finished), project=project)
        .order_by(F("article").asc(nulls_first=True), "-made_at", "-pk")  # what was written for it goes first
        .first()
    )
    if offered is None:
        return None
    decided = Judgement.objects.current().by(reader).filter(claim__article__project=project)
    return offered if decided[:SETTLED_IN].count() < SETTLED_IN else None


def results_in(project: Project) -> "QuerySet[PracticeRound]":
    """Every finished round of the project with its reader and its practice article."""
    rows = PracticeRound.objects.filter(practice__project=project).exclude(finished_at=None)
    return rows.select_related("reader", "practice")


def last_results(project: Project, readers: Collection[User]) -> dict[int, PracticeRound]:
    """The last round each of them finished, by their key. One query."""
    newer = (
        results_in(project)
        .filter(reader=OuterRef("reader"))
        .filter(
            Q(finished_at__gt=OuterRef("finished_at")) | Q(finished_at=OuterRef("finished_at"), pk__gt=OuterRef("pk"))
        )
    )
    return {one.reader_id: one for one in results_in(project).filter(~Exists(newer), reader__in=readers)}


def can_be_practice(project: Project) -> "QuerySet[Article]":
    """The reviewed articles that are no practice yet, newest first: all their claims have a label."""
    claims = Claim.objects.active().filter(article=OuterRef("pk"))
    already = PracticeArticle.objects.filter(article=OuterRef("pk"), turned_off_at=None)
    rows = Article.objects.present().filter(project=project, status=ArticleStatus.READY)
    rows = rows.filter(Exists(claims), ~Exists(claims.filter(label="")), ~Exists(already)).defer("text")
    reviewed: QuerySet[Article] = rows.order_by("-imported_at", "-pk")
    return reviewed
