"""A tokenizer that no input can make slow: runs without blanks are cut before spaCy's own rules see them."""

import re
from collections.abc import Callable

from spacy.tokens import Doc
from spacy.vocab import Vocab

from .text import snap_to_grapheme

MAX_MARKS = 16  # spaCy strips marks from the ends of a word one by one, each time looking at all that is left
MAX_RUN = 300  # code points. spaCy needs 20 s for 10,000 brackets in a row, and nothing for 300


class BoundedTokenizer:
    """spaCy's tokenizer for ordinary text; what no writer writes becomes plain tokens of at most `max_run`: longer runs
    without blanks, and words with more than 16 marks in a row.

    Not destructive: `tokenizer(text).text == text` for every text without NUL and lone surrogates.
    """

    def __init__(self, tokenize: Callable[[str], Doc], max_run: int = MAX_RUN) -> None:
        self.tokenize = tokenize
        self.max_run = max_run
        marks = rf"(?<!\S)\S*?[^\w\s]{{{MAX_MARKS + 1}}}\S*"
        self._long_run = re.compile(rf"\S{{{max_run + 1},}}|{marks}")

    def __call__(self, text: str) -> Doc:
        # Words of common length cannot hold either, and looking at the others alone takes a tenth of the time.
        if not any(self._long_run.search(word) for word in text.split() if len(word) > MAX_MARKS):
            return self.tokenize(text)
        words: list[str] = []
        spaces: list[bool] = []
        done = 0
        for run in self._long_run.finditer(text):
            vocab = self._append_ordinary(text[done : run.start()], words, spaces)
            pieces = list(self.pieces(run.group()))
            words.extend(pieces)
            spaces.extend([False] * len(pieces))
            done = run.end()
        vocab = self._append_ordinary(text[done:], words, spaces)
        return Doc(vocab, words=words, spaces=spaces)

    def pieces(self, run: str) -> list[str]:
        """`run` cut into pieces of at most `max_run` code points, never through a visible character if avoidable."""
        pieces = []
        start = 0
        while start < len(run):
            end = min(start + self.max_run, len(run))
            snapped = snap_to_grapheme(run, end)
            end = snapped if snapped > start else end
            pieces.append(run[start:end])
            start = end
        return pieces

    def _append_ordinary(self, text: str, words: list[str], spaces: list[bool]) -> Vocab:
        doc = self.tokenize(text)
        words.extend(token.text for token in doc)
        spaces.extend(bool(token.whitespace_) for token in doc)
        return doc.vocab
