"""A small transformer in NumPy: sentences in, one vector each out. What BERT computes, three layers of it.

The sums are those of Devlin and others (2018) in post-norm form: words, places and a constant added and normalised;
then in each layer attention of 12 heads and a feed-forward network, each added to what went in and normalised. The
vector of a sentence is the mean over its pieces, its marks of start and end included.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .wordpiece import WordPieces

Array = npt.NDArray[np.float32]

HEADS = 12
MOST_PIECES = 126  # of a sentence that are read, without its marks; longer ones are cut
TOGETHER = 2_048  # pieces worked on at once: bounds the memory, some 40 MB
_TINY = np.float32(1e-12)
_GELU = np.float32(math.sqrt(2 / math.pi))


@dataclass(frozen=True, slots=True)
class Layer:
    """The numbers of one layer; every matrix is inputs x outputs."""

    attend: Array
    attend_bias: Array
    out: Array
    out_bias: Array
    first_norm: Array
    up: Array
    up_bias: Array
    down: Array
    down_bias: Array
    second_norm: Array


@dataclass(frozen=True, slots=True)
class Weights:
    """The numbers of an encoder. `pieces`: one row each, times `piece_scale`. Norms: a row of factors, one of sums."""

    vocabulary: tuple[str, ...]
    pieces: npt.NDArray[np.int8]
    piece_scale: Array
    places: Array
    norm: Array
    layers: tuple[Layer, ...]


class Encoder:
    """Vectors for sentences. Deterministic on one machine; the last digits may differ between processors."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._pieces = WordPieces(weights.vocabulary)
        self.width = weights.norm.shape[1]

    def vectors(self, texts: Sequence[str]) -> Array:
        """One row a text. About two milliseconds a sentence on one core; a text costs no more than its first 126 pieces
        do."""
        split = [self._split(text) for text in texts]
        found = np.empty((len(texts), self.width), dtype=np.float32)
        begin = 0
        while begin < len(split):
            end, pieces = begin, 0
            while end < len(split) and (end == begin or pieces + len(split[end]) <= TOGETHER):
                pieces += len(split[end])
                end += 1
            found[begin:end] = self._means(split[begin:end])
            begin = end
        return found

    def _split(self, text: str) -> list[int]:
        return [self._pieces.start, *self._pieces.numbers(text, MOST_PIECES), self._pieces.end]

    def _means(self, sentences: Sequence[Sequence[int]]) -> Array:
        weights = self._weights
        lengths = np.array([len(sentence) for sentence in sentences])
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        numbers = np.concatenate([np.asarray(sentence) for sentence in sentences])
        places = np.arange(len(numbers)) - np.repeat(starts, lengths)
        words = weights.pieces[numbers] * weights.piece_scale[numbers, None] + weights.places[places]
        state = _normal(words, weights.norm)
        spans = list(zip(starts.tolist(), (starts + lengths).tolist(), strict=True))
        for layer in weights.layers:
            attended = _attended(state @ layer.attend + layer.attend_bias, spans)
            attended = attended @ layer.out
            attended += layer.out_bias
            attended += state
            state = _normal(attended, layer.first_norm)
            fed = _gelu(state @ layer.up + layer.up_bias) @ layer.down
            fed += layer.down_bias
            fed += state
            state = _normal(fed, layer.second_norm)
        means: Array = np.add.reduceat(state, starts, axis=0)
        means /= lengths[:, None].astype(np.float32)
        return means


def _attended(mixed: Array, spans: Sequence[tuple[int, int]]) -> Array:
    """Attention within each sentence. `mixed`: queries, keys and values side by side, queries scaled already."""
    width = mixed.shape[1] // 3
    found = np.empty((len(mixed), width), dtype=np.float32)
    for start, end in spans:
        parts = mixed[start:end].reshape(end - start, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
        scores = parts[0] @ parts[1].transpose(0, 2, 1)
        scores -= scores.max(axis=2, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=2, keepdims=True)
        found[start:end] = (scores @ parts[2]).transpose(1, 0, 2).reshape(end - start, width)
    return found


def _normal(state: Array, norm: Array) -> Array:
    """Each row with mean 0 and variance 1, then scaled and moved."""
    state = state - state.mean(axis=1, keepdims=True, dtype=np.float32)
    spread = np.einsum("ij,ij->i", state, state) / np.float32(state.shape[1])
    state *= (1 / np.sqrt(spread + _TINY))[:, None]
    state *= norm[0]
    state += norm[1]
    return state


def _gelu(state: Array) -> Array:
    """GELU in its tanh form, in place."""
    inner: Any = state * state
    inner *= np.float32(0.044715)
    inner += 1
    inner *= state
    inner *= _GELU
    np.tanh(inner, out=inner)
    inner += 1
    inner *= np.float32(0.5)
    state *= inner
    return state
