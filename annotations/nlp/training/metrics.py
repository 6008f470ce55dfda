"""How good probabilities are: agreement with the labels, how sure that figure is, and whether 0.8 means 80 in 100."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Labels = npt.NDArray[np.bool_]
Figures = npt.NDArray[np.float64]
Metric = Callable[[Labels, Labels], float]

RESAMPLES = 1_000
BANDS = 10
_SEED = 20  # any fixed number: the same data must give the same interval


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


def positive_f1(labels: Labels, guesses: Labels) -> float:
    """F1 of the positive class; 0.0 where nothing is positive in either."""
    both = int((labels & guesses).sum())
    either = int(labels.sum() + guesses.sum())
    return 2 * both / either if either else 0.0


def macro_f1(labels: Labels, guesses: Labels) -> float:
    """The mean of the F1 of both classes."""
    return (positive_f1(labels, guesses) + positive_f1(~labels, ~guesses)) / 2


def measured(metric: Metric, labels: Labels, guesses: Labels, resamples: int = RESAMPLES) -> Measured:
    """The metric with its 95 % percentile bootstrap interval over the sentences. ValueError without any sentence."""
    if not len(labels):
        raise ValueError("nothing to measure")
    chance = np.random.Generator(np.random.PCG64(_SEED))
    draws = (chance.integers(0, len(labels), len(labels)) for _ in range(resamples))
    values = np.sort([metric(labels[draw], guesses[draw]) for draw in draws])
    low, high = np.quantile(values, (0.025, 0.975))
    return Measured(metric(labels, guesses), float(low), float(high))


def reliability(labels: Labels, probabilities: Figures, bands: int = BANDS) -> list[Band]:
    """Equal bands from 0 to 1, the empty ones left out."""
    numbers = np.minimum((probabilities * bands).astype(int), bands - 1)
    table = []
    for number in range(bands):
        inside = numbers == number
        if inside.any():
            said, observed = float(probabilities[inside].mean()), float(labels[inside].mean())
            table.append(Band(number / bands, (number + 1) / bands, int(inside.sum()), said, observed))
    return table


def expected_calibration_error(table: list[Band]) -> float:
    """The mean distance between said and observed, each band counting by its claims."""
    total = sum(band.count for band in table)
    return sum(band.count * abs(band.said - band.observed) for band in table) / total if total else 0.0
