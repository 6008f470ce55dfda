"""A published encoder and a model with it, small enough to make in a moment."""

import json
from pathlib import Path

import numpy as np

from annotations.nlp.encoder_model import EncoderModel
from annotations.nlp.features import BUCKETS
from annotations.nlp.linear_model import DENSE, HEADS, LinearModel
from annotations.nlp.training.encoder_weights import published_weights

WIDTH, INNER = 24, 32
PIECES = (
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "the",
    "##s",
    "rose",
    "rent",
    "by",
    "4",
    "##0",
    "é",
    ".",
    "gold",
)


def published(folder: Path) -> Path:
    """A folder as the package has it: `vocab.txt`, and `model.safetensors` with three layers of chance numbers."""
    chance = np.random.default_rng(7)
    shapes = {
        "embeddings.word_embeddings.weight": (len(PIECES), WIDTH),
        "embeddings.position_embeddings.weight": (512, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
        "embeddings.LayerNorm.weight": (WIDTH,),
        "embeddings.LayerNorm.bias": (WIDTH,),
    }
    for layer in range(3):
        name = f"encoder.layer.{layer}"
        for part in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            shapes |= {f"{name}.{part}.weight": (WIDTH, WIDTH), f"{name}.{part}.bias": (WIDTH,)}
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes |= {f"{name}.{part}.weight": (WIDTH,), f"{name}.{part}.bias": (WIDTH,)}
        shapes |= {f"{name}.intermediate.dense.weight": (INNER, WIDTH), f"{name}.intermediate.dense.bias": (INNER,)}
        shapes |= {f"{name}.output.dense.weight": (WIDTH, INNER), f"{name}.output.dense.bias": (WIDTH,)}
    header, numbers, end = {}, b"", 0
    for entry, shape in shapes.items():
        content = chance.normal(size=shape).astype("<f4").tobytes()
        header[entry] = {"dtype": "F32", "shape": shape, "data_offsets": [end, end + len(content)]}
        numbers, end = numbers + content, end + len(content)
    words = json.dumps(header).encode()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.safetensors").write_bytes(len(words).to_bytes(8, "little") + words + numbers)
    (folder / "vocab.txt").write_text("\n".join(PIECES) + "\n", encoding="utf-8")
    return folder


def made_encoder(folder: Path, *, version: str = "encoder-made-1") -> EncoderModel:
    """A model whose linear part says nothing: all it says comes from the vector."""
    linear = LinearModel(
        {"version": version, "data": []},
        np.zeros((len(HEADS), BUCKETS)),
        np.zeros((len(HEADS), DENSE)),
        np.zeros(len(HEADS)),
        np.array([[1.0, 0.0], [1.0, 0.0]]),
    )
    vector = np.random.default_rng(8).normal(size=(len(HEADS), WIDTH)).astype(np.float32)
    return EncoderModel(linear, published_weights(published(folder), ["the rents rose", "the rents rose"]), vector)
