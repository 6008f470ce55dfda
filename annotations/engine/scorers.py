"""The model a project's claims are scored with, ready in this process."""

from functools import lru_cache

from annotations.errors import ModelUnreadable
from annotations.models.projects import Project
from annotations.nlp.scoring_models import ModelError, ScoringModel, read_model
from annotations.selectors.blobs import blob_bytes

KEPT = 4  # models a process keeps; a linear one takes some three megabytes


def model_for(project: Project) -> ScoringModel | None:
    """The project's live model, None for the shipped one. Read once a process, from bytes that are exactly those that
    were registered. Raises ModelUnreadable."""
    row = project.scoring_model
    return None if row is None else loaded(row.weights_id)


@lru_cache(maxsize=KEPT)
def loaded(sha256: str) -> ScoringModel:
    """The model in the blob of this name. Raises ModelUnreadable."""
    try:
        return read_model(blob_bytes(sha256), sha256=sha256)
    except ModelError as error:
        raise ModelUnreadable(f"The model cannot be read: {error}.") from error
