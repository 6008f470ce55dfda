"""What `doctor` finds: one line each, and what to do about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is. Only `fail` makes `doctor` end with 1."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` was looked at, what was `found`, and what to `do` unless it is ok."""

    level: Level
    what: str
    found: str
    do: str = ""

    def __str__(self) -> str:
        advice = f" -> {self.do}" if self.do else ""
        return f"{self.level:<5}{self.what}: {self.found}{advice}"


Check = Callable[[], Iterable[Finding]]


def ok(what: str, found: str) -> Finding:
    """Nothing to do."""
    return Finding(Level.OK, what, found)


def warn(what: str, found: str, do: str) -> Finding:
    """It works, and could be better or is not running just now."""
    return Finding(Level.WARN, what, found, do)


def fail(what: str, found: str, do: str) -> Finding:
    """It does not work."""
    return Finding(Level.FAIL, what, found, do)


def findings_of(checks: Iterable[Check]) -> Iterable[Finding]:
    """Every finding, as it comes. A check that breaks is itself a finding, and the others go on."""
    for check in checks:
        try:
            yield from check()
        except Exception as error:  # noqa: BLE001  a doctor that faints helps nobody
            name = check.__name__.replace("_", " ")
            yield fail(name, f"{type(error).__name__}: {error}", "this check itself broke; the line above says why")
