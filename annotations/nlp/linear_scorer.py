"""The linear tier: check-worthiness and opinion from a trained model, sourced and disputed from the cues.

A head's raw log-odds are `bias + words / sqrt(number of words) + cues`. Word weights add up, so what a word and its
letter groups come to is remembered; a text costs little more than one look-up a word and one a pair.
"""

import math
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from .features import pair_bucket, word_buckets, words_of
from .linear_model import COLUMNS, CUES, DENSE, HEADS, Floats, LinearModel, load_model
from .scorer import CueScorer, Evidence, Verdict, cue_amounts, cue_log_odds, probability, reasons_of, strongest
from .types import Scores
from .weights import Weights

MODEL = Path(__file__).parent / "model" / "linear.npz"
PAIR_SHARE = 0.7
DENSE_SCALE = 0.5
_REMEMBERED = 1 << 15

_BY_CUES = (Weights._fields.index("sourced"), Weights._fields.index("disputed"))
_CUE_POSITION = {cue: position for position, cue in enumerate(CUES)}


def dense_features(evidence: Evidence, words: int) -> Floats:
    """For each head the cue amounts, the cues' log-odds and the length, scaled alike. `words`: how many there are."""
    amounts = cue_amounts(evidence)
    dense = np.zeros((len(HEADS), DENSE))
    for head, column in enumerate(COLUMNS):
        for cue, amount in amounts.items():
            dense[head, _CUE_POSITION[cue]] = amount[column]
        dense[head, -2] = cue_log_odds(amounts, column)
        dense[head, -1] = math.log1p(words)
    return dense * DENSE_SCALE


def word_features(words: list[str]) -> tuple[list[int], list[float]]:
    """The rows of all hashed features and their amounts, as training sees them; repeats are kept and add up."""
    rows: list[int] = []
    amounts: list[float] = []
    scale = 1 / math.sqrt(max(1, len(words)))
    for word in words:
        whole, *groups = word_buckets(word)
        rows.extend((whole, *groups))
        amounts.extend((scale, *[scale / math.sqrt(len(groups) or 1)] * len(groups)))
    for first, second in pairwise(("<", *words, ">")):
        rows.append(pair_bucket(first, second))
        amounts.append(scale * PAIR_SHARE)
    return rows, amounts


class LinearScorer:
    """Scores with a `LinearModel`. Texts in languages it cannot read get what the cues alone would say."""

    def __init__(self, model: LinearModel) -> None:
        self.version = model.version
        self._words = model.words
        self._bias = model.bias.tolist()
        self._calibration = model.calibration.tolist()
        # The dense part is a handful of numbers a claim: plain floats cost less than arrays would.
        scaled = (model.cues * DENSE_SCALE).tolist()
        self._cues = [dict(zip(CUES, row[:-2], strict=True)) for row in scaled]
        self._cue_log_odds = [row[-2] for row in scaled]
        self._length = [row[-1] for row in scaled]
        self._without_model = CueScorer()
        self._word = lru_cache(_REMEMBERED)(self._word_weights)

    def score(self, evidence: Evidence) -> Verdict:
        """The verdict on one claim; its reasons are the cues found in it."""
        if not evidence.readable:
            return self._without_model.score(evidence)
        amounts = cue_amounts(evidence)
        return self.verdict(evidence, amounts, self.log_odds(evidence, amounts))

    def verdict(self, evidence: Evidence, amounts: dict[str, Weights], log_odds: list[float]) -> Verdict:
        """The verdict where the heads' log-odds are these, before calibration."""
        sourced, disputed = (probability(cue_log_odds(amounts, column)) for column in _BY_CUES)
        checkworthy, opinion = (
            probability(slope * value + offset)
            for value, (slope, offset) in zip(log_odds, self._calibration, strict=True)
        )
        scores = Scores(sourced, disputed, opinion)
        return Verdict(checkworthy, scores, strongest(scores), reasons_of(evidence.hits))

    def log_odds(self, evidence: Evidence, amounts: dict[str, Weights]) -> list[float]:
        """What each head says of a claim with these cue amounts, before calibration. Linear in its length."""
        words = words_of(evidence.text)
        scale = 1 / math.sqrt(max(1, len(words)))
        rows = [pair_bucket(first, second) for first, second in pairwise(("<", *words, ">"))]
        pairs = self._words.take(rows, axis=1).sum(axis=1).tolist()
        singles = list(zip(*map(self._word, words), strict=True)) or [()] * len(HEADS)
        found = []
        for head, column in enumerate(COLUMNS):
            cues = self._cues[head]
            found.append(
                self._bias[head]
                + scale * (PAIR_SHARE * pairs[head] + math.fsum(singles[head]))
                + sum(cues[cue] * amount[column] for cue, amount in amounts.items())
                + self._cue_log_odds[head] * cue_log_odds(amounts, column)
                + self._length[head] * math.log1p(len(words))
            )
        return found

    def _word_weights(self, word: str) -> tuple[float, ...]:
        whole, *groups = word_buckets(word)
        weights = self._words[:, whole]
        if groups:
            weights = weights + self._words[:, groups].sum(axis=1) / math.sqrt(len(groups))
        return tuple(weights.tolist())


def default_linear_scorer() -> LinearScorer:
    """The scorer with the model that ships with this package. A few milliseconds."""
    return LinearScorer(load_model(MODEL))
