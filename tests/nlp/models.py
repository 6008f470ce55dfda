"""Models made by hand, small in effect and sound in shape."""

from functools import cache

import numpy as np

from annotations.nlp.features import BUCKETS
from annotations.nlp.linear_model import DENSE, HEADS, LinearModel, model_bytes


@cache
def made_model(version: str = "linear-made-1", *, opinion: float = 3.0) -> bytes:
    """A model file that finds nothing worth checking, and everything an opinion (or, with a negative number, not)."""
    shape = (len(HEADS), BUCKETS), (len(HEADS), DENSE)
    header = {"version": version, "data": [], "figures": []}
    model = LinearModel(
        header, np.zeros(shape[0]), np.zeros(shape[1]), np.array([-3.0, opinion]), np.array([[1.0, 0.0], [1.0, 0.0]])
    )
    return model_bytes(model)
