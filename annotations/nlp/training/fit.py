"""Fitting the linear model: two logistic regressions over the same features, calibrated on sentences kept aside."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any
from zlib import crc32

import numpy as np

from ..encoder import Encoder, Weights
from ..encoder_model import EncoderModel
from ..features import BUCKETS, words_of
from ..linear_model import DENSE, HEADS, Floats, LinearModel
from ..linear_scorer import dense_features, word_features
from ..pipeline import evidence_of
from ..scorer import Evidence
from .examples import Example

KEPT_ASIDE = 5  # every fifth sentence calibrates, chosen by the hash of its article
KEPT_ASIDE_OF_FEW = 3  # with a base to begin from, what is few is spent on an honest calibration
STRENGTH = {"checkworthy": 1.0, "opinion": 0.3}
"""Inverse regularisation of each head; how it was chosen, and what that means for the figures, is in the model card."""
FROM_BASE = 0.1  # less room for each new weight where a base is there to say most of it
VECTOR_SHARE = {"checkworthy": 3.0, "opinion": 2.0}
"""How loud a sentence's vector is beside its words, which have a length of about one."""
LOUD = 10.0
MIN_OF_EACH = 10


Part = tuple[Floats, Floats, float, Floats, Floats]
"""One head: words, cues, bias, calibration, and what a sentence's vector adds (nothing in the linear tier)."""


class TrainingError(ValueError):
    """A model that cannot be trained from this; the message says what is missing."""


class TooFew(TrainingError):
    """Too few sentences, or ones that teach nothing."""


class ToolsMissing(TrainingError):
    """scikit-learn is not installed here."""


def train(examples: Sequence[Example], *, version: str, base: LinearModel | None = None) -> LinearModel:
    """A model from labelled sentences. Deterministic; about half a minute for 20,000 sentences.

    With a `base` it begins where that model is: what the base says is one more feature, so that a few hundred sentences
    move it instead of replacing it, and a head with too few of either kind keeps what the base has (the header's
    `kept` says why). TrainingError where scikit-learn is missing, or a head without a base has fewer than ten sentences
    of either kind; with a base, where no head has enough.
    """
    regression = _regression()
    evidence = [evidence_of(example.text) for example in examples]
    parts: list[Part] = []
    kept = {}
    for number, head in enumerate(HEADS):
        try:
            parts.append(_head(regression, head, number, examples, evidence, base))
        except TooFew as error:
            if base is None:
                raise
            kept[head] = str(error)
            kept_part = base.words[number], base.cues[number], float(base.bias[number]), base.calibration[number]
            parts.append((*kept_part, np.empty(0)))
    if len(kept) == len(HEADS):
        raise TooFew("; ".join(kept.values()))
    header: dict[str, Any] = {"version": version, "data": _data(examples)}
    if base is not None:
        header |= {"base": base.version, "kept": kept}
    return _linear(header, parts)


def train_encoder(examples: Sequence[Example], encoder: Weights, *, version: str, lineage: str) -> EncoderModel:
    """A model of the encoder tier: the encoder stays as it is, and one regression a head learns from the vectors and
    the linear tier's features together. `lineage`: where the encoder is from, for the header. Two milliseconds a
    sentence more than `train`, and about three minutes for 20,000. TrainingError as there."""
    regression = _regression()
    evidence = [evidence_of(example.text) for example in examples]
    vectors = Encoder(encoder).vectors([example.text for example in examples]).astype(np.float64)
    parts = [_head(regression, head, number, examples, evidence, vectors=vectors) for number, head in enumerate(HEADS)]
    linear = _linear({"version": version, "data": _data(examples), "encoder": lineage}, parts)
    shares = np.array([VECTOR_SHARE[head] for head in HEADS])[:, None] / _length(vectors)
    vector = (np.array([part[4] for part in parts]) * shares).astype(np.float32)
    bias = linear.bias - vector.astype(np.float64) @ vectors.mean(axis=0)
    return EncoderModel(replace(linear, bias=bias), encoder, vector)


