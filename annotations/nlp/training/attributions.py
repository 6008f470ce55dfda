"""Measuring attribution: does a sentence hand its statement to somebody, and is it the right one."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..pipeline import analyse_one
from ..types import Attribution
from .metrics import Measured, macro_f1, measured, positive_f1, tally

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Attributed:
    """A sentence and the spans of its sources, as people marked them; None where it names nobody. Code points."""

    text: str
    sources: tuple[Span, ...] | None
    group: str


@dataclass(frozen=True, slots=True)
class AttributionReport:
    """`sources` counts the sentences whose marked source could be compared, `exact` those with the same span."""

    sentences: int
    attributed: int
    positive_f1: Measured
    macro_f1: Measured
    sources: int
    exact: int
    overlapping: int


def read_attributed(path: Path, *, split: str | None = None) -> list[Attributed]:
    """The claims of a corpus whose lines carry "attribution" (see the corpus's README). OSError for a missing file."""
    return list(_lines(path, split))


def evaluate_attribution(sentences: Sequence[Attributed]) -> AttributionReport:
    """How the pipeline does on each sentence by itself. Deterministic. ValueError without any sentence."""
    found = [_attribution(one.text) for one in sentences]
    labels = np.array([one.sources is not None for one in sentences], dtype=bool)
    said = np.array([attribution is not None for attribution in found], dtype=np.float64)
    numbers: dict[str, int] = {}
    table = tally(labels, said, [numbers.setdefault(one.group, len(numbers)) for one in sentences])
    pairs = [
        ((attribution.source.start, attribution.source.end), one.sources)
        for one, attribution in zip(sentences, found, strict=True)
        if attribution is not None and one.sources
    ]
    return AttributionReport(
        len(sentences),
        int(labels.sum()),
        measured(positive_f1, table),
        measured(macro_f1, table),
        len(pairs),
        sum(span in marked for span, marked in pairs),
        sum(any(_touch(span, one) for one in marked) for span, marked in pairs),
    )


def attribution_line(report: AttributionReport) -> str:
    """A report as one line."""
    positive, macro = report.positive_f1, report.macro_f1
    return (
        f"{'attribution':<12} {'rules':<14} F1 {positive.value:.3f} [{positive.low:.3f}, {positive.high:.3f}]"
        f"  macro F1 {macro.value:.3f} [{macro.low:.3f}, {macro.high:.3f}]"
        f"  ({report.attributed} of {report.sentences} attributed; of {report.sources} sources found"
        f" {report.exact} exact, {report.overlapping} overlapping)"
    )


def _lines(path: Path, split: str | None) -> Iterator[Attributed]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            value: dict[str, Any] = json.loads(line)
            if value["unit"] != "claim" or (split is not None and value["split"] != split):
                continue
            marked = value["attribution"]
            sources = None if marked is None else tuple((start, end) for start, end in marked["source"])
            yield Attributed(value["text"], sources, value["article"])


def _attribution(text: str) -> Attribution | None:
    return next((unit.attribution for unit in analyse_one(text).units), None)


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
