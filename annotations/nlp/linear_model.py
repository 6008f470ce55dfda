"""The trained linear model: its numbers, and the file they live in.

The file is a zip of plain arrays as NumPy writes them (`.npz`, read with pickling switched off):

| entry         | shape            | type    | what                                                             |
|---------------|------------------|---------|------------------------------------------------------------------|
| `header`      | bytes            | uint8   | JSON in UTF-8: format, version, heads, cues, data with licences  |
| `words`       | heads x BUCKETS  | float16 | weight of each hashed feature (see `features.py`)                |
| `cues`        | heads x cues + 2 | float32 | weight of each cue amount, of the cues' log-odds, of the length  |
| `bias`        | heads            | float32 | what every claim starts from                                     |
| `calibration` | heads x 2        | float32 | slope and offset by which raw log-odds become calibrated ones    |

The same numbers and header give the same bytes: nothing in the file knows a time.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .array_file import ModelError, packed, unpacked
from .features import BUCKETS
from .weights import WEIGHTS, Weights

FORMAT = 1
HEADS = ("checkworthy", "opinion")
COLUMNS = tuple(Weights._fields.index(head) for head in HEADS)
"""The columns of the cue table that the heads take the place of."""
CUES = tuple(WEIGHTS)
DENSE = len(CUES) + 2
LARGEST = 16 * 1024 * 1024  # bytes, unpacked; what the arrays of this shape need is half a megabyte

Floats = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True)
class LinearModel:
    """The numbers of a model, one row a head, and the header that says where they come from."""

    header: dict[str, Any]
    words: Floats
    cues: Floats
    bias: Floats
    calibration: Floats

    @property
    def version(self) -> str:
        """The version its header names."""
        return str(self.header["version"])


def model_bytes(model: LinearModel) -> bytes:
    """The model as a file. Deterministic."""
    header = {**model.header, "format": FORMAT, "heads": list(HEADS), "cues": list(CUES), "buckets": BUCKETS}
    text = json.dumps(header, sort_keys=True, ensure_ascii=False)
    entries: dict[str, npt.NDArray[Any]] = {
        "header": np.frombuffer(text.encode("utf-8"), dtype=np.uint8),
        "words": model.words.astype("<f2"),
        "cues": model.cues.astype("<f4"),
        "bias": model.bias.astype("<f4"),
        "calibration": model.calibration.astype("<f4"),
    }
    return packed(entries)


def save_model(model: LinearModel, path: Path) -> None:
    """Write the model file, making its folder where there is none. OSError as the file system has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model_bytes(model))


def load_model(path: Path) -> LinearModel:
    """The model in a file. ModelError where it is none, or was trained with other cues or features than these."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path.name} is no readable model: {error}") from error
    return linear_model_from(content, path.name)


def linear_model_from(content: bytes, name: str) -> LinearModel:
    """The same from bytes; `name` is what to call them. Reads no more than a model of this shape can hold."""
    arrays = unpacked(content, name, largest=LARGEST)
    try:
        header = json.loads(bytes(arrays["header"]).decode("utf-8"))
        words, cues, bias, calibration = (
            np.asarray(arrays[entry], dtype=np.float64) for entry in ("words", "cues", "bias", "calibration")
        )
    except (KeyError, ValueError, TypeError, RecursionError) as error:
        raise ModelError(f"{name} is no readable model: {error}") from error
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise ModelError(f"{name} has another format than {FORMAT}")
    if not isinstance(header.get("version"), str):
        raise ModelError(f"{name} does not say its version")
    if header.get("cues") != list(CUES) or header.get("heads") != list(HEADS) or header.get("buckets") != BUCKETS:
        raise ModelError(f"{name} was trained with other cues or features: train it again")
    shapes: dict[str, tuple[Floats, tuple[int, ...]]] = {
        "words": (words, (len(HEADS), BUCKETS)),
        "cues": (cues, (len(HEADS), DENSE)),
        "bias": (bias, (len(HEADS),)),
        "calibration": (calibration, (len(HEADS), 2)),
    }
    for entry, (array, shape) in shapes.items():
        if array.shape != shape or not np.isfinite(array).all():
            raise ModelError(f"{name}: {entry} is not {shape} finite numbers")
    if (calibration[:, 0] <= 0).any():
        raise ModelError(f"{name}: the calibration does not rise")
    return LinearModel(header, words, cues, bias, calibration)
