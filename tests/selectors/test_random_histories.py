"""Any history is intact; the same history with any tampering is not."""

from collections.abc import Callable
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from annotations.errors import AnnotationError
from annotations.models.articles import Article
from annotations.models.claims import Claim, Label
from annotations.models.evidence import Evidence
from annotations.models.judgements import Judgement
from annotations.models.ledger import LedgerEvent, LedgerPayload, LedgerTouch
from annotations.models.users import User
from annotations.selectors.verification import ledger_verdict
from annotations.services.articles import article_archive, article_restore
from annotations.services.claims import (
    claim_flag,
    claim_mark,
    claim_merge,
    claim_resize,
    claim_skip,
    claim_split,
    claim_withdraw,
)
from annotations.services.evidence import evidence_add, evidence_withdraw
from annotations.services.judgements import judgement_record, judgement_undo, judgement_withdraw
from annotations.services.notes import note_write
from annotations.services.suggestions import suggestions_store
from tests.selectors.attacks import erase, forge, rehash, without_guards
from tests.story import FERRY, analysis_of, minutes, person


class History:
    """Two people and a machine at one article, doing whatever comes to their minds."""

    def __init__(self, article: Article, people: tuple[User, ...], seed: int) -> None:
        self.article, self.people, self.random, self.now = article, people, Random(seed), 0

    def go_on(self, steps: int) -> None:
        for _ in range(steps):
            self.now += 1
            user = self.random.choice(self.people)
            claims = list(Claim.objects.active().filter(article=self.article).in_text_order())
            self.random.shuffle(claims)
            try:
                self.random.choice(self.doings())(user, claims)
            except (AnnotationError, IndexError):
                continue  # refused, or nothing there to do it to: that is part of the story

    def doings(self) -> list[Callable[[User, list[Claim]], object]]:
        number, at = self.random.randrange, minutes(self.now)
        label, text = self.random.choice(Label.values), self.article.text or ""

        a, b = sorted((number(len(text)), number(len(text))))
        return [
            lambda u, c: judgement_record(actor=person(u), claim=c[0], label=label, at=at),
            lambda u, c: judgement_record(actor=person(u), claim=c[0], label=label, note="A note.", at=at),
            lambda u, c: judgement_undo(actor=person(u), claim=c[0], at=at),
            lambda u, c: judgement_withdraw(actor=person(u), claim=c[0], at=at),
            lambda u, c: claim_mark(actor=person(u), article=self.article, start=a, end=b, at=at),
            lambda u, c: claim_resize(actor=person(u), claim=c[0], start=c[0].start + 1, end=c[0].end - 1, at=at),
            lambda u, c: claim_split(actor=person(u), claim=c[0], points=[(c[0].start + c[0].end) // 2], at=at),
            lambda u, c: claim_merge(actor=person(u), claims=c[:2], at=at),
            lambda u, c: claim_withdraw(actor=person(u), claim=c[0], at=at),
            lambda u, c: claim_flag(actor=person(u), claim=c[0], at=at),
            lambda u, c: claim_skip(actor=person(u), claim=c[0], at=at),
            lambda u, c: note_write(actor=person(u), claim=c[0], body="See the log.", at=at),
            lambda u, c: evidence_add(
                actor=person(u), claim=c[0], stance="context", reference=f"Log {number(9)}", at=at
            ),
            lambda u, c: evidence_withdraw(actor=person(u), evidence=self.random.choice(Evidence.objects.all()), at=at),
            lambda u, c: article_archive(actor=person(u), article=self.article, at=at),
            lambda u, c: article_restore(actor=person(u), article=self.article, at=at),
            lambda u, c: suggestions_store(
                actor=person(u),
                article=self.article,
                analysis=analysis_of(FERRY, version=f"hand-{number(20)}", drop=[number(4)]),
                at=at,
            ),
        ]


def any_event(random: Random) -> LedgerEvent:
    return random.choice(list(LedgerEvent.objects.order_by("pk")))


def edit(random: Random) -> None:
    column = random.choice(["actor_label", "door", "verb", "subject", "reason", "request_id", "hash", "mac"])
    LedgerEvent.objects.filter(pk=any_event(random).pk).update(**{column: "x"})


def delete(random: Random) -> None:
    erase(any_event(random))


def edit_payload(random: Random) -> None:
    LedgerPayload.objects.filter(event=any_event(random)).update(body='{"detail":{},"objects":[ ]}')


def edit_touch(random: Random) -> None:
    touch = random.choice(list(LedgerTouch.objects.order_by("pk")))
    LedgerTouch.objects.filter(pk=touch.pk).update(object_version=touch.object_version + 1_000)


def swap(random: Random) -> None:
    event = random.choice(list(LedgerEvent.objects.filter(seq__gt=1).order_by("pk")))
    LedgerEvent.objects.filter(pk=event.pk).update(seq=99_999)
    LedgerEvent.objects.filter(stream=event.stream, seq=event.seq - 1).update(seq=event.seq)
    LedgerEvent.objects.filter(pk=event.pk).update(seq=event.seq - 1)


def insert(random: Random) -> None:
    forge(any_event(random).stream)


def edit_and_rehash(random: Random) -> None:
    event = any_event(random)
    LedgerEvent.objects.filter(pk=event.pk).update(reason="Because.")
    rehash(event.stream)


def change_a_claim(random: Random) -> None:
    claim = random.choice(list(Claim.objects.order_by("pk")))
    Claim.objects.filter(pk=claim.pk).update(reviewers_wanted=claim.reviewers_wanted + 1)


def change_a_judgement(random: Random) -> None:
    judgement = random.choice(list(Judgement.objects.order_by("pk")))
    Judgement.objects.filter(pk=judgement.pk).update(confidence=1)


def change_the_words(random: Random) -> None:
    article = random.choice(list(Article.objects.order_by("pk")))
    Article.objects.filter(pk=article.pk).update(text=(article.text or "") + "!")


TAMPERINGS = [
    edit,
    delete,
    edit_payload,
    edit_touch,
    swap,
    insert,
    edit_and_rehash,
    change_a_claim,
    change_a_judgement,
    change_the_words,
]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6), st.sampled_from(TAMPERINGS))
@example(173, delete)  # an event of a batch
def test_any_history_is_intact_until_somebody_tampers_with_it(
    article: Article, ana: User, ben: User, seed: int, tamper: Callable[[Random], None]
) -> None:
    with transaction.atomic():
        history = History(article, (ana, ben), seed)
        judgement_record(
            actor=person(ana), claim=Claim.objects.in_text_order()[0], label="sourced", at=minutes(0)
        )  # so that there is one to change
        history.go_on(15)
        assert ledger_verdict().faults == []
        with without_guards():
            tamper(history.random)
        assert ledger_verdict().faults
        transaction.set_rollback(True)


@pytest.mark.slow
def test_hundreds_of_steps_are_intact(article: Article, ana: User, ben: User, eva: User) -> None:
    history = History(article, (ana, ben, eva), 7)
    history.go_on(400)
    verdict = ledger_verdict()
    assert verdict.faults == []
    assert verdict.events > 100
