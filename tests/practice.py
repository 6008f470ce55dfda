"""A small practice article for tests, and somebody's way through it."""

from datetime import datetime

from annotations.models.practice import PracticeArticle
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.selectors.practice import round_now
from annotations.services.practice import Reference, practice_answer, practice_write
from tests.story import NOON, person

TIDES = "Tides\n\nThe harbour counted 12 boats, says its log. The log of the pilots has 9 of them. It was a fine day."


def known(quote: str, label: str, reason: str) -> Reference:
    """The reference answer to these words of TIDES."""
    start = TIDES.index(quote)
    return Reference(start, start + len(quote), label, reason)


KNOWN = (
    known("The harbour counted 12 boats, says its log.", "sourced", "A log is a document."),
    known("The log of the pilots has 9 of them.", "disputed", "The two logs differ."),
    known("It was a fine day.", "opinion", "Taste."),
)


def practice_written(by: User, project: Project, *, title: str = "Tides", at: datetime = NOON) -> PracticeArticle:
    """The practice article of three claims: sourced, disputed, opinion."""
    return practice_write(actor=person(by), project=project, title=title, text=TIDES, references=KNOWN, at=at)[0]


def practise(reader: User, practice: PracticeArticle, *labels: str, at: datetime = NOON) -> None:
    """The reader's answers to the first claims of their next round, or the ones that follow in the open round."""
    practice = PracticeArticle.objects.select_related("project").get(pk=practice.pk)
    open_round, number = round_now(practice, reader)
    first = open_round.answered if open_round else 0
    for claim, label in zip(practice.claims.order_by("number")[first:], labels, strict=False):
        practice_answer(actor=person(reader), claim=claim, round_number=number, label=label, at=at)
