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

MODEL = Path(__file__).parent / "model" / "linear.npz"
PAIR_SHARE = 0.7
_DENSE_SCALE = 0.5
_REMEMBERED = 1 << 15

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
    return dense * _DENSE_SCALE


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
        self._model = model
        self._without_model = CueScorer()
        self._word = lru_cache(_REMEMBERED)(self._word_weights)

    def score(self, evidence: Evidence) -> Verdict:
        """The verdict on one claim; its reasons are the cues found in it."""
        by_cues = self._without_model.score(evidence)
        if not evidence.readable:
            return by_cues
        checkworthy, opinion = (probability(value) for value in self.calibrated_log_odds(evidence))
        scores = Scores(by_cues.scores.sourced, by_cues.scores.disputed, opinion)
        return Verdict(checkworthy, scores, strongest(scores), reasons_of(evidence.hits))

    def calibrated_log_odds(self, evidence: Evidence) -> tuple[float, ...]:
        """What each head says of a claim, calibrated."""
        calibration = self._model.calibration
        return tuple((self.log_odds(evidence) * calibration[:, 0] + calibration[:, 1]).tolist())

    def log_odds(self, evidence: Evidence) -> Floats:
        """What each head says of a claim, before calibration. Linear in its length."""
        words = words_of(evidence.text)
        pairs = [pair_bucket(first, second) for first, second in pairwise(("<", *words, ">"))]
        found = self._model.words[:, pairs].sum(axis=1) * PAIR_SHARE
        for head in range(len(HEADS)):
            found[head] += math.fsum(self._word(word)[head] for word in words)
        dense = (self._model.cues * dense_features(evidence, len(words))).sum(axis=1)
        total: Floats = self._model.bias + found / math.sqrt(max(1, len(words))) + dense
        return total

    def _word_weights(self, word: str) -> tuple[float, ...]:
        whole, *groups = word_buckets(word)
        weights = self._model.words[:, whole]
        if groups:
            weights = weights + self._model.words[:, groups].sum(axis=1) / math.sqrt(len(groups))
        return tuple(weights.tolist())


def default_linear_scorer() -> LinearScorer:
    """The scorer with the model that ships with this package. A few milliseconds."""
    return LinearScorer(load_model(MODEL))
