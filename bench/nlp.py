"""How good and how fast `analyse` is, the latter against spaCy's own tokenizer and sentence splitter in the same run.

Run by hand: `python -m bench.nlp [HELD_OUT.jsonl ...]`, or name the files in BENCH_NLP_DATA, separated as in PATH; see
`manage.py train_model` for their form. Ratios matter, not seconds: they are of CPU time of one process on this machine.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import spacy
from spacy.language import Language

from annotations.nlp.cards import ENCODER_MODEL
from annotations.nlp.components import ATTRIBUTION, CUES, SCORER
from annotations.nlp.linear_scorer import MODEL, default_linear_scorer
from annotations.nlp.pipeline import analyse, load
from annotations.nlp.scorer import CueScorer, Scorer
from annotations.nlp.scoring_models import ScoringModel, read_model
from annotations.nlp.training.agreement import agreement
from annotations.nlp.training.attributions import attribution_line, evaluate_attribution, read_attributed
from annotations.nlp.training.evaluate import evaluate, lines
from annotations.nlp.training.examples import read_examples

_CORPUS = Path(__file__).parent.parent / "annotations" / "nlp" / "corpus" / "sentences.jsonl"
_DEMO = Path(__file__).parent.parent / "annotations" / "demo"
_MEGABYTE = 1_000_000
_ARTICLE = 3_000
_ROUNDS = 3

_SENTENCES = (
    "The harbour office said on Monday that {n} ships had waited {m} hours outside the port, up 4.2 % on last year.",
    "“We cannot go on like this,” said Ines Brandt, the head of the pilots' union, who has worked there for {m} years.",
    "The operator denied that it had cut {n} jobs, but two councillors say otherwise.",
    "Hopefully, the council will see that the quay needs to be rebuilt.",
    "According to the ministry, repairs cost €{m}.{n} million in 2023; the port was closed for {m} weeks.",
)


def articles() -> list[str]:
    """The repository's demo articles, or generated ones where there are none."""
    found = [path.read_text(encoding="utf-8") for path in sorted(_DEMO.rglob("*.txt"))]
    return found or [_generated(number) for number in range(20)]


def _generated(number: int) -> str:
    paragraphs = [
        " ".join(sentence.format(n=number + index + 2, m=index + 3) for sentence in _SENTENCES) for index in range(6)
    ]
    return "\n\n".join((f"Port report number {number}", *paragraphs))


def best(work: Callable[[], object]) -> float:
    """CPU seconds of the fastest of three runs."""
    times = []
    for _ in range(_ROUNDS):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


def plain() -> Language:
    """spaCy without anything of ours: tokens and sentences."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.max_length = 10 * _MEGABYTE
    return nlp


def load_seconds() -> float:
    """Wall seconds from a bare interpreter to a loaded pipeline, spaCy's import included."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "from annotations.nlp.pipeline import load; load()"], check=True)
    return time.perf_counter() - begun


def encoder() -> ScoringModel:
    """The encoder in this package."""
    return read_model(ENCODER_MODEL.read_bytes())


def print_accuracy(paths: list[Path]) -> None:
    """Figures with 95 % intervals on each file; on the test texts of our own corpus where there is none."""
    if not paths:
        print(
            "No held-out data named; the test part of this repository's own corpus, written by those who made the rest:"
        )
    for path in paths or [_CORPUS]:
        print(path.name)
        examples = read_examples([path], split=None if paths else "test")
        scorers: dict[str, Scorer] = {
            "cues": CueScorer(),
            "linear": default_linear_scorer(),
            "encoder": encoder().scorer,
        }
        for report in evaluate(examples, scorers, against="linear"):
            print(*(f"  {line}" for line in lines(report)), sep="\n")
    print(f"{_CORPUS.name}, the texts no rule was made by looking at")
    for one in agreement(_CORPUS, _CORPUS.with_name("second_labels.jsonl")):
        kappa = f"kappa {one.kappa.value:.3f} [{one.kappa.low:.3f}, {one.kappa.high:.3f}]"
        print(f"  two annotators on {one.question:<12} {one.same:.3f} the same, {kappa}  ({one.sentences} sentences)")
    print(f"  {attribution_line(evaluate_attribution(read_attributed(_CORPUS, split='test')))}")


def print_size() -> None:
    """The model files: bytes on disk, milliseconds to load."""
    for path in (MODEL, ENCODER_MODEL):
        begun = time.perf_counter()
        read_model(path.read_bytes())
        milliseconds = 1000 * (time.perf_counter() - begun)
        print(f"{path.name:<24} {path.stat().st_size:,} bytes on disk, loaded in {milliseconds:.1f} ms")


def print_speed() -> None:
    """Print articles and words a second, the ratio to plain spaCy, the time of 1 MB, and the time to load."""
    texts = articles() * 10
    words = sum(len(text.split()) for text in texts)
    reference = plain()
    begun = time.perf_counter()
    load()
    print(f"load (spaCy imported)    {time.perf_counter() - begun:6.2f} s")
    print(f"load (new interpreter)   {load_seconds():6.2f} s")

    ours = best(lambda: [analyse(text) for text in texts])
    theirs = best(lambda: [reference(text) for text in texts])
    print(f"analyse                  {len(texts) / ours:6.0f} articles/s, {words / ours:8.0f} words/s")
    print(f"blank + sentencizer      {len(texts) / theirs:6.0f} articles/s, {words / theirs:8.0f} words/s")
    print(f"analyse costs            {ours / theirs:6.2f} times blank + sentencizer")

    model, claims = encoder(), sum(len(analyse(text).claims) for text in articles())
    linear = best(lambda: [analyse(text) for text in articles()])
    second = best(lambda: [analyse(text, model=model) for text in articles()])
    print(f"encoder tier             {1000 * second / claims:6.2f} ms/claim, linear {1000 * linear / claims:.2f}")

    nlp, article = load(), "\n\n".join(texts)[:_ARTICLE]
    split = best(lambda: nlp(article, disable=(CUES, ATTRIBUTION, SCORER)))
    print(f"3 kB split, not scored   {1000 * split:6.2f} ms; analysed {1000 * best(lambda: analyse(article)):.2f} ms")

    text = ("\n\n".join(texts) + "\n\n") * (_MEGABYTE // sum(map(len, texts)) + 1)
    ours, theirs = best(lambda: analyse(text[:_MEGABYTE])), best(lambda: reference(text[:_MEGABYTE]))
    print(f"1 MB                     {ours:6.2f} s, {ours / theirs:.2f} times blank + sentencizer ({theirs:.2f} s)")


def main() -> None:
    """Accuracy, size, speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="*", type=Path, help="held-out sentences as JSON Lines")
    named = [Path(part) for part in os.environ.get("BENCH_NLP_DATA", "").split(os.pathsep) if part]
    print_accuracy(parser.parse_args().data or named)
    print_size()
    print_speed()


if __name__ == "__main__":
    main()
