"""The model file: plain numbers, the same bytes for the same model, and nothing that could run."""

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotations.nlp.array_file import ModelError
from annotations.nlp.features import BUCKETS, words_of
from annotations.nlp.linear_model import CUES, DENSE, HEADS, LinearModel, load_model, model_bytes
from annotations.nlp.linear_model import save_model as save
from annotations.nlp.linear_scorer import MODEL, LinearScorer, dense_features, word_features
from annotations.nlp.pipeline import evidence_of
from annotations.nlp.scorer import CueScorer, cue_amounts


@pytest.fixture
def model() -> LinearModel:
    chance = np.random.default_rng(4)
    return LinearModel(
        {"version": "made-1", "data": []},
        chance.normal(size=(len(HEADS), BUCKETS)).astype(np.float16),
        chance.normal(size=(len(HEADS), DENSE)).astype(np.float32),
        np.array([0.5, -0.5], dtype=np.float32),
        np.array([[1.5, 0.25], [0.5, -1.0]], dtype=np.float32),
    )


def test_a_model_comes_back_from_its_file_as_it_was(model: LinearModel, tmp_path: Path) -> None:
    save(model, tmp_path / "new" / "linear.npz")
    loaded = load_model(tmp_path / "new" / "linear.npz")
    assert loaded.version == "made-1"
    for name in ("words", "cues", "bias", "calibration"):
        assert np.array_equal(getattr(loaded, name), getattr(model, name))


def test_the_same_model_gives_the_same_bytes(model: LinearModel) -> None:
    assert model_bytes(model) == model_bytes(replace(model))


def test_a_pickle_in_the_file_is_refused(model: LinearModel, tmp_path: Path) -> None:
    path = tmp_path / "linear.npz"
    np.savez(path, allow_pickle=True, header=np.array([{"version": "x"}], dtype=object))
    with pytest.raises(ModelError, match="pickle"):
        load_model(path)


@pytest.mark.parametrize("raw", [b"", b"PK nonsense", b"\x93NUMPY"])
def test_a_file_that_is_no_model_is_refused_by_name(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "linear.npz"
    path.write_bytes(raw)
    with pytest.raises(ModelError, match=r"linear\.npz"):
        load_model(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere"):
        load_model(tmp_path / "nowhere.npz")


@pytest.mark.parametrize(
    ("name", "array", "why"),
    [
        ("calibration", np.array([[-1.0, 0.0], [1.0, 0.0]]), "does not rise"),
        ("bias", np.array([np.nan, 0.0]), "finite"),
        ("bias", np.array([0.0]), "finite"),
    ],
)
def test_numbers_that_make_no_model_are_refused(
    model: LinearModel, name: str, array: Any, why: str, tmp_path: Path
) -> None:
    save(replace(model, **{name: array}), tmp_path / "linear.npz")
    with pytest.raises(ModelError, match=why):
        load_model(tmp_path / "linear.npz")


def test_scoring_and_training_see_the_same_features(model: LinearModel) -> None:
    evidence = evidence_of("The council says rents rose by 4 percent, “a disgrace”.")
    assert evidence is not None
    words = words_of(evidence.text)
    rows, amounts = word_features(words)
    dense = dense_features(evidence, len(words))
    expected = model.bias + model.words.astype(float)[:, rows] @ amounts + (model.cues * dense).sum(axis=1)
    found = LinearScorer(replace(model, words=model.words.astype(float))).log_odds(evidence, cue_amounts(evidence))
    assert found == pytest.approx(expected.tolist(), rel=1e-6)


def test_a_text_of_another_language_gets_what_the_cues_say(model: LinearModel) -> None:
    evidence = evidence_of("Die Mieten sind um 4 Prozent gestiegen.")
    assert evidence is not None
    foreign = replace(evidence, hits=[], readable=False)
    assert LinearScorer(model).score(foreign) == CueScorer().score(foreign)


def test_a_word_is_weighed_once_however_often_it_comes(model: LinearModel, monkeypatch: pytest.MonkeyPatch) -> None:
    weighed: list[str] = []
    whole = LinearScorer._word_weights

    def counted(scorer: LinearScorer, word: str) -> tuple[float, ...]:
        weighed.append(word)
        return whole(scorer, word)

    monkeypatch.setattr(LinearScorer, "_word_weights", counted)
    scorer = LinearScorer(model)
    evidence = evidence_of("rents rose and rents rose and rents fell")
    assert evidence is not None
    for _ in range(100):
        scorer.score(evidence)
    assert sorted(weighed) == ["and", "fell", "rents", "rose"]


def test_the_model_that_ships_names_its_data_and_their_licences_and_stays_small() -> None:
    header = load_model(MODEL).header
    assert MODEL.stat().st_size < 3_000_000
    assert {part["source"] for part in header["data"]} == {"ClaimBuster", "NewsSD-ENG", "Claimdesk corpus"}
    assert all(part["licence"] and part["sentences"] > 0 for part in header["data"])
    assert header["cues"] == list(CUES)
    with zipfile.ZipFile(MODEL) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
