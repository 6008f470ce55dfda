"""Practice: made, turned off and on, answered. All of it on the project's stream; no claim and no judgement changes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from annotations.errors import (
    ArticleArchived,
    ArticleNotReady,
    ArticleNotReviewed,
    InvalidValue,
    PracticeOff,
    PracticeRoundOver,
    PracticeThere,
)
from annotations.models.articles import Article
from annotations.models.claims import Claim, Label
from annotations.models.judgements import Judgement
from annotations.models.ledger import LedgerEvent
from annotations.models.practice import PracticeAnswer, PracticeArticle, PracticeClaim, PracticeRound
from annotations.models.projects import Project
from annotations.selectors.practice import round_now
from annotations.services.actor import Actor
from annotations.services.ledger import Entry, open_entry, stream_of, subject_of
from annotations.services.values import clean_text, one_of
from annotations.services.verbs import Verb

LONGEST_REASON = 2_000
LONGEST_TEXT = 20_000  # a written practice article stands whole in its event


@dataclass(frozen=True, slots=True)
class Reference:
    """A slice of a practice article with its reference answer: [start, end) in code points."""

    start: int
    end: int
    label: str
    reason: str


@transaction.atomic
def practice_make(*, actor: Actor, article: Article, at: datetime) -> tuple[PracticeArticle, LedgerEvent | None]:
    """The reviewed article as practice: its standing labels become the reference answers, the notes of the judgements
    behind them the reasons. What the project decides about it later changes nothing here. The event is None where it is
    practice already. Raises ArticleNotReady, ArticleArchived, ArticleNotReviewed."""
    entry = open_entry(actor=actor, stream=stream_of(article.project), at=at)
    article = Article.objects.select_related("project").get(pk=article.pk)
    there: PracticeArticle | None = PracticeArticle.objects.filter(article=article, turned_off_at=None).first()
    if there is not None:
        return there, None
    if article.archived_at is not None:
        raise ArticleArchived
    if not article.text_sha256:
        raise ArticleNotReady
    claims = list(Claim.objects.active().filter(article=article).in_text_order())
    if not claims or not all(claim.label for claim in claims):
        raise ArticleNotReviewed
    reasons = reasons_of(article)
    references = [Reference(claim.start, claim.end, claim.label, reasons[claim.pk]) for claim in claims]
    practice = PracticeArticle(article=article, title=str(article)[:500])
    return practice, made(entry, article.project, practice, article.text or "", references)


@transaction.atomic
def practice_write(
    *, actor: Actor, project: Project, title: str, text: str, references: Sequence[Reference], at: datetime
) -> tuple[PracticeArticle, LedgerEvent]:
    """A practice article written for the purpose: a text that is no article of the project. Raises InvalidValue."""
    practice = PracticeArticle(
        title=clean_text(title, field="title", longest=500, required=True),
        text=clean_text(text, field="text", longest=LONGEST_TEXT, required=True),
    )
    if practice.text != text:  # or every reference would be beside its words
        raise InvalidValue("Give the text without blanks at its ends and with plain line ends.", field="text")
    ordered = sorted(references, key=lambda one: one.start)
    for one in ordered:
        one_of(one.label, field="label", allowed=Label.values)
        if not 0 <= one.start < one.end <= len(practice.text):
            raise InvalidValue("These words are not in the text.", field="references")
    if not ordered:
        raise InvalidValue("Practice needs a claim.", field="references")
    entry = open_entry(actor=actor, stream=stream_of(project), at=at)
    return practice, made(entry, project, practice, practice.text, ordered)


@transaction.atomic
def practice_switch(*, actor: Actor, practice: PracticeArticle, on: bool, at: datetime) -> LedgerEvent | None:
    """Offer a practice article no longer, or again. What people answered stays. None where it is so already. Raises
    PracticeThere where the same article became practice anew in the meantime, ArticleArchived."""
    entry = open_entry(actor=actor, stream=stream_of(practice.project), at=at)
    practice = PracticeArticle.objects.select_related("project", "article", "made_by").get(pk=practice.pk)
    if (practice.turned_off_at is None) == on:
        return None
    if on and practice.article is not None:
        if practice.article.archived_at is not None:
            raise ArticleArchived
        if PracticeArticle.objects.filter(article=practice.article, turned_off_at=None).exists():
            raise PracticeThere
    entry.change(practice, turned_off_at=None if on else at)
    verb = Verb.PRACTICE_TURNED_ON if on else Verb.PRACTICE_TURNED_OFF
    return entry.record(verb=verb, subject=subject_of(practice), detail={"title": practice.title})


@transaction.atomic
def practice_answer(
    *, actor: Actor, claim: PracticeClaim, round_number: int, label: str, at: datetime
) -> tuple[PracticeAnswer, LedgerEvent | None]:
    """The caller's answer in this round of theirs (round_now says which is next); the first answer of a round begins
    it, the last ends it. Where they answered the claim in that round before, that answer comes back and the event is
    None. Raises InvalidValue, PracticeOff, PracticeRoundOver."""
    one_of(label, field="label", allowed=Label.values)
    reader = actor.as_user()
    entry = open_entry(actor=actor, stream=stream_of(claim.practice.project), at=at)
    practice = PracticeArticle.objects.select_related("project", "article").get(pk=claim.practice_id)
    earlier = PracticeAnswer.objects.filter(claim=claim, round__reader=reader, round__number=round_number)
    given = earlier.select_related("round__practice__project", "claim").first()
    if given is not None:
        return given, None
    if practice.turned_off_at is not None or (practice.article is not None and practice.article.archived_at):
        raise PracticeOff
    open_round, number = round_now(practice, reader)
    if number != round_number:
        raise PracticeRoundOver
    round_ = open_round or PracticeRound(
        practice=practice,
        reader=reader,
        number=number,
        guidelines_version=practice.project.guidelines_version,
        total=practice.claims.count(),
        begun_at=at,
    )
    answer = PracticeAnswer(round=round_, claim=claim, label=label, answered_at=at)
    count_in(entry, round_, right=answer.right, begins=open_round is None)
    entry.add(answer)
    detail: dict[str, object] = {
        "title": practice.title,
        "to": label,
        "reference": claim.label,
        "round": number,
        "guidelines_version": round_.guidelines_version,
    }
    return answer, entry.record(verb=Verb.PRACTICE_ANSWERED, subject=subject_of(claim), detail=detail)


# --- The parts ---------------------------------------------------------------------------------------------------


def count_in(entry: Entry, round_: PracticeRound, *, right: bool, begins: bool) -> None:
    """One answer more in the round, which begins with its first and ends with its last."""
    answered = round_.answered + 1
    values = {
        "answered": answered,
        "right": round_.right + right,
        "finished_at": entry.at if answered == round_.total else None,
    }
    if begins:
        for name, value in values.items():
            setattr(round_, name, value)
        entry.add(round_)
    else:
        entry.change(round_, **values)


def made(
    entry: Entry, project: Project, practice: PracticeArticle, text: str, references: Sequence[Reference]
) -> LedgerEvent:
    """The practice article with its claims, as one event."""
    practice.project, practice.made_by, practice.made_at = project, entry.actor.as_user(), entry.at
    practice.guidelines_version = project.guidelines_version
    entry.add(practice)
    entry.add(
        *(
            PracticeClaim(
                practice=practice,
                number=number,
                start=one.start,
                end=one.end,
                quote=text[one.start : one.end],
                label=one.label,
                reason=clean_text(one.reason, field="reason", longest=LONGEST_REASON),
            )
            for number, one in enumerate(references, start=1)
        )
    )
    detail: dict[str, object] = {"title": practice.title, "claims": len(references)}
    return entry.record(verb=Verb.PRACTICE_MADE, subject=subject_of(practice), detail=detail)


def reasons_of(article: Article) -> dict[int, str]:
    """For each claim, the notes of the standing judgements that chose its label, in the order they were made. One
    query."""
    notes: dict[int, list[str]] = defaultdict(list)
    rows = Judgement.objects.current().fresh().filter(claim__article=article).exclude(note="")
    for claim, label, final, note in rows.order_by("chosen_at", "pk").values_list(
        "claim_id", "label", "claim__label", "note"
    ):
        if label == final and note not in notes[claim]:
            notes[claim].append(note)
    return defaultdict(str, {claim: "\n\n".join(found)[:LONGEST_REASON] for claim, found in notes.items()})
