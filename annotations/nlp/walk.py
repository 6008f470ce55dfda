"""Looking up what stands inside a stretch of text, among many sorted things."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar


class Ranged(Protocol):
    """Anything with half-open offsets."""

    @property
    def start(self) -> int:
        """Where it begins."""
        ...

    @property
    def end(self) -> int:
        """Just past its last character."""
        ...


R = TypeVar("R", bound=Ranged)


class Window(Generic[R]):
    """Things sorted by start. A look-up costs O(log n) and what it returns, so a whole text stays near-linear."""

    def __init__(self, items: Sequence[R]) -> None:
        self._items = items
        self._starts = [item.start for item in items]

    def inside(self, start: int, end: int) -> list[R]:
        """The items that begin and end within `start..end`, in order."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        return [item for item in self._items[first:last] if item.end <= end]

    def touching(self, start: int, end: int) -> list[R]:
        """The items that share a character with `start..end`; only for items that do not overlap one another."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_left(self._starts, end)
        return [item for item in self._items[first:last] if item.end > start]
