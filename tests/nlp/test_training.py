"""Training and measuring, on a made set small enough to check by hand."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from annotations.nlp.linear_model import load_model
from annotations.nlp.linear_scorer import LinearScorer
from annotations.nlp.pipeline import evidence_of
from annotations.nlp.training import fit
from annotations.nlp.training.examples import BadExample, read_examples
from annotations.nlp.training.metrics import (
    brier,
    difference,
    expected_calibration_error,
    macro_f1,
    measured,
    positive_f1,
    reliability,
    tally,
)

_YES, _NO = np.array([True] * 4), np.array([False] * 4)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    lines = []
    for number in range(120):
        fact = f"The port of town {number} handled {number + 3} ships in 2019."
        view = f"Dear reader {number}, how lovely this sad song is."
        lines += [
            {"text": fact, "checkworthy": True, "opinion": False, "source": "made", "licence": "ours"},
            {"text": view, "checkworthy": False, "opinion": True, "source": "made", "licence": "ours"},
        ]
    path = tmp_path / "made.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def _trained(data: Path, folder: Path) -> Path:
    pytest.importorskip("sklearn")
    flags = ("--data", str(data), "--output", str(folder), "--model-version", "made-2")
    call_command("train_model", *flags, stdout=io.StringIO())
    return folder / "linear.npz"


def test_training_twice_gives_the_same_bytes(data: Path, tmp_path: Path) -> None:
    assert _trained(data, tmp_path / "a").read_bytes() == _trained(data, tmp_path / "b").read_bytes()


def test_a_trained_model_tells_what_it_was_shown_apart(data: Path, tmp_path: Path) -> None:
    scorer = LinearScorer(load_model(_trained(data, tmp_path)))
    fact, view = (evidence_of(text) for text in ("The port handled 70 ships in 2021.", "How lovely this song is."))
    assert fact is not None
    assert view is not None
    assert scorer.score(fact).checkworthy > 0.5 > scorer.score(view).checkworthy
    assert scorer.score(view).scores.opinion > 0.5 > scorer.score(fact).scores.opinion


def test_a_model_names_the_data_it_was_trained_on(data: Path, tmp_path: Path) -> None:
    header = load_model(_trained(data, tmp_path)).header
    assert header["version"] == "made-2"
    assert header["data"] == [{"source": "made", "licence": "ours", "sentences": 240}]


def test_a_label_without_examples_is_named(data: Path, tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    only = [line for line in data.read_text(encoding="utf-8").splitlines(keepends=True) if "Dear" in line]
    data.write_text("".join(only), encoding="utf-8")
    with pytest.raises(CommandError, match="checkworthy: 0 sentences of one kind") as refused:
        call_command("train_model", "--data", str(data), "--output", str(tmp_path))
    assert refused.value.returncode == 2


def test_without_scikit_learn_training_says_what_to_install(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(fit, "import_module", missing)
    with pytest.raises(CommandError, match=r"requirements-dev\.txt"):
        call_command("train_model", "--data", str(data), "--output", str(tmp_path))


def test_evaluation_prints_the_majority_and_the_cues_beside_the_model(data: Path) -> None:
    out = io.StringIO()
    call_command("evaluate_model", "--data", str(data), stdout=out)
    named = [line.split()[:2] for line in out.getvalue().splitlines() if not line.startswith(" ")]
    assert named == [[head, name] for head in ("checkworthy", "opinion") for name in ("majority", "cues", "current")]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("nonsense", "not JSON"),
        ("[1]", "not an object"),
        ('{"opinion": true}', "missing or blank"),
        ('{"text": "A."}', "neither"),
        ('{"text": "A.", "opinion": 1}', "true, false or absent"),
    ],
)
def test_a_bad_line_is_named_with_its_number_and_reason(line: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"text": "A.", "opinion": true}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(BadExample, match=rf"bad\.jsonl, line 2: .*{why}"):
        read_examples([path])


def test_a_split_keeps_only_its_own_lines(tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    path.write_text(
        '{"text": "A.", "opinion": true, "split": "train"}\n{"text": "B.", "opinion": true, "split": "test"}\n',
        encoding="utf-8",
    )
    assert [example.text for example in read_examples([path], split="test")] == ["B."]


def _said(*values: bool) -> Any:
    return np.array(values, dtype=float)


def test_f1_by_hand() -> None:
    table = tally(np.array([True, True, False, False]), _said(True, False, True, False)).sum(axis=0)
    assert positive_f1(table) == macro_f1(table) == 0.5
    assert positive_f1(tally(_NO, _said(*_NO)).sum(axis=0)) == 0.0
    assert positive_f1(tally(_YES, _said(*_YES)).sum(axis=0)) == 1.0


def test_an_interval_holds_the_figure_and_is_the_same_every_time() -> None:
    table = tally(np.arange(200) % 2 == 0, (np.arange(200) % 3 == 0).astype(float))
    first = measured(positive_f1, table)
    assert first == measured(positive_f1, table)
    assert first.low < first.value < first.high
    certain = measured(positive_f1, tally(_YES, _said(*_YES)))
    assert (certain.low, certain.high) == (1.0, 1.0)
    with pytest.raises(ValueError, match="nothing"):
        tally(_YES[:0], _said())


def test_sentences_of_few_articles_make_a_figure_less_sure() -> None:
    labels = np.arange(200) % 2 == 0
    right = np.arange(200) // 20 % 3 > 0  # whole articles are wrong, not single sentences
    said = np.where(right, labels, ~labels).astype(float)
    alone, together = measured(macro_f1, tally(labels, said)), measured(macro_f1, tally(labels, said, [*_tens(200)]))
    assert alone.value == together.value
    assert together.high - together.low > 2 * (alone.high - alone.low)


def _tens(number: int) -> Iterator[int]:
    return (index // 20 for index in range(number))


def test_a_difference_is_surer_than_the_two_figures_it_is_between() -> None:
    labels = np.arange(300) % 2 == 0
    theirs = np.where(np.arange(300) % 5 > 0, labels, ~labels).astype(float)
    ours = np.where(np.arange(300) % 10 > 0, labels, ~labels).astype(float)  # right wherever they are, and oftener
    gap = difference(macro_f1, tally(labels, ours), tally(labels, theirs))
    apart = measured(macro_f1, tally(labels, theirs))
    assert 0 < gap.low < gap.value < gap.high
    assert gap.high - gap.low < apart.high - apart.low
    assert difference(macro_f1, tally(labels, ours), tally(labels, ours)).high == 0.0


def test_eight_in_ten_at_eighty_percent_is_well_calibrated() -> None:
    well, said = np.arange(10) < 8, np.full(10, 0.8)
    table = tally(well, said).sum(axis=0)
    assert expected_calibration_error(table) == pytest.approx(0.0)
    assert brier(table) == pytest.approx(0.8 * 0.04 + 0.2 * 0.64)
    assert expected_calibration_error(tally(~well, said).sum(axis=0)) == pytest.approx(0.6)
    assert [(band.count, band.low) for band in reliability(table)] == [(10, 0.8)]
    assert reliability(tally(_YES[:1], np.array([1.0])).sum(axis=0))[0].high == 1.0
