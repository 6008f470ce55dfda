"""A progress bar as numbers: how much of it each label takes. Drawn as SVG attributes, since the site's pages carry no
inline style."""

from dataclasses import dataclass

from annotations.models.claims import Label

SHOWN = (Label.SOURCED, Label.DISPUTED, Label.OPINION)


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of the bar: from `x`, `width` wide, of a hundred. `kind` is a label, or "other" for the two exits."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """What the reader decided, of how much."""

    done: int
    total: int
    segments: list[Segment]

    @property
    def per_cent(self) -> int:
        """Rounded down, so that 100 means all of it."""
        return self.done * 100 // self.total if self.total else 0


def bar_of(labels: dict[str, int], total: int) -> Bar:
    """The bar for a reader's own labels on `total` claims."""
    done = sum(labels.values())
    numbers = [(label.value, labels.get(label.value, 0)) for label in SHOWN]
    numbers.append(("other", done - sum(number for _label, number in numbers)))
    segments, x = [], 0.0
    for kind, number in numbers:
        if number and total:
            width = 100 * number / total
            segments.append(Segment(kind=kind, x=round(x, 3), width=round(width, 3)))
            x += width
    return Bar(done=done, total=total, segments=segments)
