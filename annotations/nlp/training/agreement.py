"""How far two people who labelled the same sentences agree."""

import json
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .metrics import RESAMPLES, Measured

_SEED = 20
QUESTIONS = ("checkworthy", "opinion", "label", "attributed")


@dataclass(frozen=True, slots=True)
class Agreement:
    """`same`: the share of equal answers; `kappa`: Cohen's (1960), with a 95 % bootstrap interval over sentences."""

    question: str
    sentences: int
    same: float
    kappa: Measured


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """Agreement beyond chance; 1.0 where both always gave one and the same answer. ValueError without any pair."""
    if not pairs:
        raise ValueError("nothing to compare")
    size = len(pairs)
    same = sum(first == second for first, second in pairs) / size
    answers = {answer for pair in pairs for answer in pair}
    chance = sum(
        (sum(first == answer for first, _ in pairs) / size) * (sum(second == answer for _, second in pairs) / size)
        for answer in answers
    )
    return 1.0 if chance == 1 else (same - chance) / (1 - chance)


def agreement(corpus: Path, second: Path) -> list[Agreement]:
    """The agreement on each question, over the sentences in both files. Deterministic. OSError, KeyError."""
    firsts = {(line["article"], line["sentence"]): line for line in _lines(corpus)}
    both = [(firsts[line["article"], line["sentence"]], line) for line in _lines(second)]
    found = []
    for question in QUESTIONS:
        pairs = [(_answer(first, question), line[question]) for first, line in both]
        chance = np.random.Generator(np.random.PCG64(_SEED))
        draws = (chance.integers(0, len(pairs), len(pairs)) for _ in range(RESAMPLES))
        kappas = [cohen_kappa([pairs[index] for index in draw]) for draw in draws]
        low, high = np.quantile(kappas, (0.025, 0.975))
        same = sum(first == answer for first, answer in pairs) / len(pairs)
        found.append(Agreement(question, len(pairs), same, Measured(cohen_kappa(pairs), float(low), float(high))))
    return found


def _answer(line: dict[str, object], question: str) -> Hashable:
    if question == "attributed":
        return line["attribution"] is not None
    answer = line[question]
    return answer if isinstance(answer, str) else (None if answer is None else bool(answer))


def _lines(path: Path) -> list[dict[str, Hashable]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
