"""The encoder's vectors, its file, and how the shipped one scores."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from annotations.nlp.array_file import packed, unpacked
from annotations.nlp.cards import ENCODER_MODEL, encoder_card
from annotations.nlp.encoder import MOST_PIECES, Encoder
from annotations.nlp.encoder_model import MAGIC, encoder_bytes, encoder_model_from
from annotations.nlp.pipeline import analyse, evidence_of
from annotations.nlp.scorer import CueScorer, verdicts
from annotations.nlp.scoring_models import ModelError, ScoringModel, read_model
from annotations.nlp.version import pipeline_version
from tests.nlp.encoders import PIECES, WIDTH, made_encoder

PAGE = (Path(__file__).parents[2] / "docs" / "encoder-card.md").read_text(encoding="utf-8")
TEXTS = ["The rent rose by 40.", "gold", "", "The rents rose. " * 200, "rose the rent"]


@pytest.fixture(scope="module")
def shipped() -> ScoringModel:
    return read_model(ENCODER_MODEL.read_bytes())


def test_a_sentence_has_the_same_vector_alone_and_among_others(tmp_path: Path) -> None:
    encoder = Encoder(made_encoder(tmp_path).encoder)
    together = encoder.vectors(TEXTS * 3)
    alone = np.concatenate([encoder.vectors([text]) for text in TEXTS])
    assert together.shape == (15, WIDTH)
    np.testing.assert_allclose(together, np.tile(alone, (3, 1)), rtol=1e-4, atol=1e-4)
    assert encoder.vectors([]).shape == (0, WIDTH)


def test_the_order_of_words_counts_and_what_is_past_the_limit_does_not(tmp_path: Path) -> None:
    encoder = Encoder(made_encoder(tmp_path).encoder)
    first, second = encoder.vectors(["the rent rose", "rose the rent"])
    assert np.abs(first - second).max() > 0.01
    full = "the " * MOST_PIECES
    long, longer = encoder.vectors([full, full + "gold gold"])
    np.testing.assert_allclose(long, longer, rtol=1e-4, atol=1e-4)


def test_pieces_nobody_needs_are_left_out_and_marks_stay(tmp_path: Path) -> None:
    kept = made_encoder(tmp_path).encoder.vocabulary
    assert {"[CLS]", "[SEP]", "[UNK]", "gold", "##s"} <= set(kept)
    assert set(PIECES) - set(kept) == {"[PAD]", "[MASK]", "é"}


def test_a_model_read_from_its_file_says_the_same_and_is_the_same_file_again(tmp_path: Path) -> None:
    made = made_encoder(tmp_path)
    content = encoder_bytes(made)
    read = encoder_model_from(content, "made")
    np.testing.assert_allclose(
        Encoder(read.encoder).vectors(TEXTS), Encoder(made.encoder).vectors(TEXTS), rtol=1e-2, atol=1e-2
    )
    assert encoder_bytes(read) == content
    assert read_model(content).tier == "encoder"


@pytest.mark.parametrize("entry", ["vector", "pieces_scale", "places", "norm", "1_up_bias", "2_attend", "pieces"])
def test_a_file_whose_arrays_do_not_fit_each_other_is_refused(tmp_path: Path, entry: str) -> None:
    content = encoder_bytes(made_encoder(tmp_path))
    arrays = unpacked(content.removeprefix(MAGIC), "made", largest=10**8)
    encoder_model_from(MAGIC + packed(arrays), "made")
    with pytest.raises(ModelError):
        encoder_model_from(MAGIC + packed(arrays | {entry: arrays[entry][:-1]}), "made")


def test_a_number_that_is_none_is_refused(tmp_path: Path) -> None:
    made = made_encoder(tmp_path)
    broken = replace(made, vector=np.full_like(made.vector, np.nan))
    with pytest.raises(ModelError, match="vector"):
        encoder_model_from(encoder_bytes(broken), "made")


def test_the_shipped_encoder_is_the_one_its_card_and_its_page_speak_of(shipped: ScoringModel) -> None:
    card = encoder_card()
    assert (card["version"], card["tier"]) == (shipped.version, shipped.tier)
    assert card["data"] == shipped.card["data"]
    assert f"# Model card: `{shipped.version}`" in PAGE
    for figure in card["published"]:
        assert f"{figure['value']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}]" in PAGE
    json.dumps(shipped.card)


def test_all_models_in_the_package_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in ENCODER_MODEL.parent.iterdir()) < 15_000_000


def test_the_shipped_encoder_tells_a_fact_from_a_judgement(shipped: ScoringModel) -> None:
    text = (
        "The council spent €40 million on the bridge in 2019. It was a shameful waste, and nobody should forgive them."
    )
    analysis = analyse(text, model=shipped)
    fact, view = analysis.claims
    assert analysis.pipeline_version == pipeline_version(shipped.version)
    assert fact.checkworthy > 0.5 > view.checkworthy
    assert view.scores.opinion > 0.5 > fact.scores.opinion


def test_claims_scored_together_get_what_each_gets_alone(shipped: ScoringModel) -> None:
    texts = ("Rents rose by 4 percent, Ana Ruiz said.", "What a lovely day.", "The bridge will close on Monday.")
    evidence = [one for text in texts if (one := evidence_of(text))]
    for together, alone in zip(verdicts(shipped.scorer, evidence), map(shipped.scorer.score, evidence), strict=True):
        assert together.checkworthy == pytest.approx(alone.checkworthy, abs=2e-4)
        assert together.scores.opinion == pytest.approx(alone.scores.opinion, abs=2e-4)
        assert (together.label, together.reasons) == (alone.label, alone.reasons)


def test_what_it_cannot_read_gets_what_the_cues_alone_say(shipped: ScoringModel) -> None:
    known = evidence_of("O governo disse que não há dinheiro.")
    assert known is not None
    foreign, english = replace(known, readable=False), evidence_of("The bridge closed.")
    assert english is not None
    said = verdicts(shipped.scorer, [foreign, english, foreign])
    assert said[0] == said[2] == CueScorer().score(foreign)
    assert said[1].checkworthy == pytest.approx(shipped.scorer.score(english).checkworthy, abs=2e-4)
