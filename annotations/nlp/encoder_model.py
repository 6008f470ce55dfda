"""The encoder tier's file: a linear model, an encoder, and what a sentence's vector adds to each head.

After the line `MAGIC` comes a file of arrays (see `array_file.py`): `linear` holds a linear model's whole file, with
the header; `vector` what to multiply a sentence's vector with, heads x width; `vocabulary` the pieces, a line each.
Each matrix of the encoder is whole numbers from -127 to 127, int8, with what one of them is worth in each row beside
it (`_scale`); rows are pieces, and outputs of the layers.
"""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from .array_file import Arrays, ModelError, packed, unpacked
from .encoder import HEADS as ATTENTION_HEADS
from .encoder import MOST_PIECES, Array, Layer, Weights
from .linear_model import HEADS, LinearModel, linear_model_from, model_bytes
from .wordpiece import END, START, UNKNOWN

MAGIC = b"claimdesk encoder 1\n"
LARGEST = 64 * 1024 * 1024  # bytes, unpacked
_MOST_LAYERS = 12
_MATRICES = ("attend", "out", "up", "down")


@dataclass(frozen=True)
class EncoderModel:
    """What the linear model says of a claim, and `vector` times the claim's vector, added up: a head's log-odds."""

    linear: LinearModel
    encoder: Weights
    vector: Array


def encoder_bytes(model: EncoderModel) -> bytes:
    """The model as a file. Deterministic."""
    weights = model.encoder
    arrays: Arrays = {
        "linear": np.frombuffer(model_bytes(model.linear), dtype=np.uint8),
        "vector": model.vector.astype("<f4"),
        "vocabulary": np.frombuffer("\n".join(weights.vocabulary).encode(), dtype=np.uint8),
        "pieces": weights.pieces,
        "pieces_scale": weights.piece_scale.astype("<f4"),
        "places": weights.places.astype("<f2"),
        "norm": weights.norm.astype("<f4"),
    }
    for number, layer in enumerate(weights.layers):
        for field in fields(layer):
            name, values = f"{number}_{field.name}", getattr(layer, field.name)
            if field.name in _MATRICES:
                arrays[name], arrays[f"{name}_scale"] = quantised(values.T)
            else:
                arrays[name] = values.astype("<f4")
    return MAGIC + packed(arrays)


def encoder_model_from(content: bytes, name: str) -> EncoderModel:
    """The model in a file; `name` is what to call it. ModelError where it is none, or does not fit this pipeline."""
    arrays = unpacked(content.removeprefix(MAGIC), name, largest=LARGEST)
    try:
        linear = linear_model_from(arrays["linear"].tobytes(), name)
        vocabulary = tuple(arrays["vocabulary"].tobytes().decode("utf-8").split("\n"))
        layers = [number for number in range(_MOST_LAYERS) if f"{number}_attend" in arrays]
        weights = Weights(
            vocabulary=vocabulary,
            pieces=np.asarray(arrays["pieces"], dtype=np.int8),
            piece_scale=_floats(arrays["pieces_scale"]),
            places=_floats(arrays["places"]),
            norm=_floats(arrays["norm"]),
            layers=tuple(_layer(arrays, number) for number in layers),
        )
        model = EncoderModel(linear, weights, _floats(arrays["vector"]))
    except ModelError:
        raise
    except (KeyError, ValueError, TypeError) as error:
        raise ModelError(f"{name} is no readable model: {error}") from error
    _require_sound(model, name)
    return model


def quantised(rows: Array) -> tuple[Any, Array]:
    """Each row as whole numbers from -127 to 127, and what one of them is worth there."""
    scale = np.maximum(np.abs(rows).max(axis=1), 1e-12) / 127
    return np.rint(rows / scale[:, None]).astype(np.int8), scale.astype("<f4")


def _layer(arrays: Arrays, number: int) -> Layer:
    values = {}
    for field in fields(Layer):
        entry = arrays[f"{number}_{field.name}"]
        if field.name in _MATRICES:
            scale = _floats(arrays[f"{number}_{field.name}_scale"])
            values[field.name] = np.ascontiguousarray((_floats(entry) * scale[:, None]).T)
        else:
            values[field.name] = _floats(entry)
    return Layer(**values)


def _floats(array: Any) -> Array:
    return np.asarray(array, dtype=np.float32)


def _require_sound(model: EncoderModel, name: str) -> None:
    """Every shape fits every other, and every number is one."""
    weights = model.encoder
    pieces, width = weights.pieces.shape if weights.pieces.ndim == 2 else (0, 0)
    inner = weights.layers[0].up_bias.size if weights.layers else 0
    wanted: dict[str, tuple[Any, tuple[int, ...]]] = {
        "vector": (model.vector, (len(HEADS), width)),
        "pieces_scale": (weights.piece_scale, (pieces,)),
        "places": (weights.places, (MOST_PIECES + 2, width)),
        "norm": (weights.norm, (2, width)),
    }
    shapes = {
        "attend": (width, 3 * width),
        "attend_bias": (3 * width,),
        "out": (width, width),
        "out_bias": (width,),
        "first_norm": (2, width),
        "up": (width, inner),
        "up_bias": (inner,),
        "down": (inner, width),
        "down_bias": (width,),
        "second_norm": (2, width),
    }
    for number, layer in enumerate(weights.layers):
        wanted |= {f"{number}_{entry}": (getattr(layer, entry), shape) for entry, shape in shapes.items()}
    for entry, (array, shape) in wanted.items():
        if array.shape != shape or not np.isfinite(array).all():
            raise ModelError(f"{name}: {entry} is not {shape} finite numbers")
    if not inner or not width or width % ATTENTION_HEADS:
        raise ModelError(f"{name} holds no encoder")
    if len(weights.vocabulary) != pieces or not {START, END, UNKNOWN} <= set(weights.vocabulary):
        raise ModelError(f"{name}: the vocabulary is not that of {pieces:,} pieces")
