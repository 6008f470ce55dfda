"""Measuring a scorer on labelled sentences, beside what needs no training at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..linear_model import HEADS
from ..pipeline import evidence_of
from ..scorer import Evidence, Scorer
from .examples import Example
from .metrics import (
    Band,
    Figures,
    Labels,
    Measured,
    expected_calibration_error,
    macro_f1,
    measured,
    positive_f1,
    reliability,
)


@dataclass(frozen=True, slots=True)
class Report:
    """How one scorer did at one head. `bands` is empty for a guess without probabilities."""

    head: str
    scorer: str
    sentences: int
    positive: int
    positive_f1: Measured
    macro_f1: Measured
    calibration_error: float | None
    bands: tuple[Band, ...]


def evaluate(examples: Sequence[Example], scorers: dict[str, Scorer]) -> Iterator[Report]:
    """A report for each head that has labels: the majority guess first, then each scorer by its name. Deterministic."""
    evidence = [evidence_of(example.text) for example in examples]
    for head in HEADS:
        known = [
            (one, bool(getattr(example, head)))
            for example, one in zip(examples, evidence, strict=True)
            if one is not None and getattr(example, head) is not None
        ]
        if not known:
            continue
        labels = np.array([label for _, label in known], dtype=bool)
        majority = np.full(len(labels), 2 * labels.sum() > len(labels))
        yield _report(head, "majority", labels, majority, None)
        for name, scorer in scorers.items():
            said = np.array([_probability(scorer, one, head) for one, _ in known])
            yield _report(head, name, labels, said >= 0.5, said)


def lines(report: Report, *, bands: bool = False) -> Iterator[str]:
    """A report in words: one line, and the reliability table below it where asked for."""
    positive, macro = report.positive_f1, report.macro_f1
    error = "" if report.calibration_error is None else f"  ECE {report.calibration_error:.3f}"
    yield (
        f"{report.head:<12} {report.scorer:<14} F1 {positive.value:.3f} [{positive.low:.3f}, {positive.high:.3f}]"
        f"  macro F1 {macro.value:.3f} [{macro.low:.3f}, {macro.high:.3f}]{error}"
        f"  ({report.positive} of {report.sentences} positive)"
    )
    for band in report.bands if bands else ():
        yield f"    {band.low:.1f} to {band.high:.1f}: said {band.said:.2f}, was {band.observed:.2f}  ({band.count})"


def _probability(scorer: Scorer, evidence: Evidence, head: str) -> float:
    verdict = scorer.score(evidence)
    return verdict.checkworthy if head == "checkworthy" else verdict.scores.opinion


def _report(head: str, name: str, labels: Labels, guesses: Labels, said: Figures | None) -> Report:
    table = reliability(labels, said) if said is not None else []
    return Report(
        head,
        name,
        len(labels),
        int(labels.sum()),
        measured(positive_f1, labels, guesses),
        measured(macro_f1, labels, guesses),
        expected_calibration_error(table) if said is not None else None,
        tuple(table),
    )
