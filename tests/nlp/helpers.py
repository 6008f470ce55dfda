"""Short ways to ask the pipeline about a text."""

from annotations.nlp.pipeline import analyse
from annotations.nlp.types import Attribution, TextSpan, Unit, UnitKind


def claims(text: str) -> list[str]:
    """The words of every claim."""
    return [text[unit.start : unit.end] for unit in analyse(text).claims]


def kinds(text: str) -> list[tuple[UnitKind, str]]:
    """Kind and words of every unit."""
    return [(unit.kind, text[unit.start : unit.end]) for unit in analyse(text).units]


def kind_of(text: str, words: str) -> UnitKind:
    """The kind of the unit with exactly these words."""
    return next(kind for kind, found in kinds(text) if found == words)


def first_claim(text: str) -> Unit:
    """The first claim of a text."""
    return analyse(text).claims[0]


def attribution_of(text: str) -> Attribution:
    """The attribution of the first claim, which must have one."""
    attribution = first_claim(text).attribution
    assert attribution is not None, f"nobody is named in {text!r}"
    return attribution


def words(text: str, span: TextSpan) -> str:
    """The words of a span."""
    return text[span.start : span.end]


def cues(text: str) -> set[str]:
    """The names of all cues of the first claim."""
    return {reason.cue for reason in first_claim(text).reasons}
