"""What `doctor` makes of its checks."""

from collections.abc import Iterator

from annotations.engine.findings import Finding, Level, findings_of, ok, warn


def well() -> Iterator[Finding]:
    yield ok("disk", "3 GB free")


def broken_check() -> Iterator[Finding]:
    raise OSError("no such device")


def test_a_check_that_breaks_is_a_finding_and_the_others_go_on() -> None:
    first, second = findings_of([broken_check, well])
    assert (first.level, first.what) == (Level.FAIL, "broken check")
    assert "no such device" in first.found
    assert second.level is Level.OK


def test_a_line_says_how_bad_what_and_what_to_do() -> None:
    assert str(warn("queue", "not running", "make run")) == "warn queue: not running -> make run"
