"""The practice screen: a question, what came of an answer, or the result of a round."""

from dataclasses import dataclass, fields

from annotations.models.practice import PracticeAnswer, PracticeArticle, PracticeClaim, PracticeRound
from annotations.models.users import User
from annotations.selectors.passages import passage_about
from annotations.selectors.practice import Mixed, PracticeRow, answers_in, mixed_up, standing_of
from annotations.selectors.queue_context import REACH, Context, context_between


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader gets to see of a claim once they answered it. `passage`: of the guidelines, as Markdown."""

    answer: PracticeAnswer
    right: bool
    passage: str


@dataclass(frozen=True, slots=True)
class PracticePage:
    """`claim`: the one on the page, None where the page is a result. With `feedback` it is answered. `number`: of the
    round; `done`: how many of its claims are behind the reader; `answers`: those of a `finished` round."""

    practice: PracticeArticle
    number: int
    done: int
    total: int
    claim: PracticeClaim | None = None
    context: Context | None = None
    feedback: Feedback | None = None
    finished: PracticeRound | None = None
    answers: tuple[PracticeAnswer, ...] = ()
    mixed: tuple[Mixed, ...] = ()


def feedback_page(answer: PracticeAnswer) -> PracticePage:
    """The page with what came of an answer. No query where its round, practice article and project are loaded."""
    round_, claim = answer.round, answer.claim
    context = context_of(round_.practice, claim)
    return PracticePage(
        round_.practice, round_.number, round_.answered, round_.total, claim, context, feedback_on(answer)
    )


def practice_page(practice: PracticeArticle, reader: User, *, again: bool = False) -> PracticePage:
    """The next claim; the result where the newest round is finished and nobody asked for another one. Three queries at
    most."""
    newest = PracticeRound.objects.filter(practice=practice, reader=reader).order_by("-number").first()
    if newest is not None and newest.finished_at is not None and not again:
        answers = answers_in(newest)
        return PracticePage(
            practice,
            newest.number,
            newest.answered,
            newest.total,
            finished=newest,
            answers=tuple(answers),
            mixed=tuple(mixed_up(answers)),
        )
    open_round, number = standing_of(newest, practice.project)
    claims = list(PracticeClaim.objects.filter(practice=practice).order_by("number"))
    behind = set(PracticeAnswer.objects.filter(round=open_round).values_list("claim_id", flat=True))
    claim = next(one for one in claims if one.pk not in behind)
    return PracticePage(practice, number, len(behind), len(claims), claim, context_of(practice, claim))


def answer_given(practice: PracticeArticle, reader: User, *, number: int, round_number: int) -> PracticeAnswer | None:
    """The reader's answer to the claim with this number in that round, with both; None where there is none. One
    query."""
    rows = PracticeAnswer.objects.filter(
        round__practice=practice, round__reader=reader, round__number=round_number, claim__number=number
    )
    return rows.select_related("round__practice__project", "round__practice__article", "claim").first()


def claim_of(practice: PracticeArticle, number: int) -> PracticeClaim | None:
    """The claim with this number, knowing its practice article. One query."""
    claim = PracticeClaim.objects.filter(practice=practice, number=number).first()
    if claim is not None:
        claim.practice = practice
    return claim


@dataclass(frozen=True, slots=True)
class ClaimAnswered:
    """A claim of a practice article, with what came of the reader's answer in the open round, if there is one."""

    number: int
    start: int
    end: int
    quote: str
    answer: Feedback | None


@dataclass(frozen=True, slots=True)
class PracticeWhole(PracticeRow):
    """A practice article with its text and all its claims."""

    text: str
    with_answers: tuple[ClaimAnswered, ...]


def claims_answered(row: PracticeRow) -> PracticeWhole:
    """The whole of it, answered as far as the reader is in the open round. Two queries."""
    claims = PracticeClaim.objects.filter(practice=row.practice).order_by("number")
    rows = PracticeAnswer.objects.filter(round=row.open_round).select_related("claim", "round__practice__project")
    given = {answer.claim_id: feedback_on(answer) for answer in rows}
    return PracticeWhole(
        **{one.name: getattr(row, one.name) for one in fields(row)},
        text=row.practice.words,
        with_answers=tuple(ClaimAnswered(c.number, c.start, c.end, c.quote, given.get(c.pk)) for c in claims),
    )


def feedback_on(answer: PracticeAnswer) -> Feedback:
    """What goes with an answer. No query where its round, practice article and project are loaded."""
    project = answer.round.practice.project
    return Feedback(answer, answer.right, passage_about(project.guidelines, answer.claim.label))


def context_of(practice: PracticeArticle, claim: PracticeClaim) -> Context:
    """The words around a claim of it."""
    text = practice.words
    return context_between(text[max(0, claim.start - REACH) : claim.start], text[claim.end : claim.end + REACH])
