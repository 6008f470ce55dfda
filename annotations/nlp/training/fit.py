"""Fitting the linear model: two logistic regressions over the same features, calibrated on sentences kept aside."""

from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from typing import Any
from zlib import crc32

import numpy as np

from ..features import BUCKETS, words_of
from ..linear_model import DENSE, HEADS, Floats, LinearModel
from ..linear_scorer import dense_features, word_features
from ..pipeline import evidence_of
from ..scorer import Evidence
from .examples import Example

KEPT_ASIDE = 5  # every fifth sentence calibrates, chosen by its hash
STRENGTH = {"checkworthy": 1.0, "opinion": 0.3}
"""Inverse regularisation of each head; how it was chosen, and what that means for the figures, is in the model card."""
MIN_OF_EACH = 10


class TrainingError(ValueError):
    """A model that cannot be trained from this; the message says what is missing."""


def train(examples: Sequence[Example], *, version: str) -> LinearModel:
    """A model from labelled sentences. Deterministic; about half a minute for 20,000 sentences.

    TrainingError where scikit-learn is missing, or a head has fewer than ten sentences of either kind to learn from.
    """
    regression = _regression()
    evidence = [evidence_of(example.text) for example in examples]
    parts = [
        _head(regression, head, number, examples, evidence) for number, head in enumerate(HEADS)
    ]  # words, cues, bias, calibration
    words, cues, bias, calibration = (np.array([part[index] for part in parts]) for index in range(4))
    return LinearModel({"version": version, "data": _data(examples)}, words, cues, bias, calibration)


def design(evidence: Sequence[Evidence], head: int) -> Any:
    """The features of claims as a sparse matrix: one row a claim, the hashed columns first, then the dense ones."""
    columns: list[int] = []
    amounts: list[float] = []
    ends = [0]
    for one in evidence:
        words = words_of(one.text)
        rows, values = word_features(words)
        dense = dense_features(one, len(words))[head]
        columns.extend((*rows, *range(BUCKETS, BUCKETS + DENSE)))
        amounts.extend((*values, *dense.tolist()))
        ends.append(len(columns))
    matrix = _library("scipy.sparse").csr_matrix((amounts, columns, ends), shape=(len(evidence), BUCKETS + DENSE))
    matrix.sum_duplicates()
    return matrix


def _head(
    regression: Any, head: str, number: int, examples: Sequence[Example], evidence: Sequence[Evidence | None]
) -> tuple[Floats, Floats, float, Floats]:
    known = [
        (one, bool(getattr(example, head)), crc32(example.text.encode()) % KEPT_ASIDE == 0)
        for example, one in zip(examples, evidence, strict=True)
        if getattr(example, head) is not None and one is not None
    ]
    labels = np.array([label for _, label, _ in known], dtype=bool)
    aside = np.array([kept for _, _, kept in known], dtype=bool)
    for name, part in (("to learn from", ~aside), ("to calibrate on", aside)):
        fewest = min((labels & part).sum(), (~labels & part).sum()) if len(known) else 0
        if fewest < MIN_OF_EACH:
            raise TrainingError(f"{head}: {fewest} sentences of one kind {name}; {MIN_OF_EACH} are needed")
    matrix = design([one for one, _, _ in known], number)
    fitted = regression(C=STRENGTH[head], class_weight="balanced", solver="liblinear", max_iter=500, random_state=0)
    fitted.fit(matrix[~aside], labels[~aside])
    # Rounded as the file will hold them, so that the calibration fits the model that ships.
    words = fitted.coef_[0][:BUCKETS].astype(np.float16).astype(np.float64)
    cues = fitted.coef_[0][BUCKETS:].astype(np.float32).astype(np.float64)
    bias = float(np.float32(fitted.intercept_[0]))
    raw = matrix[aside] @ np.concatenate([words, cues]) + bias
    # Balanced here too: 0.5 is the point at which a claim is as likely either way before anything is known of the text.
    platt = regression(C=1e6, class_weight="balanced", solver="lbfgs", max_iter=500)
    platt.fit(raw[:, None], labels[aside])
    slope = float(platt.coef_[0][0])
    if slope <= 0:
        raise TrainingError(f"{head}: what was learned does not hold on the sentences kept aside")
    return words, cues, bias, np.array([slope, float(platt.intercept_[0])])


def _data(examples: Sequence[Example]) -> list[dict[str, Any]]:
    counts = Counter((example.source, example.licence) for example in examples)
    return [
        {"source": source, "licence": licence, "sentences": number}
        for (source, licence), number in sorted(counts.items())
    ]


def _regression() -> Any:
    return _library("sklearn.linear_model").LogisticRegression


def _library(name: str) -> Any:
    """A module of the training libraries, imported only here: the site runs without them."""
    try:
        return import_module(name)
    except ImportError as error:
        raise TrainingError(
            "training needs scikit-learn: install requirements-dev.txt. Running the site does not."
        ) from error
