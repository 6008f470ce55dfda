"""Whatever people do to a few claims, alone or many at once, and however they take it back, it ends as a small model of
it says: labels with what is under them, flags, notes, words, what is withdrawn; and the ledger is intact."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from annotations.errors import AnnotationError
from annotations.models.articles import Article
from annotations.models.batches import Batch
from annotations.models.claims import Claim, Flag, Label, state_from
from annotations.models.judgements import Judgement, Note
from annotations.models.users import User
from annotations.selectors.verification import ledger_verdict
from annotations.services.batches import Outcome
from annotations.services.bulk_claims import claims_dismiss, claims_restore, claims_withdraw
from annotations.services.claims import claim_flag, claim_resize, claim_unflag
from annotations.services.judgements import judgement_record, judgement_undo, judgement_withdraw
from annotations.services.notes import note_write
from annotations.services.undoing import batch_undo
from tests.story import claims_of, minutes, person

CLAIMS, PEOPLE = 3, 2
NOT_A_CLAIM = Label.NOT_A_CLAIM.value


class Decision(NamedTuple):
    """A decision as the model keeps it. `under` is what it superseded."""

    number: int
    label: str
    version: int
    under: "Decision | None"


@dataclass
class Done:
    """A batch as the model keeps it: what was done to which claims."""

    batch: Batch
    kind: str  # "withdrawn", "restored" or "dismissed"
    who: int
    claims: dict[int, int]  # for a dismissal with the number of the decision
    undone: bool = False


@dataclass
class Model:
    """What should be."""

    decisions: dict[tuple[int, int], Decision | None] = field(default_factory=dict)
    flags: set[tuple[int, int]] = field(default_factory=set)
    notes: list[int] = field(default_factory=lambda: [0] * CLAIMS)
    short: list[bool] = field(default_factory=lambda: [False] * CLAIMS)
    versions: list[int] = field(default_factory=lambda: [1] * CLAIMS)
    withdrawn: list[bool] = field(default_factory=lambda: [False] * CLAIMS)
    moved_by: dict[int, int] = field(default_factory=dict)  # the batch that last withdrew or restored a claim
    batches: list[Done] = field(default_factory=list)
    numbers: int = 0

    def decide(self, who: int, claim: int, label: str) -> int:
        self.numbers += 1
        under = self.decisions.get((who, claim))
        self.decisions[who, claim] = Decision(self.numbers, label, self.versions[claim], under)
        return self.numbers

    def step_back(self, who: int, claim: int) -> None:
        current = self.decisions[who, claim]
        assert current is not None
        self.numbers += 1
        self.decisions[who, claim] = current.under and current.under._replace(number=self.numbers)

    def move(self, claims: Sequence[int], *, out: bool) -> None:
        for claim in claims:
            self.withdrawn[claim], self.moved_by[claim] = out, len(self.batches)


class Desk:
    """The services and the model, doing the same."""

    def __init__(self, article: Article, people: Sequence[User]) -> None:
        self.article, self.people, self.model, self.now = article, people, Model(), 0
        self.claims = claims_of(article)[:CLAIMS]
        self.ends = [claim.end for claim in self.claims]

    def do(self, step: tuple[Any, ...]) -> None:
        self.now += 1
        name, *rest = step
        getattr(self, name)(*rest)

    def about(self, who: int, claim: int) -> dict[str, Any]:
        row = Claim.objects.select_related("article__project").get(pk=self.claims[claim].pk)
        return {"actor": person(self.people[who]), "claim": row, "at": minutes(self.now)}

    def alone(self, claim: int, work: Callable[[], object], *, refused: bool = False) -> bool:
        """Whether the service did it; it has to be refused exactly where the model says so."""
        try:
            work()
        except AnnotationError:
            assert self.model.withdrawn[claim] or refused
            return False
        assert not self.model.withdrawn[claim]
        assert not refused
        return True

    def decide(self, who: int, claim: int, label: str) -> None:
        if self.alone(claim, lambda: judgement_record(**self.about(who, claim), label=label)):
            self.model.decide(who, claim, label)

    def step_back(self, who: int, claim: int) -> None:
        nothing = self.model.decisions.get((who, claim)) is None
        if self.alone(claim, lambda: judgement_undo(**self.about(who, claim)), refused=nothing):
            self.model.step_back(who, claim)

    def take_back(self, who: int, claim: int) -> None:
        nothing = self.model.decisions.get((who, claim)) is None
        if self.alone(claim, lambda: judgement_withdraw(**self.about(who, claim)), refused=nothing):
            self.model.decisions[who, claim] = None

    def flag(self, who: int, claim: int, up: bool) -> None:
        if self.alone(claim, lambda: (claim_flag if up else claim_unflag)(**self.about(who, claim))):
            (self.model.flags.add if up else self.model.flags.discard)((who, claim))

    def note(self, who: int, claim: int) -> None:
        if self.alone(claim, lambda: note_write(**self.about(who, claim), body="See the log.")):
            self.model.notes[claim] += 1

    def resize(self, who: int, claim: int) -> None:
        row, short = self.claims[claim], not self.model.short[claim]
        end = self.ends[claim] - short
        if self.alone(claim, lambda: claim_resize(**self.about(who, claim), start=row.start, end=end)):
            self.model.short[claim] = short
            self.model.versions[claim] += 1

    def bulk(self, who: int, kind: str, chosen: set[int]) -> None:
        service: Any = {"withdrawn": claims_withdraw, "restored": claims_restore, "dismissed": claims_dismiss}[kind]
        rows = list(Claim.objects.select_related("article__project").filter(pk__in=[self.claims[n].pk for n in chosen]))
        outcome: Outcome = service(actor=person(self.people[who]), claims=rows, at=minutes(self.now))
        able = [n for n in sorted(chosen) if self.model.withdrawn[n] == (kind == "restored")]
        if kind == "dismissed":
            able = [n for n in able if not self.dismissed_already(who, n)]
        self.agreed(outcome, able)
        if outcome.batch is not None:
            self.keep(outcome.batch, kind, who, able)

    def dismissed_already(self, who: int, claim: int) -> bool:
        current = self.model.decisions.get((who, claim))
        return current is not None and current[1:3] == (NOT_A_CLAIM, self.model.versions[claim])

    def keep(self, batch: Batch, kind: str, who: int, claims: list[int]) -> None:
        if kind == "dismissed":
            numbers = {n: self.model.decide(who, n, NOT_A_CLAIM) for n in claims}
        else:
            self.model.move(claims, out=kind == "withdrawn")
            numbers = dict.fromkeys(claims, 0)
        self.model.batches.append(Done(batch, kind, who, numbers))

    def undo(self, which: int) -> None:
        if not self.model.batches:
            return
        place = which % len(self.model.batches)
        done = self.model.batches[place]
        able = [n for n in sorted(done.claims) if self.stands(done, place, n)]
        try:
            outcome = batch_undo(actor=person(self.people[done.who]), batch=done.batch, at=minutes(self.now))
        except AnnotationError:
            assert done.undone or not able
            return
        assert not done.undone
        self.agreed(outcome, able)
        done.undone = True
        if done.kind == "dismissed":
            for n in able:
                self.model.step_back(done.who, n)
            return
        assert outcome.batch is not None
        self.keep(outcome.batch, "restored" if done.kind == "withdrawn" else "withdrawn", done.who, able)

    def stands(self, done: Done, place: int, claim: int) -> bool:
        """Whether nothing newer was done to what the batch did to this claim."""
        if done.kind != "dismissed":
            return self.model.moved_by.get(claim) == place
        current = self.model.decisions.get((done.who, claim))
        return not self.model.withdrawn[claim] and current is not None and current.number == done.claims[claim]

    def agreed(self, outcome: Outcome, able: list[int]) -> None:
        assert outcome.uids == [self.claims[n].uid for n in able]

    def compare(self) -> None:
        """Everything is as the model says."""
        model = self.model
        for n, claim in enumerate(self.claims):
            row = Claim.objects.get(pk=claim.pk)
            fresh = []
            for who, user in enumerate(self.people):
                current = Judgement.objects.current().filter(claim=row, reviewer=user).first()
                wanted = model.decisions.get((who, n))
                assert (current and (current.label, current.claim_version)) == (wanted and wanted[1:3])
                fresh += [wanted.label] if wanted and wanted.version == model.versions[n] else []
            state = state_from(fresh, wanted=row.reviewers_wanted, withdrawn=model.withdrawn[n])
            assert (row.state, row.label) == state
            assert (row.withdrawn_at is not None, row.version) == (model.withdrawn[n], model.versions[n])
            assert row.end == self.ends[n] - model.short[n]
            assert Note.objects.filter(claim=row).count() == model.notes[n]
            flagged = set(Flag.objects.filter(claim=row, cleared_at=None).values_list("user", flat=True))
            assert flagged == {self.people[who].pk for who, claim in model.flags if claim == n}
        assert ledger_verdict().faults == []


who, claim = st.integers(0, PEOPLE - 1), st.integers(0, CLAIMS - 1)
STEPS = st.one_of(
    st.tuples(st.just("decide"), who, claim, st.sampled_from(Label.values)),
    st.tuples(st.sampled_from(["step_back", "take_back", "note", "resize"]), who, claim),
    st.tuples(st.just("flag"), who, claim, st.booleans()),
    st.tuples(
        st.just("bulk"),
        who,
        st.sampled_from(["withdrawn", "restored", "dismissed"]),
        st.sets(claim, min_size=1),
    ),
    st.tuples(st.just("undo"), st.integers(0, 30)),
)


# A failing history is short enough to read; making it shorter takes minutes where the machine is busy.
@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(STEPS, min_size=3, max_size=15))
def test_any_history_with_any_undos_ends_as_the_model_says(
    article: Article, ana: User, ben: User, steps: list[tuple[Any, ...]]
) -> None:
    with transaction.atomic():
        desk = Desk(article, (ana, ben))
        for step in steps:
            desk.do(step)
        desk.compare()
        transaction.set_rollback(True)
