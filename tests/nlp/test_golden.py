"""Whole articles, pinned. After a wanted change, `python -m tests.nlp.test_golden` writes the files anew."""

from pathlib import Path

import pytest

from annotations.nlp.pipeline import analyse
from annotations.nlp.records import json_line, unit_record

_FOLDER = Path(__file__).parent.parent / "golden" / "analyse"
_ARTICLES = sorted(_FOLDER.glob("*.txt"))


def _as_lines(article: Path) -> str:
    text = article.read_text(encoding="utf-8")
    records = [unit_record(text, unit) for unit in analyse(text).units]
    return "".join(json_line(record) + "\n" for record in records)


@pytest.mark.parametrize("article", _ARTICLES, ids=lambda path: path.stem)
def test_the_analysis_of_an_article_is_what_it_was(article: Path) -> None:
    assert _as_lines(article) == article.with_suffix(".jsonl").read_text(encoding="utf-8")


def test_there_are_articles_to_compare() -> None:
    assert len(_ARTICLES) >= 2


if __name__ == "__main__":
    for path in _ARTICLES:
        path.with_suffix(".jsonl").write_text(_as_lines(path), encoding="utf-8")
