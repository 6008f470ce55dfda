"""Measuring scorers on labelled sentences, beside what needs no training at all, and against each other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ..linear_model import HEADS
from ..pipeline import evidence_of
from ..scorer import Evidence, Scorer, verdicts
from .examples import Example
from .metrics import (
    Band,
    Figures,
    Labels,
    Measure,
    Measured,
    brier,
    difference,
    expected_calibration_error,
    macro_f1,
    measured,
    positive_f1,
    reliability,
    tally,
)

MEASURES: dict[str, Measure] = {
    "positive_f1": positive_f1,
    "macro_f1": macro_f1,
    "brier": brier,
    "calibration_error": expected_calibration_error,
}
_WORDS = {"positive_f1": "F1", "macro_f1": "macro F1", "brier": "Brier", "calibration_error": "ECE"}


@dataclass(frozen=True, slots=True)
class Report:
    """How one scorer did at one head. The majority guess has no probabilities, so no Brier score, ECE and bands.
    `against`: how much more of each measure it has than the scorer it is compared with."""

    head: str
    scorer: str
    sentences: int
    articles: int
    positive: int
    measures: dict[str, Measured]
    bands: tuple[Band, ...]
    against: str = ""
    differences: dict[str, Measured] | None = None


def evaluate(examples: Sequence[Example], scorers: Mapping[str, Scorer], *, against: str = "") -> Iterator[Report]:
    """A report for each head that has labels: the majority guess first, then each scorer by its name. With `against`,
    the name of one of them, every other is compared with it on the same sentences. Intervals are over articles where
    the examples name them. Deterministic."""
    evidence = [evidence_of(example.text) for example in examples]
    for head in HEADS:
        known = [
            (one, bool(getattr(example, head)), example.group)
            for example, one in zip(examples, evidence, strict=True)
            if one is not None and getattr(example, head) is not None
        ]
        if not known:
            continue
        labels = np.array([label for _, label, _ in known], dtype=bool)
        groups = _numbered([group for _, _, group in known])
        majority = np.full(len(labels), float(2 * labels.sum() > len(labels)))
        yield _report(head, "majority", labels, groups, tally(labels, majority, groups), guess=True)
        tables = {
            name: tally(labels, _probabilities(scorer, [one for one, _, _ in known], head), groups)
            for name, scorer in scorers.items()
        }
        for name, table in tables.items():
            other = tables.get(against) if name != against else None
            yield _report(head, name, labels, groups, table, against=against, other=other)


def lines(report: Report, *, bands: bool = False) -> Iterator[str]:
    """A report in words: one line, below it what differs from the scorer it is compared with, and the reliability
    table where asked for."""
    figures = "  ".join(f"{_WORDS[name]} {_words(one)}" for name, one in report.measures.items())
    counted = f"{report.positive} of {report.sentences} positive"
    articles = f", {report.articles} articles" if report.articles != report.sentences else ""
    yield f"{report.head:<12} {report.scorer:<14} {figures}  ({counted}{articles})"
    if report.differences:
        gaps = "  ".join(f"{_WORDS[name]} {_words(gap, sign=True)}" for name, gap in report.differences.items())
        yield f"    than {report.against}: {gaps}"
    for band in report.bands if bands else ():
        yield f"    {band.low:.1f} to {band.high:.1f}: said {band.said:.2f}, was {band.observed:.2f}  ({band.count})"


def as_json(report: Report) -> dict[str, Any]:
    """A report as plain values, every figure with its interval."""
    return asdict(report)


def _words(one: Measured, *, sign: bool = False) -> str:
    plus = "+" if sign else ""
    return f"{one.value:{plus}.3f} [{one.low:{plus}.3f}, {one.high:{plus}.3f}]"


def _numbered(groups: Sequence[str]) -> list[int]:
    """Groups by number; a sentence that names none is one of its own."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(group or f" {index}", len(numbers)) for index, group in enumerate(groups)]


def _probabilities(scorer: Scorer, evidence: Sequence[Evidence], head: str) -> Figures:
    said = verdicts(scorer, evidence)
    return np.array([one.checkworthy if head == "checkworthy" else one.scores.opinion for one in said])


def _report(
    head: str,
    name: str,
    labels: Labels,
    groups: Sequence[int],
    table: Figures,
    *,
    guess: bool = False,
    against: str = "",
    other: Figures | None = None,
) -> Report:
    measures = {key: measure for key, measure in MEASURES.items() if not guess or key.endswith("f1")}
    return Report(
        head,
        name,
        len(labels),
        len(set(groups)),
        int(labels.sum()),
        {key: measured(measure, table) for key, measure in measures.items()},
        () if guess else tuple(reliability(table.sum(axis=0))),
        against if other is not None else "",
        None if other is None else {key: difference(measure, table, other) for key, measure in measures.items()},
    )
