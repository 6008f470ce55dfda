"""A scoring model, whatever it is made of: a version, a tier, a card that says where it comes from, and a scorer.

A tier is a kind of model file. Everything outside this room handles models by this module alone, so a new tier needs
one line in `_readers` and nothing else.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from .array_file import ModelError
from .cards import ENCODER_MODEL
from .encoder_model import MAGIC, encoder_model_from
from .encoder_scorer import EncoderScorer
from .linear_model import LinearModel, linear_model_from
from .linear_scorer import MODEL, LinearScorer
from .scorer import Scorer
from .version import SHIPPED_MODEL, pipeline_version

__all__ = ["LARGEST_MODEL", "ModelError", "ScoringModel", "read_model", "shipped_encoder", "shipped_model"]

LARGEST_MODEL = 64 * 1024 * 1024  # bytes of a file, also of what it unpacks to


@dataclass(frozen=True, slots=True)
class ScoringModel:
    """A model ready to score. `card` is plain JSON: data, counts, figures with their intervals."""

    version: str
    tier: str
    sha256: str
    card: dict[str, Any]
    scorer: Scorer

    @property
    def pipeline(self) -> str:
        """The pipeline version a run with this model gets."""
        return pipeline_version(self.version)


def read_model(content: bytes, *, sha256: str = "") -> ScoringModel:
    """The model in these bytes. With a `sha256` they have to be exactly those. ModelError where they are not, where no
    tier can read them, or where the model does not fit this version of the pipeline. Nothing in them is run."""
    found = hashlib.sha256(content).hexdigest()
    if sha256 and sha256 != found:
        raise ModelError(f"the model's bytes are not those that were stored: {found[:12]}, not {sha256[:12]}")
    if len(content) > LARGEST_MODEL:
        raise ModelError(f"the model has {len(content):,} bytes; {LARGEST_MODEL:,} are the most")
    for tier, reader in _readers().items():
        if content.startswith(reader.magic):
            version, card, scorer = reader.read(content)
            return ScoringModel(version, tier, found, card, scorer)
    raise ModelError("this is no model file")


@cache
def shipped_model() -> ScoringModel:
    """The model in this package, which is always there. A few milliseconds, once a process."""
    model = read_model(MODEL.read_bytes())
    if model.version != SHIPPED_MODEL:  # a slip of ours, found by the first test that loads the pipeline
        raise ModelError(f"the package holds {model.version} and says {SHIPPED_MODEL}")
    return model


@cache
def shipped_encoder() -> ScoringModel:
    """The other model in this package, more accurate and some ten times slower. Some hundred milliseconds, once."""
    return read_model(ENCODER_MODEL.read_bytes())


@dataclass(frozen=True, slots=True)
class _Reader:
    magic: bytes
    read: Callable[[bytes], tuple[str, dict[str, Any], Scorer]]


def _readers() -> dict[str, _Reader]:
    return {"linear": _Reader(b"PK\x03\x04", _read_linear), "encoder": _Reader(MAGIC, _read_encoder)}


def _read_linear(content: bytes) -> tuple[str, dict[str, Any], Scorer]:
    model = linear_model_from(content, "the model")
    return model.version, _card(model), LinearScorer(model)


def _read_encoder(content: bytes) -> tuple[str, dict[str, Any], Scorer]:
    model = encoder_model_from(content, "the model")
    return model.linear.version, _card(model.linear), EncoderScorer(model)


def _card(model: LinearModel) -> dict[str, Any]:
    return {name: value for name, value in model.header.items() if name not in ("cues", "heads", "buckets", "format")}