def _linear(header: dict[str, Any], parts: Sequence[Part]) -> LinearModel:
    words, cues, bias, calibration = (np.array([part[index] for part in parts]) for index in range(4))
    return LinearModel(header, words, cues, bias, calibration)


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
    regression: Any,
    head: str,
    number: int,
    examples: Sequence[Example],
    evidence: Sequence[Evidence | None],
    base: LinearModel | None = None,
    vectors: Floats | None = None,
) -> Part:
    kept = _kept_aside(examples, few=base is not None)
    known = [
        (one, bool(getattr(example, head)), (example.group or example.text) in kept)
        for example, one in zip(examples, evidence, strict=True)
        if getattr(example, head) is not None and one is not None
    ]
    labels = np.array([label for _, label, _ in known], dtype=bool)
    aside = np.array([kept for _, _, kept in known], dtype=bool)
    for name, part in (("to learn from", ~aside), ("to calibrate on", aside)):
        fewest = min((labels & part).sum(), (~labels & part).sum()) if len(known) else 0
        if fewest < MIN_OF_EACH:
            raise TooFew(f"{head}: {fewest} sentences of one kind {name}; {MIN_OF_EACH} are needed")
    matrix = design([one for one, _, _ in known], number)
    if vectors is not None:
        rows = [row for row, example in enumerate(examples) if getattr(example, head) is not None and evidence[row]]
        matrix = _library("scipy.sparse").hstack([matrix, _scaled(vectors, head)[rows]], format="csr")
    weights, bias = _fitted(regression, head, matrix[~aside], labels[~aside], _of_head(base, number) if base else None)
    # Rounded as the file will hold them, so that the calibration fits the model that ships.
    words = weights[:BUCKETS].astype(np.float16).astype(np.float64)
    cues, vector = np.split(weights[BUCKETS:].astype(np.float32).astype(np.float64), [DENSE])
    bias = float(np.float32(bias))
    raw = matrix[aside] @ np.concatenate([words, cues, vector]) + bias
    # Balanced here too: 0.5 is the point at which a claim is as likely either way before anything is known of the text.
    platt = regression(C=1e6 if base is None else 1.0, class_weight="balanced", solver="lbfgs", max_iter=500)
    platt.fit(raw[:, None], labels[aside])
    slope = float(platt.coef_[0][0])
    if slope <= 0:
        raise TooFew(f"{head}: what was learned does not hold on the sentences kept aside")
    return words, cues, bias, np.array([slope, float(platt.intercept_[0])]), vector


def _scaled(vectors: Floats, head: str) -> Floats:
    centred: Floats = vectors - vectors.mean(axis=0)
    return centred * (VECTOR_SHARE[head] / _length(vectors))


def _length(vectors: Floats) -> float:
    """How far a vector lies from the middle, on average."""
    return float(np.sqrt(((vectors - vectors.mean(axis=0)) ** 2).sum(axis=1)).mean())


def _kept_aside(examples: Sequence[Example], *, few: bool) -> set[str]:
    """The articles, or sentences without one, that calibrate, by their hash. Of few, exactly every third, so chance
    does not leave all of them on one side."""
    if few:
        return every_nth({example.group or example.text for example in examples}, KEPT_ASIDE_OF_FEW, salt="calibrates ")
    names = (example.group or example.text for example in examples)
    return {name for name in names if crc32(name.encode()) % KEPT_ASIDE == 0}


def every_nth(names: set[str], step: int, *, salt: str) -> set[str]:
    """Every so many of the names, in the order of their hashes: the same for the same names, and never none of many."""
    ranked = sorted(names, key=lambda name: (crc32(f"{salt}{name}".encode()), name))
    return set(ranked[::step])


def _of_head(model: LinearModel, number: int) -> tuple[Floats, float]:
    return np.concatenate([model.words[number], model.cues[number]]), float(model.bias[number])


def _fitted(
    regression: Any, head: str, matrix: Any, labels: Any, base: tuple[Floats, float] | None
) -> tuple[Floats, float]:
    """Weights and bias. With a base, what it says is a last column that regularisation hardly holds back; since all of
    it is linear, the two become one again."""
    strength = STRENGTH[head] if base is None else FROM_BASE
    fitted = regression(C=strength, class_weight="balanced", solver="liblinear", max_iter=500, random_state=0)
    if base is None:
        fitted.fit(matrix, labels)
        return fitted.coef_[0], float(fitted.intercept_[0])
    weights, bias = base
    said = LOUD * (matrix @ weights + bias)
    fitted.fit(_library("scipy.sparse").hstack([matrix, said[:, None]], format="csr"), labels)
    share = LOUD * float(fitted.coef_[0][-1])
    return fitted.coef_[0][:-1] + share * weights, float(fitted.intercept_[0]) + share * bias


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
        raise ToolsMissing(
            "training needs scikit-learn: install requirements-dev.txt. Running the site does not."
        ) from error
