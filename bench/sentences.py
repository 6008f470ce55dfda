"""How well articles are split into sentences, against spaCy's rule-based splitter on the same texts.

`python -m bench.sentences FILE.jsonl ...`. A line is {"text", "sents": [[start, end], ...]} in code points, or {"text",
"sentences": ["...", ...]}. A sentence counts as found where both its ends are right; F1 is over sentences, as the CoNLL
shared tasks on Universal Dependencies count it. "whole" is the share of texts without a single wrong sentence.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import spacy

from annotations.nlp.paragraphs import split_paragraphs
from annotations.nlp.sentences import split_sentences

Range = tuple[int, int]
Splitter = Callable[[str], set[Range]]


@dataclass
class Tally:
    """Sentences found, expected and right, and the texts without a wrong one."""

    found: int = 0
    expected: int = 0
    right: int = 0
    whole: int = 0
    texts: int = 0

    def count(self, found: set[Range], expected: set[Range]) -> None:
        """Add one text."""
        self.found += len(found)
        self.expected += len(expected)
        self.right += len(found & expected)
        self.whole += found == expected
        self.texts += 1

    @property
    def f1(self) -> float:
        """2 * right / (found + expected), in percent."""
        return 200 * self.right / max(1, self.found + self.expected)


def read(path: Path) -> Iterator[tuple[str, set[Range]]]:
    """Text and the ranges of its sentences, for each line of the file."""
    with path.open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            text = row["text"]
            yield text, {(start, end) for start, end in row["sents"]} if "sents" in row else located(text, row)


def located(text: str, row: dict[str, list[str]]) -> set[Range]:
    """Where the sentences of a row stand in its text."""
    ranges, position = set(), 0
    for sentence in row["sentences"]:
        start = text.index(sentence.strip(), position)
        position = start + len(sentence.strip())
        ranges.add((start, position))
    return ranges


def ours(text: str) -> set[Range]:
    """What Claimdesk makes of a text."""
    return {found for block in split_paragraphs(text) for found in split_sentences(text, block.start, block.end)}


def sentencizer() -> Splitter:
    """The reference: `spacy.blank("en")` with its sentencizer, blanks trimmed."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")

    def split(text: str) -> set[Range]:
        ranges = set()
        for sentence in nlp(text).sents:
            raw = sentence.text
            start = sentence.start_char + len(raw) - len(raw.lstrip())
            if raw.strip():
                ranges.add((start, start + len(raw.strip())))
        return ranges

    return split


def main() -> None:
    """Print a line for each file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    reference = sentencizer()
    for path in parser.parse_args().files:
        mine, theirs = Tally(), Tally()
        for text, expected in read(path):
            mine.count(ours(text), expected)
            theirs.count(reference(text), expected)
        print(
            f"{path.name}: F1 {mine.f1:.1f} (sentencizer {theirs.f1:.1f}), "
            f"whole {mine.whole} of {mine.texts} (sentencizer {theirs.whole})"
        )


if __name__ == "__main__":
    main()
