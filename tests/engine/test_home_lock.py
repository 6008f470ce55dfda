"""One `up` at a time in one home."""

import os
from pathlib import Path

import pytest

from annotations.engine.home_lock import HomeLock, HomeTaken, holder_of


def test_a_second_up_is_told_the_process_and_the_address(tmp_path: Path) -> None:
    first = HomeLock(tmp_path)
    first.take("http://127.0.0.1:8000/")
    with pytest.raises(HomeTaken) as refusal:
        HomeLock(tmp_path).take("http://127.0.0.1:8001/")
    assert f"process {os.getpid()} at http://127.0.0.1:8000/" in str(refusal.value)
    first.release()


def test_a_released_home_can_be_taken_again_and_leaves_no_file(tmp_path: Path) -> None:
    for _ in range(2):
        lock = HomeLock(tmp_path)
        lock.take("http://127.0.0.1:8000/")
        lock.release()
    assert list(tmp_path.iterdir()) == []


def test_a_file_left_by_a_killed_process_does_not_lock_anybody_out(tmp_path: Path) -> None:
    (tmp_path / "owner.lock").write_text('{"pid": "1", "address": "http://127.0.0.1:8000/"}')
    lock = HomeLock(tmp_path)
    lock.take("http://127.0.0.1:8001/")
    assert holder_of(tmp_path)["address"] == "http://127.0.0.1:8001/"
    lock.release()


def test_two_homes_do_not_meet(tmp_path: Path) -> None:
    locks = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        locks.append(HomeLock(tmp_path / name))
        locks[-1].take(f"http://{name}/")
    assert holder_of(tmp_path / "one")["address"] == "http://one/"
    for lock in locks:
        lock.release()


def test_nobody_holds_a_home_where_nothing_runs(tmp_path: Path) -> None:
    (tmp_path / "owner.lock").write_text('{"pid": "1", "address": "http://127.0.0.1:8000/"}')
    assert holder_of(tmp_path) == {}
