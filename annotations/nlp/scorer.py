"""From cues to probabilities and reasons. The seam where a trained model takes the place of the hand-set weights."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from .doc import CueHit
from .types import Attribution, Reason, Scores, Side, SuggestedLabel
from .weights import BIAS, IN_REPORTED_SPEECH, SPEAKS, THRESHOLDS, WEIGHTS, Weights, saturated

MAX_SPANS_PER_CUE = 3  # a panel that lists forty numbers explains nothing

_LABELS = (SuggestedLabel.SOURCED, SuggestedLabel.DISPUTED, SuggestedLabel.OPINION)

_SPEAKING: dict[str, tuple[tuple[SuggestedLabel | None, Side], ...]] = {
    cue: tuple(
        (label, Side.FOR if weight > 0 else Side.AGAINST)
        for label, weight in zip((None, *_LABELS), weights, strict=True)
        if abs(weight) >= SPEAKS
    )
    for cue, weights in WEIGHTS.items()
}
"""What each cue is a reason for or against."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about one claim when it is scored: its words, the cues inside it, and who says it."""

    text: str
    hits: Sequence[CueHit]
    attribution: Attribution | None
    readable: bool = True  # False: in a language whose words mean nothing to this pipeline


@dataclass(frozen=True, slots=True)
class Verdict:
    """The scores of one claim and the cues that speak for or against them."""

    checkworthy: float
    scores: Scores
    label: SuggestedLabel | None
    reasons: tuple[Reason, ...]


@runtime_checkable  # spaCy checks what a config plugs in
class Scorer(Protocol):
    """Anything that turns evidence into a verdict. `version` becomes part of the pipeline version."""

    version: str

    def score(self, evidence: Evidence) -> Verdict:
        """The verdict on one claim. Deterministic, no input or output."""
        ...


@runtime_checkable
class BatchScorer(Scorer, Protocol):
    """A scorer that is quicker with many claims at once."""

    def score_all(self, evidence: Sequence[Evidence]) -> list[Verdict]:
        """The verdicts in the order of the claims; each is what `score` says of it."""
        ...


def verdicts(scorer: Scorer, evidence: Sequence[Evidence]) -> list[Verdict]:
    """What a scorer says of each claim, all at once where it can."""
    if isinstance(scorer, BatchScorer):
        return scorer.score_all(evidence)
    return [scorer.score(one) for one in evidence]


class CueScorer:
    """A logistic combination of transparent cues; the weights are the table in `weights.py`."""

    version = "cues"

    def score(self, evidence: Evidence) -> Verdict:
        """The verdict on one claim. Without cues it is the bias alone: no label, no reasons."""
        amounts = cue_amounts(evidence)
        checkworthy, sourced, disputed, opinion = (
            probability(cue_log_odds(amounts, column)) for column in range(len(BIAS))
        )
        scores = Scores(sourced, disputed, opinion)
        return Verdict(checkworthy, scores, strongest(scores), reasons_of(evidence.hits))


def cue_amounts(evidence: Evidence) -> dict[str, Weights]:
    """How much of each cue there is, per column: opinion discounts what stands in somebody else's words."""
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    content = evidence.attribution.content if evidence.attribution else None
    for hit in evidence.hits:
        reported = content is not None and content.start <= hit.start < content.end
        (inside if reported else outside)[hit.cue] += 1
    amounts = {}
    if not inside:  # by far the most claims; the same as below, without asking
        for cue in sorted(outside):
            full = saturated(outside[cue])
            amounts[cue] = Weights(full, full, full, full)
        return amounts
    for cue in sorted({*inside, *outside}):
        full = saturated(inside[cue] + outside[cue])
        opinion = full
        if inside[cue] and WEIGHTS[cue].opinion > 0:
            opinion = max(saturated(outside[cue]), IN_REPORTED_SPEECH * full)
        amounts[cue] = Weights(full, full, full, opinion)
    return amounts


def cue_log_odds(amounts: dict[str, Weights], column: int) -> float:
    """What the table of hand-set weights makes of these amounts, for one of its columns."""
    return BIAS[column] + sum(WEIGHTS[cue][column] * amount[column] for cue, amount in amounts.items())


def strongest(scores: Scores) -> SuggestedLabel | None:
    """The label with the highest probability at or above its threshold, or None."""
    values = {label: (getattr(scores, label.value), getattr(THRESHOLDS, label.value)) for label in _LABELS}
    passing = [label for label in _LABELS if values[label][0] >= values[label][1]]
    return max(passing, key=lambda label: values[label][0], default=None)


def reasons_of(hits: Sequence[CueHit]) -> tuple[Reason, ...]:
    """A reason for each cue and each label it clearly speaks for or against, in text order; at most three a cue."""
    shown: defaultdict[str, int] = defaultdict(int)
    reasons: list[Reason] = []
    for hit in hits:
        shown[hit.cue] += 1
        if shown[hit.cue] > MAX_SPANS_PER_CUE:
            continue
        for label, side in _SPEAKING[hit.cue]:
            reasons.append(Reason(hit.cue, hit.start, hit.end, label, side))
    return tuple(reasons)


def probability(log_odds: float) -> float:
    """Log-odds as a probability with four decimals."""
    return round(1.0 / (1.0 + math.exp(-log_odds)), 4)
