"""The corpus of this repository: what its lines promise, and how the rules do on texts they were not made by."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotations.nlp import training
from annotations.nlp.training.agreement import agreement, cohen_kappa
from annotations.nlp.training.attributions import evaluate_attribution, read_attributed
from annotations.nlp.training.examples import read_examples

CORPUS = Path(training.__file__).parents[1] / "corpus" / "sentences.jsonl"


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]


def test_there_are_two_thousand_sentences_of_many_kinds(lines: list[dict[str, Any]]) -> None:
    assert len(lines) >= 2_000
    assert len({line["kind"] for line in lines}) >= 10


def test_the_sentences_of_a_text_come_in_order(lines: list[dict[str, Any]]) -> None:
    by_text: dict[str, list[int]] = {}
    for line in lines:
        by_text.setdefault(line["article"], []).append(line["sentence"])
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in by_text.values())


def test_no_text_is_both_trained_on_and_measured_with(lines: list[dict[str, Any]]) -> None:
    texts = {split: {line["article"] for line in lines if line["split"] == split} for split in ("train", "test")}
    assert texts["train"]
    assert texts["test"]
    assert not texts["train"] & texts["test"]


def test_no_sentence_stands_there_twice(lines: list[dict[str, Any]]) -> None:
    said = [line["text"] for line in lines if line["unit"] == "claim" and len(line["text"].split()) > 6]
    assert len(said) == len(set(said))


def test_every_span_is_a_slice_without_blanks_around_it(lines: list[dict[str, Any]]) -> None:
    for line in lines:
        spans = [span for spans in (line["attribution"] or {}).values() for span in spans] + line.get("claims", [])
        for start, end in spans:
            piece = line["text"][start:end]
            assert piece, line
            assert piece == piece.strip(), line


def test_a_sourced_sentence_names_its_source(lines: list[dict[str, Any]]) -> None:
    for line in lines:
        if line["label"] == "sourced":
            assert line["attribution"], line["text"]


def test_headings_and_captions_teach_a_model_nothing(lines: list[dict[str, Any]]) -> None:
    scored = [line for line in lines if line["unit"] not in ("heading", "caption", "boilerplate")]
    assert [example.text for example in read_examples([CORPUS])] == [line["text"] for line in scored]
    assert len(scored) < len(lines)


def test_attributions_are_found_in_texts_the_rules_were_not_made_by() -> None:
    report = evaluate_attribution(read_attributed(CORPUS, split="test"))
    assert report.macro_f1.value > 0.86
    assert report.exact > 0.9 * report.sources


def test_kappa_is_what_a_textbook_says() -> None:
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert cohen_kappa(pairs) == pytest.approx(0.4)


def test_who_always_says_the_same_as_the_other_agrees_fully() -> None:
    assert cohen_kappa([(None, None), (None, None)]) == 1.0


def test_two_annotators_agree_well_on_what_both_labelled() -> None:
    found = agreement(CORPUS, CORPUS.with_name("second_labels.jsonl"))
    assert {one.question for one in found} == {"checkworthy", "opinion", "label", "attributed"}
    assert all(one.sentences >= 250 for one in found)
    assert all(one.kappa.low > 0.7 for one in found)
