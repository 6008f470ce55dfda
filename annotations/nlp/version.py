"""The versions of everything that can change an analysis. Light to import: no spaCy."""

RULES_VERSION = "rules-2"  # how a text is cut, which cues are looked for and what they weigh
SHIPPED_MODEL = "linear-1.1.0"  # the model in this package


def pipeline_version(model: str) -> str:
    """The name of the pipeline with this model in it: what a run, and a decision made beside it, remember."""
    return f"{model}/{RULES_VERSION}"


PIPELINE_VERSION = pipeline_version(SHIPPED_MODEL)
