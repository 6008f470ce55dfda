"""A model is a version, a tier, a card and a scorer, whatever it is made of."""

import hashlib
import io
import zipfile

import pytest

from annotations.nlp.pipeline import analyse, analyse_one
from annotations.nlp.scoring_models import ModelError, read_model, shipped_model
from annotations.nlp.version import PIPELINE_VERSION, SHIPPED_MODEL, pipeline_version
from tests.nlp.models import made_model

TEXT = "Rents rose by 4 percent, Ana Ruiz said."


def test_the_shipped_model_is_the_one_the_version_names() -> None:
    model = shipped_model()
    assert (model.version, model.tier, model.pipeline) == (SHIPPED_MODEL, "linear", PIPELINE_VERSION)
    assert analyse(TEXT, model=model) == analyse(TEXT)
    assert model.card["data"][0]["licence"]


def test_another_model_scores_and_gives_the_run_its_name() -> None:
    model = read_model(made_model())
    first, one = analyse(TEXT, model=model), analyse_one(TEXT, model=model)
    assert first.pipeline_version == one.pipeline_version == pipeline_version("linear-made-1") != PIPELINE_VERSION
    assert first.claims[0].scores.opinion > 0.9 > 0.1 > first.claims[0].checkworthy
    assert [(unit.start, unit.end) for unit in first.units] == [(unit.start, unit.end) for unit in analyse(TEXT).units]


def test_a_model_is_read_only_from_the_bytes_that_were_stored() -> None:
    content = made_model()
    assert read_model(content, sha256=hashlib.sha256(content).hexdigest()).card == {
        "version": "linear-made-1",
        "data": [],
        "figures": [],
    }
    with pytest.raises(ModelError, match="not those that were stored"):
        read_model(content, sha256="0" * 64)


@pytest.mark.parametrize("content", [b"", b"\x80\x04pickle", b"PK\x03\x04 and nothing"])
def test_what_is_no_model_is_refused(content: bytes) -> None:
    with pytest.raises(ModelError):
        read_model(content)


def test_a_file_that_unpacks_to_far_more_is_refused_before_it_does() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("words.npy", b"\0" * (20 * 1024 * 1024))
    assert len(file.getvalue()) < 100_000
    with pytest.raises(ModelError, match="unpacks"):
        read_model(file.getvalue())


@pytest.mark.parametrize(
    ("text", "scored"), [(TEXT, True), ("O governo disse que não há dinheiro para os mais.", False)]
)
def test_a_language_no_model_reads_is_split_and_said_to_be_unscored(text: str, scored: bool) -> None:
    analysis = analyse(text)
    assert analysis.scored is scored
    assert len(analysis.claims) == 1
    assert scored or analysis.claims[0].label is None
