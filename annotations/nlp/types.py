"""What the pipeline says about a text: frozen values, offsets in Unicode code points, half-open [start, end)."""

from dataclasses import dataclass
from enum import StrEnum


class UnitKind(StrEnum):
    """What a unit of text is. Only `CLAIM` units are put before a reviewer."""

    CLAIM = "claim"
    HEADING = "heading"
    BOILERPLATE = "boilerplate"
    QUESTION = "question"
    CAPTION = "caption"
    OTHER = "other"


class SuggestedLabel(StrEnum):
    """The three labels a text alone can hint at. Each has its own probability; they need not add up to one."""

    SOURCED = "sourced"  # an identifiable source is named in the text
    DISPUTED = "disputed"  # the text itself presents it as contested
    OPINION = "opinion"  # the text gives a judgement no evidence could settle


class Side(StrEnum):
    """Whether a reason speaks for its label or against it."""

    FOR = "for"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A slice of the article text: `article[start:end]`, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One cue in the text, and the label it speaks for or against. `cue` is a stable snake_case name."""

    cue: str
    start: int
    end: int
    label: SuggestedLabel | None = None  # None: a reason for check-worthiness
    side: Side = Side.FOR


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it: the spans of the source, of the cue word, and of what is said."""

    source: TextSpan
    cue: TextSpan
    content: TextSpan
    direct: bool  # True where the content is quoted word for word


@dataclass(frozen=True, slots=True)
class Scores:
    """Three independent probabilities, each from 0 to 1."""

    sourced: float
    disputed: float
    opinion: float


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of the article: `text[start:end]`, never blank at either end, never overlapping its neighbours.

    `scores`, `checkworthy` and `label` are filled for claims; other kinds carry zeros and no label.
    """

    start: int
    end: int
    kind: UnitKind
    paragraph: int  # 0-based number of the paragraph it stands in
    checkworthy: float = 0.0
    scores: Scores = Scores(0.0, 0.0, 0.0)
    label: SuggestedLabel | None = None  # the strongest score above its threshold
    attribution: Attribution | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything the pipeline found in one text, in text order."""

    pipeline_version: str
    language: str  # ISO 639-1, or "und"
    units: tuple[Unit, ...]
    scored: bool = True  # False: in a language no model reads, so the claims are split and nothing more

    @property
    def claims(self) -> tuple[Unit, ...]:
        """The units a reviewer decides about, in text order."""
        return tuple(unit for unit in self.units if unit.kind is UnitKind.CLAIM)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, trimmed. `kind` is None for prose, which goes on to be split into sentences."""

    index: int
    start: int
    end: int
    kind: UnitKind | None = None
