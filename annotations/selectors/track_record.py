"""How often a model was right in this project, told only by decisions that were made without seeing what it said."""

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Cast, Floor, Greatest
from django.db.models.lookups import GreaterThanOrEqual

from annotations.models.judgements import Judgement
from annotations.models.projects import Project

ENOUGH = 50  # decisions; below that a figure says more about chance than about the model
BANDS = 10
KEEP_SECONDS = 60.0  # a figure of fifty decisions and more does not move in a minute
_SAID = "claim__suggestions__"
_kept: dict[tuple[int, str], tuple[float, list["Cell"]]] = {}


@dataclass(frozen=True, slots=True)
class Cell:
    """So many decisions `label` on claims where the model's strongest label was `first`, its probability in `band`
    (tenths), and `suggested` what it put forward, "" for nothing."""

    band: int
    first: str
    suggested: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `of`, with the 95 % interval of their share (Wilson). `enough`: whether there is anything to say."""

    hits: int
    of: int

    @property
    def enough(self) -> bool:
        """Fifty or more."""
        return self.of >= ENOUGH

    @property
    def value(self) -> float:
        """The share, 0 of nothing."""
        return self.hits / self.of if self.of else 0.0

    @property
    def low(self) -> float:
        """The lower end."""
        return self._end(-1)

    @property
    def high(self) -> float:
        """The upper end."""
        return self._end(+1)

    def _end(self, side: int) -> float:
        if not self.of:
            return 0.0 if side < 0 else 1.0
        z, n, share = 1.959964, self.of, self.value
        middle, reach = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        return min(1.0, max(0.0, (middle + side * reach) / (1 + z * z / n)))


def cells_of(project: Project, pipeline: str) -> list[Cell]:
    """Blind decisions beside this pipeline's suggestions, counted. One query, kept for a minute by each process."""
    key, now = (project.pk, pipeline), time.monotonic()
    found = _kept.get(key)
    if found is None or now - found[0] >= KEEP_SECONDS:
        if len(_kept) > 500:
            _kept.clear()
        found = _kept[key] = (now, [Cell(**row) for row in counted(project, pipeline)])
    return found[1]


def counted(project: Project, pipeline: str) -> Iterable[Any]:
    """The same, from the database: current decisions about the words claims have now, each beside the suggestion that
    the claim had when it was made."""
    sourced, disputed, opinion = (F(f"{_SAID}{name}") for name in ("sourced", "disputed", "opinion"))
    blind: QuerySet[Judgement] = (
        Judgement.objects.current()
        .fresh()
        .filter(
            claim__article__project=project,
            claim__article__archived_at=None,
            claim__withdrawn_at=None,
            suggestion_visible=False,
            suggestion_version=pipeline,
            claim__suggestions__run__pipeline_version=pipeline,
        )
    )
    strongest = Greatest(sourced, disputed, opinion)
    return (
        blind.annotate(
            band=Cast(Floor(strongest * Value(BANDS)), IntegerField()),
            suggested=F(f"{_SAID}label"),
            first=Case(
                When(GreaterThanOrEqual(sourced, strongest), then=Value("sourced")),
                When(GreaterThanOrEqual(disputed, strongest), then=Value("disputed")),
                default=Value("opinion"),
            ),
        )
        .values("band", "first", "suggested", "label")
        .annotate(number=Count("pk"))
        .order_by()
    )


class Records:
    """The figures one page needs, each asked for once."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, str], list[Cell]] = {}

    def of(self, project: Project, pipeline: str, strongest: float) -> dict[str, Any]:
        """What a suggestion as sure as this was worth here so far. One query a project and pipeline at most."""
        key = (project.pk, pipeline)
        if key not in self._cells:
            self._cells[key] = cells_of(project, pipeline)
        return record_of(self._cells[key], strongest)


def record_of(cells: Iterable[Cell], strongest: float) -> dict[str, Any]:
    """What a suggestion as sure as this was worth here so far. `rate` is None, and the sentence says so, where there
    are too few decisions to say."""
    band = band_of(strongest)
    here = [cell for cell in cells if min(cell.band, BANDS - 1) == band]
    share = share_of(here, lambda cell: cell.first == cell.label)
    low, high = band * 100 // BANDS, (band + 1) * 100 // BANDS
    if share.enough:
        text = (
            f"When the model is {low}–{high}% sure here, its first choice matches the decision "
            f"{round(10 * share.value)} times in 10."
        )
    else:
        text = f"How often it is right when {low}–{high}% sure: too few decisions here to say ({share.of} of {ENOUGH})."
    return {
        "low": low / 100,
        "high": high / 100,
        "decisions": share.of,
        "rate": round(share.value, 4) if share.enough else None,
        "text": text,
    }


def band_of(strongest: float) -> int:
    """The tenth a probability lies in; 1 belongs to the last."""
    return min(int(strongest * BANDS + 1e-9), BANDS - 1)


def share_of(cells: Iterable[Cell], hit: Callable[[Cell], bool]) -> Share:
    """How many of the decisions in these cells are hits."""
    cells = list(cells)
    return Share(sum(cell.number for cell in cells if hit(cell)), sum(cell.number for cell in cells))
