"""The pipeline as a spaCy Language, and the room's manners."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import spacy
from spacy.util import registry

from annotations.nlp.components import ORDER
from annotations.nlp.pipeline import analyse, analyse_one, load
from annotations.nlp.scorer import Evidence, Verdict
from annotations.nlp.types import Scores, SuggestedLabel, UnitKind
from annotations.nlp.version import PIPELINE_VERSION

_TEXT = "Rents rise\n\nRents rose by 4 percent, Ana Ruiz said. Is that so? The mayor should act."


def test_the_components_run_in_order_and_each_finds_what_it_needs() -> None:
    analysed = load().analyze_pipes()
    assert analysed is not None
    assert tuple(load().pipe_names) == ORDER
    assert not any(analysed["problems"].values())


def test_the_pipeline_is_built_once() -> None:
    assert load() is load()


def test_spacys_sentences_and_claim_spans_agree_with_the_units() -> None:
    doc = load()(_TEXT)
    assert [span.text for span in doc.spans["claims"]] == [
        _TEXT[unit.start : unit.end] for unit in doc._.units if unit.kind is UnitKind.CLAIM
    ]
    assert [sentence.text.strip() for sentence in doc.sents][1:] == [
        _TEXT[one.start : one.end] for one in doc._.sentences
    ]
    assert doc.spans["claims"][0]._.unit.start == doc.spans["claims"][0].start_char


class _EverythingIsOpinion:
    version = "test"

    def score(self, evidence: Evidence) -> Verdict:
        return Verdict(0.5, Scores(0.0, 0.0, 1.0), SuggestedLabel.OPINION, ())


def test_another_scorer_takes_the_place_of_the_cues_by_its_name() -> None:
    registry.misc.register("claimdesk_test.opinion.v1", func=_EverythingIsOpinion)
    nlp = spacy.blank("en")
    for name in ORDER[:-1]:
        nlp.add_pipe(name)
    nlp.add_pipe(ORDER[-1], config={"scorer": {"@misc": "claimdesk_test.opinion.v1"}})
    assert {unit.label for unit in nlp(_TEXT)._.units if unit.kind is UnitKind.CLAIM} == {SuggestedLabel.OPINION}


def test_the_analysis_names_its_version() -> None:
    assert analyse(_TEXT).pipeline_version == PIPELINE_VERSION


def test_only_claims_carry_scores() -> None:
    for unit in analyse(_TEXT).units:
        assert (unit.checkworthy > 0) is (unit.kind is UnitKind.CLAIM)


def test_one_claim_takes_questions_and_several_sentences_whole() -> None:
    units = analyse_one("  Is that so? Ana Ruiz said rents fell.\n").units
    assert [(unit.start, unit.end, unit.kind) for unit in units] == [(2, 39, UnitKind.CLAIM)]
    assert units[0].attribution is not None


@pytest.mark.parametrize("blank", ["", " \n\t\u00a0\u2028"])
def test_a_blank_text_has_no_units(blank: str) -> None:
    assert analyse(blank).units == ()
    assert analyse_one(blank).units == ()


def test_threads_may_analyse_at_the_same_time() -> None:
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(analyse, [_TEXT] * 12))
    assert results == [analyse(_TEXT)] * 12


def test_the_light_modules_do_not_bring_spacy_along() -> None:
    code = (
        "import sys, annotations.nlp.types, annotations.nlp.version, annotations.nlp.text;"
        "sys.exit('spacy' in sys.modules or 'django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
