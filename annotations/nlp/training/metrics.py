"""How good probabilities are: agreement with the labels, whether 0.8 means 80 in 100, and how sure all of that is.

Everything is worked out from a small table of counts for each group of sentences (an article, where it is known), so
that a resample of whole groups is one multiplication: sentences of one article are alike, and an interval that took
them for strangers would be too narrow.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Labels = npt.NDArray[np.bool_]
Figures = npt.NDArray[np.float64]
Measure = Callable[[Figures], float]

RESAMPLES = 1_000
BANDS = 10
_SEED = 20  # any fixed number: the same data must give the same interval
_CELLS = 5  # both positive, said only, so only, neither; squared error


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Band:
    """What was said and what was so, among the claims whose probability fell between `low` and `high`."""

    low: float
    high: float
    count: int
    said: float
    observed: float


def tally(labels: Labels, said: Figures, groups: Sequence[int] | None = None) -> Figures:
    """The table: one row a group, numbered from 0; without groups each sentence is its own. ValueError without any."""
    if not len(labels):
        raise ValueError("nothing to measure")
    number = np.asarray(groups if groups is not None else range(len(labels)))
    guesses = said >= 0.5
    band = np.minimum((said * BANDS).astype(int), BANDS - 1)
    table = np.zeros((int(number.max()) + 1, _CELLS + 3 * BANDS))
    cells = [labels & guesses, ~labels & guesses, labels & ~guesses, ~labels & ~guesses, (said - labels) ** 2]
    for column, values in enumerate(cells):
        np.add.at(table[:, column], number, values.astype(float))
    for offset, values in enumerate((np.ones(len(labels)), said, labels.astype(float))):
        np.add.at(table, (number, _CELLS + offset * BANDS + band), values)
    return table


def positive_f1(totals: Figures) -> float:
    """F1 of the positive class; 0.0 where nothing is positive in either."""
    both, said_only, so_only = totals[:3]
    either = 2 * both + said_only + so_only
    return float(2 * both / either) if either else 0.0


def macro_f1(totals: Figures) -> float:
    """The mean of the F1 of both classes."""
    said_only, so_only, neither = totals[1:4]
    return (positive_f1(totals) + positive_f1(np.array([neither, so_only, said_only]))) / 2


def brier(totals: Figures) -> float:
    """The mean squared distance between what was said and what was so; 0.25 is what always saying 0.5 gets."""
    return float(totals[4] / totals[:4].sum())


def expected_calibration_error(totals: Figures) -> float:
    """The mean distance between said and observed, each band counting by its claims."""
    count, said, so = totals[_CELLS:].reshape(3, BANDS)
    return float(np.abs(said - so).sum() / count.sum())


def reliability(totals: Figures) -> list[Band]:
    """Equal bands from 0 to 1, the empty ones left out."""
    rows = zip(*totals[_CELLS:].reshape(3, BANDS), strict=True)
    return [
        Band(number / BANDS, (number + 1) / BANDS, int(count), float(said / count), float(so / count))
        for number, (count, said, so) in enumerate(rows)
        if count
    ]


def measured(measure: Measure, table: Figures, resamples: int = RESAMPLES) -> Measured:
    """The measure with its 95 % percentile bootstrap interval over the groups."""
    return _interval(measure(table.sum(axis=0)), [measure(totals) for totals in _resampled(table, resamples)])


def difference(measure: Measure, ours: Figures, theirs: Figures, resamples: int = RESAMPLES) -> Measured:
    """How much more `ours` has of it than `theirs` on the same sentences, with its 95 % interval: both are resampled
    together, so what is hard for both does not widen it."""
    both = np.concatenate([ours, theirs], axis=1)
    width = ours.shape[1]

    def gap(totals: Figures) -> float:
        return measure(totals[:width]) - measure(totals[width:])

    return measured(gap, both, resamples)


def _resampled(table: Figures, resamples: int) -> list[Figures]:
    chance = np.random.Generator(np.random.PCG64(_SEED))
    groups = len(table)
    draws = (chance.integers(0, groups, groups) for _ in range(resamples))
    return [np.bincount(draw, minlength=groups) @ table for draw in draws]


def _interval(value: float, drawn: list[float]) -> Measured:
    low, high = np.quantile(np.array(drawn), (0.025, 0.975))
    return Measured(value, float(low), float(high))
