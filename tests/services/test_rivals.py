"""Many at once, each with a connection of their own, in a process and on a database of their own."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from tests.prepared_site import ROOT, drop_database, environment_of, migrated_database, migrated_file, new_database

pytestmark = [pytest.mark.faults, pytest.mark.slow]
Rivals = Callable[[str], dict[str, Any]]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated database of the kind the tests run on, which nobody has used."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{shutil.copy(migrated_file(), tmp_path)}"
        return
    url = new_database(os.environ["DATABASE_URL"], like=migrated_database())
    yield url
    drop_database(url)


@pytest.fixture
def rivals(tmp_path: Path, database: str) -> Rivals:
    def run(case: str) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-m", "tests.services.rivals", case],
            cwd=ROOT,
            env=environment_of(tmp_path) | {"DATABASE_URL": database},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return answer

    return run


def test_nobodys_decision_is_lost_and_every_receipt_holds(rivals: Rivals) -> None:
    """216 writes to one stream by six people, while somebody verifies and a release is frozen."""
    told = rivals("decide")
    assert told["failed"] == []
    assert told["receipts"] == 6 * 12 * 3
    assert told["faults"] == []
    assert told["current"] == 6, "the undone ones left nobody a label on the first claim"
    assert told["frozen"] == "frozen"
    assert told["meanwhile"] == [], "a verification sees one moment, however many write"


def test_who_imports_the_same_words_at_once_gets_one_article(rivals: Rivals) -> None:
    told = rivals("import_the_same")
    assert told["new"] == 1
    assert len({result.split()[0] for result in told["results"]}) == 1
    assert [result.split()[1] for result in told["results"]].count("True") == 1
    assert told["faults"] == 0


def test_who_marks_overlapping_spans_at_once_marks_one(rivals: Rivals) -> None:
    told = rivals("mark_the_same")
    assert sorted(told["results"]) == ["marked", *["span_overlaps"] * 5]
    assert told["faults"] == 0


def test_an_empty_site_is_opened_by_one(rivals: Rivals) -> None:
    told = rivals("open_the_site")
    assert sorted(told["results"]) == ["first_run_over", "first_run_over", "first_run_over", "opened"]
    assert (told["users"], told["events"]) == (1, 1)


def test_two_managers_who_leave_at_once_leave_one(rivals: Rivals) -> None:
    told = rivals("leave_together")
    assert sorted(told["results"]) == ["last_manager", "left"]
    assert told["managers"] == 1


def test_who_asks_the_queue_at_once_gets_no_more_of_a_claim_than_it_wants(rivals: Rivals) -> None:
    """Six people ask for two claims each of four that want two reviewers each: eight places for twelve wishes."""
    told = rivals("take_from_the_queue")
    handed = Counter(uid for uids in told["results"] for uid in uids)
    assert handed == dict.fromkeys(told["claims"], 2)
    assert told["leases"] == 8


def test_the_queue_and_direct_decisions_never_block_each_other(rivals: Rivals) -> None:
    told = rivals("decide_while_others_take")
    assert told["results"] == ["done"] * 6
    assert (told["leases"], told["faults"]) == (0, 0)


def test_two_batches_over_the_same_claims_are_one_after_the_other_and_both_can_be_undone(rivals: Rivals) -> None:
    told = rivals("two_batches")
    for turn in told["told"]:
        assert turn["failed"] == []
        assert turn["withdrawn"] == 3
        assert turn["dismissed"] in ([3, 0], [1, 2]), "before the others were withdrawn, or after"
        assert turn["still_withdrawn"] == 0
        assert turn["left_decided"] == turn["left_at_undo"], "a decision on a claim that was away then stays"
    assert told["faults"] == []


def test_who_archives_the_same_articles_in_another_order_waits_and_nothing_is_done_twice(rivals: Rivals) -> None:
    told = rivals("two_batches_of_articles")
    assert told["failed"] == []
    assert told["archived_by"] == [0, 6]
    assert told["undone"] == ["not_undoable", "undone"]
    assert (told["archived"], told["faults"]) == (0, [])


def test_the_rivals_use_no_database_of_ours(database: str) -> None:
    ours = settings.DATABASES["default"]
    name = urlsplit(database).path.removeprefix("/")
    assert name not in {str(ours["NAME"]), str(ours.get("TEST", {}).get("NAME")), f"test_{ours['NAME']}"}
