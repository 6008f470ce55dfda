"""Desks that are gone when their test is over."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.desk import Desk

MakeDesk = Callable[..., Desk]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here kills real processes, and looks for them in /proc."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.faults)
            if not sys.platform.startswith("linux"):
                item.add_marker(pytest.mark.skip(reason="looks for processes in /proc, which only Linux has"))


@pytest.fixture
def make_desk(tmp_path: Path) -> Iterator[MakeDesk]:
    """Makes desks by name, not yet started; further arguments are environment variables."""
    desks: list[Desk] = []

    def make(name: str = "desk", **environment: str) -> Desk:
        desks.append(Desk(tmp_path / name, **environment))
        return desks[-1]

    yield make
    for desk in desks:
        desk.end()


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """One desk that runs."""
    return make_desk().start()
