"""`import_articles`: good rows come in, refused ones are named, and an import can be repeated."""

import csv
import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from annotations.management.progress import ProgressLine, clock
from annotations.models.articles import Article, ArticleOrigin
from annotations.models.jobs import Job, JobKind
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.selectors.verification import ledger_verdict
from annotations.services.imports import MOST_ROWS

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Ran:
    """What a run of the command left behind."""

    out: str
    err: str
    failed: str  # "" where it ended with 0
    code: int


def run(*arguments: str | Path) -> Ran:
    """Run the command and gather what it says."""
    out, err, failed, code = io.StringIO(), io.StringIO(), "", 0
    try:
        call_command("import_articles", *map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        failed, code = str(error), error.returncode
    return Ran(out.getvalue(), err.getvalue(), failed, code)


def ndjson(path: Path, *rows: dict[str, Any]) -> Path:
    """A file of these rows."""
    file = path / "articles.ndjson"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def rejects_in(path: Path) -> list[dict[str, str]]:
    """The rows of a rejects file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_good_row_becomes_an_article_with_its_job(desk: Project, tmp_path: Path) -> None:
    file = ndjson(
        tmp_path,
        {"text": "Rents rose by 4 per cent.", "title": "Rents", "external_id": "r-1", "desk": "city"},
        {"html": "<p>The bridge opened.</p>", "source_url": "https://paper.example/2"},
        {"url": "https://paper.example/3"},
    )
    ran = run("city-desk", file)
    assert ran.out == "3 rows: 3 new, 0 here already, 0 refused.\n"
    assert ran.code == 0
    first, second, third = Article.objects.order_by("id")
    assert (first.title, first.external_id, first.metadata) == ("Rents", "r-1", {"desk": "city"})
    assert (first.origin, second.origin, third.origin) == (ArticleOrigin.PASTE, ArticleOrigin.HTML, ArticleOrigin.URL)
    kinds = list(Job.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == [JobKind.PREANNOTATE_ARTICLE, JobKind.EXTRACT_ARTICLE, JobKind.EXTRACT_ARTICLE]


def test_a_refused_row_is_named_and_the_others_come_in(desk: Project, tmp_path: Path) -> None:
    file = ndjson(tmp_path, {"text": "First."}, {"text": "Second.", "published_at": "soon"}, {"text": "Third."})
    ran = run("city-desk", file)
    assert "row 2, published_at: It has to be a date" in ran.err
    assert ran.out == "3 rows: 2 new, 0 here already, 1 refused.\n"
    assert ran.code == 1
    assert "1 row was refused" in ran.failed
    assert set(Article.objects.values_list("text", flat=True)) == {"First.", "Third."}


def test_an_import_can_be_repeated_and_doubles_nothing(desk: Project, tmp_path: Path) -> None:
    file = ndjson(tmp_path, {"text": "First.", "external_id": "1"}, {"text": "Second."})
    run("city-desk", file)
    ran = run("city-desk", file)
    assert ran.out == "2 rows: 0 new, 2 here already, 0 refused.\n"
    assert ran.code == 0
    assert Article.objects.count() == Job.objects.count() == 2


def test_a_text_that_stands_in_the_file_twice_comes_in_once(desk: Project, tmp_path: Path) -> None:
    ran = run("city-desk", ndjson(tmp_path, {"text": "First."}, {"text": "First."}))
    assert ran.out == "2 rows: 1 new, 1 here already, 0 refused.\n"


def test_an_id_that_belongs_to_another_text_is_refused(desk: Project, tmp_path: Path) -> None:
    ran = run(
        "city-desk", ndjson(tmp_path, {"text": "First.", "external_id": "1"}, {"text": "Other.", "external_id": "1"})
    )
    assert "row 2, external_id:" in ran.err
    assert "external_id_taken" in ran.err
    assert ran.code == 1


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ({"text": " \n "}, "text", "empty_text"),
        ({"text": "a" * 1_000_001}, "text", "text_too_long"),
        ({"text": "a", "title": "b\0"}, "title", "invalid_characters"),
        ({"text": "a", "title": "b" * 501}, "title", "invalid"),
        ({"text": "a", "source_url": "ftp://paper.example"}, "source_url", "invalid"),
        ({"url": "not an address"}, "url", "invalid"),
        ({"text": "a", "metadata": {"n": "\ud800"}}, "metadata", "invalid_characters"),
        ({"title": "a"}, "text", "invalid"),
    ],
    ids=["blank", "too long", "NUL", "long title", "ftp", "no address", "surrogate", "nothing"],
)
def test_what_the_site_refuses_is_refused_with_its_field_and_code(
    desk: Project, tmp_path: Path, row: dict[str, Any], field: str, code: str
) -> None:
    rejects = tmp_path / "rejects.csv"
    ran = run("city-desk", ndjson(tmp_path, {"text": "Good."}, row), "--rejects", rejects)
    (refused,) = rejects_in(rejects)
    assert (refused["row"], refused["field"], refused["code"]) == ("2", field, code)
    assert refused["message"]
    assert "rejects.csv" in ran.failed
    assert Article.objects.count() == 1


def test_lone_surrogates_and_nul_in_a_text_are_replaced_and_counted(desk: Project, tmp_path: Path) -> None:
    run("city-desk", ndjson(tmp_path, {"text": "a\ud800b\0c"}))
    article = Article.objects.get()
    assert article.text == "a\ufffdb\ufffdc"
    assert article.warnings[0]["code"] == "characters_replaced"


def test_a_csv_file_brings_its_unknown_columns_as_metadata(desk: Project, tmp_path: Path) -> None:
    file = tmp_path / "articles.csv"
    file.write_bytes(
        b'\xef\xbb\xbftitle;text;published_at;desk\r\nRents;"Rents rose,\r\nand fell.";2024-03-14;city\r\n'
    )
    ran = run("city-desk", file)
    assert ran.out == "1 row: 1 new, 0 here already, 0 refused.\n"
    article = Article.objects.get()
    assert article.text == "Rents rose,\nand fell."
    assert article.metadata == {"desk": "city"}


def test_all_refusals_go_into_the_file_and_the_first_ones_onto_the_terminal(desk: Project, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    ran = run("city-desk", ndjson(tmp_path, *({"title": str(n)} for n in range(60))), "--rejects", rejects)
    assert len(rejects_in(rejects)) == 60
    assert len(ran.err.splitlines()) == 20


def test_more_rows_than_one_transaction_holds_come_in_all_the_same(desk: Project, tmp_path: Path) -> None:
    rows = [{"text": f"Number {n}."} for n in range(2 * MOST_ROWS + 5)]
    rows[MOST_ROWS] = {"title": "refused"}
    ran = run("city-desk", ndjson(tmp_path, *rows))
    assert Article.objects.count() == len(rows) - 1
    assert f"row {MOST_ROWS + 1}, text" in ran.err


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(desk: Project, tmp_path: Path) -> None:
    run("city-desk", ndjson(tmp_path, {"text": "First."}))
    ran = run("city-desk", ndjson(tmp_path, {"text": "First."}, {"text": "Second."}, {"title": "x"}), "--dry-run")
    assert ran.out == "Nothing was kept. 3 rows: 1 new, 1 here already, 1 refused.\n"
    assert ran.code == 1
    assert Article.objects.count() == Job.objects.count() == 1


def test_the_account_named_is_the_one_that_imported(desk: Project, ana: User, tmp_path: Path) -> None:
    run("city-desk", ndjson(tmp_path, {"text": "First."}), "--as", ana.email)
    assert Article.objects.get().imported_by == ana


def test_an_account_that_may_not_import_is_refused(desk: Project, vic: User, tmp_path: Path) -> None:
    ran = run("city-desk", ndjson(tmp_path, {"text": "First."}), "--as", vic.email)
    assert "role in this project" in ran.failed
    assert Article.objects.count() == 0


def test_standard_input_is_read_for_a_dash(desk: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"text": "First."}\n')))
    assert run("city-desk", "-").out.startswith("1 row: 1 new")


def test_a_file_that_is_not_there_a_file_without_rows_and_an_unknown_project_are_explained(
    desk: Project, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    assert "cannot be read" in run("city-desk", tmp_path / "missing.csv").failed
    assert "There is no row" in run("city-desk", empty).failed
    assert "There is no project" in run("town", empty).failed
    assert "cannot be written" in run("city-desk", empty, "--rejects", tmp_path / "missing" / "r.csv").failed


def test_everything_that_came_in_is_in_the_ledger(desk: Project, tmp_path: Path) -> None:
    run("city-desk", ndjson(tmp_path, {"text": "First."}, {"title": "x"}, {"url": "https://paper.example/3"}))
    assert ledger_verdict().intact


class Terminal(io.StringIO):
    """A stream somebody looks at."""

    def isatty(self) -> bool:
        return True


def test_the_progress_line_shows_the_share_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_hand = iter([0.0, 10.0])
    monkeypatch.setattr("annotations.management.progress.time.monotonic", lambda: next(clock_hand))
    terminal_ = Terminal()
    ProgressLine(terminal_, total=400).show(100, "5 rows")
    assert terminal_.getvalue().strip() == "25 %, 0:30 left, 5 rows"


def test_no_progress_is_written_where_nobody_looks() -> None:
    file = io.StringIO()
    line = ProgressLine(file, total=400)
    line.show(100, "5 rows")
    line.clear()
    assert file.getvalue() == ""


@pytest.mark.parametrize(("seconds", "said"), [(0.2, "0:00"), (59.6, "1:00"), (3725, "1:02:05")])
def test_time_left_is_written_as_clocks_do(seconds: float, said: str) -> None:
    assert clock(seconds) == said
