"""Arrays by name in one file: a zip of what NumPy writes, never pickled. The same arrays give the same bytes."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt

_UNREADABLE = (KeyError, ValueError, TypeError, OSError, EOFError, RuntimeError, zipfile.BadZipFile)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: a file must not depend on when it was made
_NO_PERMISSIONS_BUT_READ = 0o644 << 16

Arrays = dict[str, npt.NDArray[Any]]


class ModelError(ValueError):
    """A model file that cannot be used here; the message says why."""


def packed(arrays: Mapping[str, npt.NDArray[Any]]) -> bytes:
    """The file. Deterministic."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, array in arrays.items():
            content = BytesIO()
            np.lib.format.write_array(content, array, allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", _EPOCH)
            info.create_system = 3  # as on Unix, wherever it is written
            info.external_attr = _NO_PERMISSIONS_BUT_READ
            archive.writestr(info, content.getvalue(), zipfile.ZIP_STORED)
    return file.getvalue()


def unpacked(content: bytes, name: str, *, largest: int) -> Arrays:
    """All arrays of a file; `name` is what to call it. ModelError where it is none, or unpacks to more than `largest`
    bytes: then nothing is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > largest:
                raise ModelError(f"{name} is no readable model: it unpacks to more than {largest:,} bytes")
        with np.load(BytesIO(content), allow_pickle=False) as arrays:
            return {entry: arrays[entry] for entry in arrays.files}
    except ModelError:
        raise
    except _UNREADABLE as error:
        raise ModelError(f"{name} is no readable model: {error}") from error
