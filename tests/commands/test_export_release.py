"""`export_release`: the same bytes as the download, and a trace that they left the building."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from annotations.exports import table
from annotations.models.articles import Article
from annotations.models.ledger import LedgerEvent
from annotations.models.releases import Release
from annotations.selectors.blobs import blob_bytes


def export(*options: str) -> str:
    out = io.StringIO()
    call_command("export_release", "city-desk", *options, stdout=out)
    return out.getvalue()


def test_a_new_release_is_frozen_and_written(article: Article, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    line = export("--new", "May", "--select", "all", "--output", str(path))
    release = Release.objects.get()
    assert path.read_bytes() == blob_bytes(release.sha256)
    assert release.sha256 in line
    assert "4 rows" in line
    verbs = list(LedgerEvent.objects.order_by("pk").values_list("verb", flat=True))[-3:]
    assert verbs == ["release.requested", "release.frozen", "release.downloaded"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["rows.jsonl"]


def test_the_newest_or_the_named_release_is_written_in_any_format(article: Article, tmp_path: Path) -> None:
    path = tmp_path / "rows"
    export("--new", "May", "--select", "all", "--output", str(path))
    frozen = path.read_bytes()
    export("--format", "csv", "--output", str(path))
    assert path.read_bytes() == b"".join(table.write([frozen]))
    export("--release", "May", "--format", "jsonl", "--output", str(path))
    assert path.read_bytes() == frozen


def test_names_stand_only_where_they_were_asked_for(article: Article, tmp_path: Path) -> None:
    path = tmp_path / "rows"
    export("--new", "May", "--select", "all", "--names", "--output", str(path))
    assert Release.objects.get().pseudonyms is False
    assert all("judgements" in json.loads(line) for line in path.read_text().splitlines())


@pytest.mark.parametrize(
    "options",
    [["--release", "None"], [], ["--new", "May"], ["--new", "May", "--select", "all", "--output", "/no/such/folder/x"]],
)
def test_what_cannot_be_written_is_said(article: Article, tmp_path: Path, options: list[str]) -> None:
    if "--output" not in options:
        options = [*options, "--output", str(tmp_path / "rows")]
    with pytest.raises(CommandError):
        export(*options)
    assert list(tmp_path.iterdir()) == []
