"""A model from a team's own decisions: begun from the one that ships, measured on articles it never saw."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from ..linear_model import LinearModel, load_model, model_bytes
from ..linear_scorer import MODEL, LinearScorer
from .evaluate import evaluate
from .examples import Example
from .fit import TooFew, every_nth, train

MIN_CLAIMS = 100
MIN_ARTICLES = 10
HELD_OUT = 4  # every fourth article only measures
SOURCE = "decisions made before the suggestion was seen"

# What each decision says of check-worthiness and of opinion; None: nothing.
SAYS: dict[str, tuple[bool | None, bool | None]] = {
    "sourced": (True, False),
    "disputed": (True, False),
    "unresolved": (True, False),  # somebody looked for evidence
    "opinion": (False, True),
    "not_a_claim": (False, None),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One person's label on one claim, made without the suggestion on screen."""

    article: str
    claim: str
    words: str
    label: str


def examples_from(decisions: Iterable[Decision]) -> list[Example]:
    """One example a claim. Where people said different things about it, it teaches nothing at that head."""
    claims: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for decision in decisions:
        claims[decision.article, decision.claim, decision.words].append(decision.label)
    examples = []
    for (article, _claim, words), labels in sorted(claims.items()):
        checkworthy, opinion = (_agreed([SAYS[label][head] for label in labels]) for head in range(2))
        if checkworthy is not None or opinion is not None:
            examples.append(Example(words, checkworthy, opinion, SOURCE, "the team's own", article))
    return examples


def train_on_decisions(examples: list[Example], *, version: str) -> tuple[bytes, dict[str, Any]]:
    """The model's file and its card. Articles are split by the hash of their name: some teach, some calibrate, every
    fourth only measures, both the new model and the shipped one. Deterministic. TooFew, with how many are missing;
    ToolsMissing."""
    articles = {example.group for example in examples}
    if len(examples) < MIN_CLAIMS or len(articles) < MIN_ARTICLES:
        raise TooFew(
            f"{len(examples)} claims in {len(articles)} articles were decided before the suggestion was seen; "
            f"{MIN_CLAIMS} in {MIN_ARTICLES} are needed"
        )
    measuring = every_nth(articles, HELD_OUT, salt="measures ")
    held_out = [example for example in examples if example.group in measuring]
    taught = [example for example in examples if example.group not in measuring]
    base = load_model(MODEL)
    model = train(taught, version=version, base=base)
    card = {
        **model.header,
        "decisions": _counts(examples, taught, held_out),
        "figures": _figures(model, base, held_out),
    }
    described = LinearModel(card, model.words, model.cues, model.bias, model.calibration)
    return model_bytes(described), card


def _agreed(values: list[bool | None]) -> bool | None:
    said = {value for value in values if value is not None}
    return said.pop() if len(said) == 1 else None


def _counts(examples: list[Example], taught: list[Example], held_out: list[Example]) -> dict[str, int]:
    return {
        "claims": len(examples),
        "articles": len({example.group for example in examples}),
        "taught": len(taught),
        "held_out": len(held_out),
    }


def _figures(model: LinearModel, base: LinearModel, held_out: list[Example]) -> list[dict[str, Any]]:
    if not held_out:
        return []
    scorers = {base.version: LinearScorer(base), model.version: LinearScorer(model)}
    return [asdict(report) for report in evaluate(held_out, scorers, against=base.version)]
